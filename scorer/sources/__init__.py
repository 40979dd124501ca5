"""Sources: who published an article, and how reliable is that outlet over all its articles.

Pure: rows and articles in, dataclasses out; no files but the package's own, no database. The source
is never an input to an article's score.
"""
