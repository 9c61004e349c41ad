"""Storage: segments, columns and generations on disk."""
