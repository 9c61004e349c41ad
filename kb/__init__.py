"""The learning-review knowledge base: values, store, application layer and command line."""

__version__ = "0.1.0"
