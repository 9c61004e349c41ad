"""What a document states of itself: its title, area, dates, type and review."""
