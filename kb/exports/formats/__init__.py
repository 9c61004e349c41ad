"""One file for each format: ENDING, MEDIA, LABEL and WRITERS, which maps a payload class to its writer."""
