"""What :mod:`scorer.features.style` counts: word lists and facts of single words."""
