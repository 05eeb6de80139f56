"""One module for each kind of page: a pure function from page to record."""
