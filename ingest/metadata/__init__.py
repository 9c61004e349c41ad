"""What a document states about itself: its title, area, dates, type and review."""
