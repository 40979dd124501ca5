"""What :mod:`scorer.features.wording` counts: terms with points, and pairs of neighbours."""
