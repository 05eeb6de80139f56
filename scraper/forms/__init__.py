"""Word forms: the fields there are to fill in, in every way people make them, and filling them."""
