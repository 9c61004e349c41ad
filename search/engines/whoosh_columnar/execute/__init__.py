"""Execute: from a plan to matches, ranks, counts and suggestions."""
