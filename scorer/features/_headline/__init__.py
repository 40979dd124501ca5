"""Private parts of the headline signals: symbols, the clickbait model, marks, consistency."""
