"""Pages and their JSON twins: a door over `kb.app.library`."""
