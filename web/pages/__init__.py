"""What readers ask: every module here is a page or a few that belong together, and gives a `router`."""
