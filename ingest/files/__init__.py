"""Files as they come: which there are to read, and what a manifest states of them."""
