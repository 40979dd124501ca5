"""Every regular expression of the package, found by itself, against hostile texts at n and 2n.

Patterns are found by recording what ``re`` is asked to compile while the whole runtime is imported
and used once, so that patterns built from parts are seen as they are run. How a pattern is used
(searched, or only matched at a place) is read from the source: one that is only ever matched at a
given place is swept that way.
"""

from __future__ import annotations

import ast
import gc
import importlib
import json
import pkgutil
import re
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

SMALL, LARGE = 2_000_000, 4_000_000
MOST = 2.3
"""Bound of time(2n) / time(n): 2 if linear, 4 if quadratic."""
NOISE = 0.05
"""Seconds below which a time says nothing; what is quadratic takes minutes at these sizes."""
PROBES = (4_000, 16_000)
"""Sizes of the first look: what is quadratic takes minutes at megabytes, and shows here already."""
QUADRATIC = 8.0
"""A first look at four times the length that takes so much longer ends the sweep of a text: 4 if
linear, 16 if quadratic. What lies between, noise for the most part, the full sizes decide."""
ANCHORED = {"match", "fullmatch"}
SEARCHED = {"search", "finditer", "findall", "sub", "subn", "split", "scanner"}


class Pattern(NamedTuple):
    """A pattern of the package and where it is made."""

    pattern: str
    flags: int
    module: str
    line: int
    anchored: bool


class Sweep(NamedTuple):
    """What a pattern costs on one hostile text."""

    pattern: Pattern
    generator: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """Time at 2n over time at n; 0 where both are within the noise."""
        return 0.0 if self.large < NOISE else self.large / max(self.small, NOISE / MOST)


