"""The desk's rooms: what `Library` hands each task to."""
