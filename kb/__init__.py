"""The learning-review knowledge base: words, store, desk and command line."""

__version__ = "0.1.0"
