"""Build: from entries to segments."""
