"""The page of stories: gathered while they are found, written at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from scorer.cli._stdout import Stdout
from scorer.io.outfile import OutFile
from scorer.report.story_html import story_page
from scorer.report.story_list import Stories
from scorer.report.story_rows import story_row
from scorer.sources.dates import day_of
from scorer.stories import StoryCluster


class Gathered:
    """Takes stories one by one."""

    def __init__(self) -> None:
        self.stories = Stories()

    def write(self, story: StoryCluster) -> None:
        """Take one story in."""
        self.stories.add(story_row(story.to_dict(), day_of))


@contextmanager
def page(
    path: Path | None,
    texts: Callable[[Collection[str]], Mapping[str, str]],
    name: str,
    *,
    overwrite: bool,
) -> Iterator[Gathered]:
    """Gather stories within the block; the page is written when it ends well.

    Parameters
    ----------
    path : Path, optional
        Standard output without it.
    texts : callable
        Texts of articles by their keys; asked once, for those that the page shows.
    name : str
        What was read.
    overwrite : bool
    """
    gathered = Gathered()
    with nullcontext(Stdout()) if path is None else OutFile(path, overwrite=overwrite) as out:
        yield gathered
        found = texts(gathered.stories.wanted())
        for piece in story_page(gathered.stories, name=name, texts=found):
            out.write(piece)
        out.flush()
