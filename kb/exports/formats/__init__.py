"""One file for each form: ENDING, MEDIA, LABEL, and WRITERS, which tells by which function it holds what."""
