"""A query: its language, its tree and its address."""
