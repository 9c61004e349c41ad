"""From sections to findings: candidates, their kind, sentiment, status and links."""
