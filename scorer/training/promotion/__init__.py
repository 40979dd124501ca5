"""Training of the promo-line model: ``python -m scorer.training.promotion --data DIR``."""
