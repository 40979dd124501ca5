"""Training of the wording scale."""
