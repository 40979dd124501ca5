"""Private parts of the repetition signal."""
