"""The text kit: dates, formatting, citations and masking, known to every craft."""
