"""The search page's state: filters, alternatives and suggested links."""
