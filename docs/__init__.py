"""The documentation as a site; its reference pages are written from the program itself."""
