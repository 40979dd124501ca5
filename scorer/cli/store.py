"""``scorer store``: look at a store, bring it up to a new version, let old articles go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scorer.cli.errors import guarded, say

if TYPE_CHECKING:
    from scorer.store.info import StoreInfo

app = typer.Typer(
    help="Look at a store, upgrade it, or let old articles go.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Url = Annotated[
    str,
    typer.Argument(
        metavar="URL", help="run.db, sqlite:///run.db or postgresql://user@host/database."
    ),
]


@app.command()
@guarded
def info(
    url: Url,
    is_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Tell what a store holds."""
    from scorer.cli._stdout import print_json, print_out
    from scorer.store import open_store

    with open_store(url, create=False) as store:
        found = store.info()
    if is_json:
        print_json(found.to_dict())
    else:
        print_out("\n".join(_lines(found)) + "\n")


@app.command()
@guarded
def upgrade(url: Url) -> None:
    """Bring the tables of an older store to this version; all of it or nothing."""
    from scorer.store import address_of, upgrade_store

    before, after = upgrade_store(url)
    name = address_of(url).name
    if before == after:
        say(f"the store {name} has the newest version already ({after})")
    else:
        say(f"the store {name} went from version {before} to {after}")


@app.command()
@guarded
def prune(
    url: Url,
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="Articles not seen for so long: 90d; also s, m, h, w.",
        ),
    ],
) -> None:
    """Remove the articles that were last seen longer ago, with all that belongs to them."""
    from scorer.store import open_store
    from scorer.store.retention import age_of

    age = age_of(older_than)
    with open_store(url, create=False) as store:
        count = store.prune(age)
        left = store.info().articles
        say(f"the store {store.name}: {count:,} articles removed, {left:,} left")


def _lines(found: StoreInfo) -> list[str]:
    """One line a fact."""
    facts = {
        "store": found.store,
        "version": f"{found.version} (made by {found.made_by or 'an unknown scorer'})",
        "size": f"{found.size_bytes:,} bytes",
        "articles": f"{found.articles:,}",
        "fingerprints": f"{found.fingerprints:,}",
        "sources": f"{found.sources:,}",
        **{f"scores by {model}": f"{count:,}" for model, count in found.models.items()},
        "first seen": found.first_seen or "never",
        "last seen": found.last_seen or "never",
    }
    width = max(map(len, facts))
    return [f"{name:<{width}}  {fact}" for name, fact in facts.items()]
