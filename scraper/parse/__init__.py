"""A page to a record: pure functions, with the site's words as data."""
