"""Pages: every module here is one page, or a few that belong together, and provides a `router`."""
