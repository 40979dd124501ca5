"""Training and evaluation: reads labelled articles, writes a model; never used at run time."""