def hostile_texts(pattern: str, flags: int) -> dict[str, Callable[[int], str]]:
    """Return the twelve generators: name to a function from a length to a text of it.

    Three are made from the pattern itself, which is where backtracking lives: its own characters,
    its own literals glued, and the same with a character that ends every match.
    """
    literals = _literals(pattern, flags) or ["a"]
    glued = "".join(literals)
    return {
        "letter": _run("a"),
        "words": _repeat("a b "),
        "spaces": _run(" "),
        "newlines": _run("\n"),
        "quotes": _repeat("\"'"),
        "nested": lambda size: "([{" * (size // 6) + ")]}" * (size // 6),
        "digits": _run("1"),
        "marks": _repeat("-.,:#*@&<!$%"),
        "capitals_and_apostrophes": _repeat("A'b"),
        "own_characters": _repeat("".join(sorted(set(glued)))),
        "own_literals": _repeat(" ".join(literals) + " "),
        "own_literals_unended": _repeat(glued + "\x00"),
    }


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _run(char: str) -> Callable[[int], str]:
    """One character over and over, and a last one that a match to the end trips over."""
    return lambda size: char * (size - 1) + "\x00"


def _literals(pattern: str, flags: int) -> list[str]:
    """Runs of literal characters in a pattern, longest alternatives included, at most forty."""
    parsed = re._parser.parse(pattern, flags & ~re.DEBUG)  # type: ignore[attr-defined]
    runs: list[str] = []
    run: list[str] = []

    def close() -> None:
        if run:
            runs.append("".join(run))
            run.clear()

    def walk(node: Any) -> None:
        for operation, argument in node:
            name = str(operation)
            if name == "LITERAL":
                run.append(chr(argument))
            elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
                walk(argument[2])
            elif name == "IN":
                run.append(_member(argument))
            elif name == "SUBPATTERN":
                walk(argument[3])
            elif name == "ATOMIC_GROUP":
                walk(argument)
            elif name == "BRANCH":
                for branch in argument[1]:
                    close()
                    walk(branch)
                close()

    walk(parsed)
    close()
    return sorted(set(runs), key=lambda text: (-len(text), text))[:40]


def _member(members: list[tuple[Any, Any]]) -> str:
    """One character that a set matches, or a letter where that is hard to say."""
    first, argument = members[0]
    name = str(first)
    if name == "LITERAL":
        return chr(argument)
    if name == "RANGE":
        return chr(argument[0])
    if name == "CATEGORY" and "DIGIT" in str(argument):
        return "7"
    if name == "CATEGORY" and "SPACE" in str(argument) and "NOT" not in str(argument):
        return " "
    return "a"


@lru_cache(maxsize=1)
def find_patterns() -> tuple[Pattern, ...]:
    """Every pattern that the runtime compiles, found in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {__name__} as here; here.record()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return tuple(Pattern(*row) for row in json.loads(done.stdout))


def record() -> None:
    """Import and use the whole runtime, and print every pattern it asks ``re`` to compile."""
    seen: dict[tuple[str, int], tuple[str, int]] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: int) -> re.Pattern[Any]:
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__", "") in {"re", "enum"}:
            frame = frame.f_back
        module = frame.f_globals.get("__name__", "")
        made: re.Pattern[Any] = compile_(pattern, flags)
        if module.startswith("scorer") and isinstance(made.pattern, str):
            seen.setdefault((made.pattern, made.flags), (module, frame.f_lineno))
        return made

    re._compile = recording  # type: ignore[attr-defined]
    _use_everything()
    uses = _uses()
    rows = [
        (*key, *place, _only_anchored(place, uses))
        for key, place in sorted(seen.items(), key=lambda item: item[1])
    ]
    print(json.dumps(rows))


def runtime_modules() -> Iterator[str]:
    """Names of the modules that a user runs, training aside."""
    package = importlib.import_module("scorer")
    for module in pkgutil.walk_packages(package.__path__, "scorer."):
        if ".training" not in module.name and not module.name.endswith("__main__"):
            yield module.name


def _use_everything() -> None:
    """Import every module of the runtime and score once: some patterns are made on first use."""
    for name in runtime_modules():
        try:
            importlib.import_module(name)
        except ImportError:  # an extra that is not installed here
            continue
    from scorer import Article, Scorer

    text = "The board met on Monday, the clerk said. Watch our video on YouTube now! " * 20
    Scorer.load().score(Article(id="1", text=text, title="You will not believe this"))


def _uses() -> dict[str, dict[str, set[str]]]:
    """Module -> name -> methods that are called on that name, read from the source."""
    uses: dict[str, dict[str, set[str]]] = {}
    root = Path(importlib.import_module("scorer").__path__[0]).parent
    for file in root.glob("scorer/**/*.py"):
        module = ".".join(file.relative_to(root).with_suffix("").parts)
        names = uses.setdefault(module, {})
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ANCHORED | SEARCHED:
                owner = ast.unparse(node.value)
                names.setdefault(owner, set()).add(node.attr)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                names.setdefault(f"line {node.lineno}", set()).add(ast.unparse(node.targets[0]))
                for inner in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    names.setdefault(f"line {inner}", set()).add(ast.unparse(node.targets[0]))
    return uses


def _only_anchored(place: tuple[str, int], uses: dict[str, dict[str, set[str]]]) -> bool:
    """Whether the name a pattern is bound to is only ever matched at a given place."""
    module, line = place
    methods: set[str] = set()
    for name in uses.get(module, {}).get(f"line {line}", ()):
        methods |= uses[module].get(name, set())
    return bool(methods) and methods <= ANCHORED


def sweep(pattern: Pattern, small: int = SMALL, large: int = LARGE) -> Iterator[Sweep]:
    """Time one pattern on its twelve texts; stops a text early where it is quadratic already."""
    compiled = re.compile(pattern.pattern, pattern.flags)
    for name, make in hostile_texts(pattern.pattern, pattern.flags).items():
        sizes: tuple[tuple[int, int], ...] = ((PROBES[0], PROBES[1]), (small, large))
        for first, second in sizes:
            result = _timed(pattern, compiled, name, make, first, second)
            bound = MOST if second == 2 * first else QUADRATIC
            if result.ratio > bound:
                break
        yield result


def sweep_all(
    patterns: Iterable[Pattern], small: int = SMALL, large: int = LARGE
) -> list[list[Sweep]]:
    """Sweep patterns, and once more at the end those that seemed slow: the better look counts.

    A machine may be busy for as long as all eight looks at one text take; what is worse than
    linear is so at any time.
    """
    rows = [list(sweep(pattern, small, large)) for pattern in patterns]
    for own in rows:
        if any(row.ratio > MOST for row in own):
            again = list(sweep(own[0].pattern, small, large))
            own[:] = [min(pair, key=attrgetter("ratio")) for pair in zip(own, again, strict=True)]
    return rows


def _timed(
    pattern: Pattern,
    compiled: re.Pattern[str],
    name: str,
    make: Callable[[int], str],
    first: int,
    second: int,
) -> Sweep:
    """Least of up to eight looks: the machine may be busy."""
    run = _run_anchored if pattern.anchored else _run_searched
    texts = make(first), make(second)
    small = large = float("inf")
    for _ in range(8):
        small, large = (
            min(best, _seconds(run, compiled, text))
            for best, text in zip((small, large), texts, strict=True)
        )
        if Sweep(pattern, name, small, large).ratio <= MOST:
            break
    return Sweep(pattern, name, small, large)


def _seconds(run: Callable[..., None], compiled: re.Pattern[str], text: str) -> float:
    gc.disable()
    try:
        begin = time.process_time()
        run(compiled, text)
        return time.process_time() - begin
    finally:
        gc.enable()


def _run_searched(compiled: re.Pattern[str], text: str) -> None:
    for _ in compiled.finditer(text):
        pass


def _run_anchored(compiled: re.Pattern[str], text: str) -> None:
    compiled.match(text)
    compiled.fullmatch(text)


def printable(pattern: str) -> str:
    """A pattern short and plain enough for a table."""
    shown = "".join(char if char in string.printable[:-5] else "?" for char in pattern)
    return shown if len(shown) <= 60 else shown[:57] + "..."
