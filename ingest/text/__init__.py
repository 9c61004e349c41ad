"""Text for reading: cleaned text, sentences and phrases."""
