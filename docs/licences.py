"""Write docs/licences.md: every pinned package with its licence, as its own metadata states it.

``python docs/licences.py`` where all extras are installed; what is not installed keeps its line.
``--check`` fails where a pin has no line, or a line's version is another than the pin's.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
STRONG = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.I)
WEAK = re.compile(r"LGPL|Lesser", re.I)

HEAD = """# Licences

Every package of `constraints.txt` with the licence that its own metadata states, written by
`python docs/licences.py`. scorer itself needs only what `pyproject.toml` lists under
`dependencies`; all else belongs to an extra, to tests or to tools.

| package | version | licence | scorer needs it |
|---|---|---|---|
"""


def pins() -> dict[str, str]:
    """Name to version of every pin."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==", 1) for line in lines if "==" in line)
    return {_canonical(name): version.split(";")[0].strip() for name, version in pairs}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def licence(name: str) -> str | None:
    """The licence of an installed package in a few words; None where it is not installed."""
    try:
        data = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    stated = data.get("License-Expression") or ""
    kinds = [
        item.split(" :: ")[-1]
        for item in data.get_all("Classifier") or []
        if item.startswith("License ::") and item != "License :: OSI Approved"
    ]
    short = (data.get("License") or "").strip().splitlines()[:1]
    text = stated or "; ".join(kinds) or (short[0] if short and len(short[0]) <= 80 else "")
    return text.replace("|", "/") or "see its files"


def needed() -> set[str]:
    """Every package that a plain install of scorer brings, found from installed metadata."""
    found: set[str] = set()
    todo = ["scorer"]
    while todo:
        for line in metadata.requires(todo.pop()) or []:
            if "extra ==" in line.replace("'", '"').replace('"', ""):
                continue
            name = _canonical(re.split(r"[\s<>=!~;\[(]", line, maxsplit=1)[0])
            if name not in found and licence(name) is not None:
                found.add(name)
                todo.append(name)
    return found


def lines_of_page() -> dict[str, str]:
    """Name to line of the page as it stands."""
    if not PAGE.is_file():
        return {}
    rows = (line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    return {row.split("|")[1].strip(): row for row in rows if not row.startswith("| package |")}


def main() -> int:
    """Write or check the page."""
    known = lines_of_page()
    if "--check" in sys.argv:
        stale = [
            name for name, version in pins().items() if f"| {version} |" not in known.get(name, "")
        ]
        print(f"{PAGE.name}: no line, or another version: {', '.join(stale)}" if stale else "ok")
        return bool(stale)
    base = needed()
    rows = []
    for name, version in sorted(pins().items()):
        terms = licence(name)
        if terms is None and name in known:
            rows.append(known[name])
            continue
        mark = "yes" if name in base else ""
        rows.append(f"| {name} | {version} | {terms or 'not installed here'} | {mark} |")
    PAGE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
