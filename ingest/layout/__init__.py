"""From marks on a page to blocks of text: pure functions over values, no file and no library of a format."""
