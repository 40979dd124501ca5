"""Parts of the promo-line detector; nothing outside ``scorer.features.promotion`` uses them."""
