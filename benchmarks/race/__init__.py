"""Search engines side by side on one invented corpus: the same findings, the same questions, the same counts."""
