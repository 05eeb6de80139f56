"""Danish text, in and out, that knows nothing of the catalogue."""
