"""What all pages share: the style with its hash, the policy, safe text, the templates."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).resolve().parent / "templates"

MARKS = 40
"""Different looks of a mark; reason 41 looks like reason 1 again, its number does not."""

_HUES, _LINES = 8, ("solid", "dashed", "dotted", "double", "wavy")
_PATTERNS = (
    "linear-gradient(var(--tint),var(--tint))",
    "repeating-linear-gradient(45deg,var(--tint) 0 3px,transparent 3px 7px)",
    "radial-gradient(var(--tint) 1.5px,transparent 2px)",
    "repeating-linear-gradient(0deg,var(--tint) 0 2px,transparent 2px 5px)",
    "repeating-linear-gradient(90deg,var(--tint) 0 2px,transparent 2px 6px)",
    "repeating-linear-gradient(135deg,var(--tint) 0 2px,transparent 2px 8px)",
)
_UNSHOWABLE = re.compile(
    # What HTML forbids, and what would turn the text around it: overrides, embeddings, isolates.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def safe(text: str) -> str:
    r"""Replace what no page can show by U+FFFD, character for character.

    Markup is left as it is: the templates escape everything.

    Examples
    --------
    >>> safe("a\x00<b>") == "a\ufffd<b>"
    True
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked: http or https, nothing odd in it; else None.

    Examples
    --------
    >>> web_address("https://paper.example/a"), web_address("javascript:alert(1)")
    ('https://paper.example/a', None)
    """
    if isinstance(url, str) and re.fullmatch(r"https?://[!#-;=?-_a-z~]{1,2000}", url):
        return url
    return None


@cache
def style() -> str:
    """Return the style sheet of all pages."""
    sheet = [(TEMPLATES / "style.css").read_text(encoding="utf-8").strip()]
    for number in range(1, MARKS + 1):
        index = number - 1
        line, pattern = _LINES[index % len(_LINES)], _PATTERNS[index % len(_PATTERNS)]
        offset = 0.15 + 0.1 * (index % 3)
        sheet.append(
            f".h{number}{{--ink:rgb(var(--k{index % _HUES}));--tint:rgb(var(--k{index % _HUES})"
            f"/var(--wash));text-decoration:underline {line} var(--ink);"
            f"text-underline-offset:{offset:.2f}em;background-image:{pattern}}}"
            f"body:has(#t{number}:not(:checked)) .text .h{number}"
            "{text-decoration:none;background-image:none}"
            f"body:has(#t{number}:not(:checked)) .text .n{number}{{display:none}}"
        )
    return "\n".join(sheet)


@cache
def script() -> str:
    """Return the script of the batch page, which sorts and filters its tables."""
    return (TEMPLATES / "sort.js").read_text(encoding="utf-8").strip()


def written(template: str, **told: Any) -> Iterator[bytes]:
    """Write a page that has the script, in pieces of UTF-8."""
    pieces = (
        templates()
        .get_template(template)
        .generate(style=style(), policy=policy(has_script=True), script=script(), **told)
    )
    for piece in pieces:
        yield piece.encode("utf-8", "replace")


def policy(*, has_script: bool = False) -> str:
    """Content-Security-Policy of a page: nothing but its own style, and script where it has one.

    Examples
    --------
    >>> policy().startswith("default-src 'none'; style-src 'sha256-")
    True
    """
    rules = ["default-src 'none'", f"style-src '{_sha256(style())}'"]
    if has_script:
        rules.append(f"script-src '{_sha256(script())}'")
    rules += ["base-uri 'none'", "form-action 'none'"]
    return "; ".join(rules)


def _sha256(text: str) -> str:
    """Hash source of a policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _own(text: str) -> Markup:
    """Let the package's own style or script through unescaped; nothing else may be passed."""
    from markupsafe import Markup

    if text not in (style(), script()):
        raise ValueError("only the package's own style and script are written as they are")
    return Markup(text)


@cache
def templates() -> Environment:
    """Return the templates: everything escaped, a name that is not there is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_text"] = safe
    environment.filters["as_style"] = _own
    # the name every template author knows would switch escaping off
    del environment.filters["safe"]
    return environment
