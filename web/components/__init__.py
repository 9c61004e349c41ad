"""Components: parts of pages as values, such as cards, badges and charts."""
