"""The application layer: one use case a file; `Library` hands each task on."""
