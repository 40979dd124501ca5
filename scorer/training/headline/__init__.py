"""Training of the headline tables in ``scorer/data`` (``python -m scorer.training.headline``)."""
