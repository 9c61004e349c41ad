"""The structure of a document: paragraphs, headings, sections, genre and boilerplate."""
