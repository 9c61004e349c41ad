"""Cases: whom a review is about and what happened, in its own words."""
