"""Cues of genres, and where they count."""
