"""Which files there are to read, and what a manifest states about them."""
