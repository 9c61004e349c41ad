"""Understanding a question: from what somebody types to what is meant, before the index is asked."""
