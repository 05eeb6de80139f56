"""Pages made at random from known records, to hold what is read against what is true."""
