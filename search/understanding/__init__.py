"""Understanding a question: spelling, everyday words, framing, and what it mentions."""
