"""How fast the crawler is, and how much memory it takes, beside others that do the same work."""
