"""Training of the attribution signal: word classes, cue model, pointing model.

``python -m scorer.training.attribution --data DIR`` writes the weights in ``scorer/data`` that the
extractor reads (``--words``: the word classes too). Only articles of the training split are used.
"""
