"""The pages and their machine twins: a door, over `kb.app.library` alone."""
