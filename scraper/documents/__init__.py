"""Documents read for their words: what a file says, whatever program made it."""
