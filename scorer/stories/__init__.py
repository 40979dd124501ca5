"""Stories across articles: copies, rewrites, who was first, how many accounts are independent.

Pure: articles in, dataclasses out; no files, no database.
"""

from __future__ import annotations

from scorer.stories.collection import Match, Stories
from scorer.stories.fingerprint import Fingerprint
from scorer.stories.index import Index, MemoryIndex
from scorer.stories.rows import SharedPassage, StoryArticle, StoryCluster

__all__ = [
    "Fingerprint",
    "Index",
    "Match",
    "MemoryIndex",
    "SharedPassage",
    "Stories",
    "StoryArticle",
    "StoryCluster",
]
