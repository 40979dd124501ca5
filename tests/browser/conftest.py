"""Pages in headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

CHROMIUM = os.environ.get("SCORER_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
LOOKS = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"viewport": {"width": 360, "height": 800}},
]
FLAGS = ["--headless", "--no-sandbox", "--disable-background-networking"]


def _missing(reason: str) -> NoReturn:
    """Skip, or fail where CI promises a browser (SCORER_NEEDS_BROWSER=1)."""
    if os.environ.get("SCORER_NEEDS_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright import sync_api
    except ImportError:
        _missing("needs scorer[browser]")
    if not Path(CHROMIUM).exists():
        _missing("needs Chromium (Debian's package chromium, or SCORER_CHROMIUM)")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def is_in_order(seen: Watched, path: Path, picture: Path) -> None:
    """A page says nothing on the console, asks for nothing, fits, and can be used by everybody."""
    seen.page.screenshot(path=picture, full_page=True)
    assert seen.console == []
    assert seen.requests == [path.as_uri()]
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(seen.page) == []


def name_of(look: dict[str, Any]) -> str:
    """What a look is called in a picture's name."""
    return "narrow" if "viewport" in look else str(look["color_scheme"])


class Watched:
    """A page, and what it said and asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.console: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("dialog", lambda dialog: (self.console.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    contexts = []

    def opened(path: Path, **options: Any) -> Watched:
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **options})
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(path.as_uri())
        return watched

    yield opened
    for context in contexts:
        context.close()


def serious(page: Any) -> list[str]:
    """What axe-core finds, as rule, weight and the first element."""
    from axe_playwright_python import sync_playwright as axe

    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 10
    return [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:200]}"
        for item in found["violations"]
    ]


def element_names(page: Any) -> Any:
    """Every element with the names of its attributes, in order."""
    return page.evaluate(
        """() => Array.from(document.querySelectorAll("*"),
            (item) => item.tagName + " " + item.getAttributeNames().join(" "))"""
    )


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Folder for pictures to look at: SCORER_SCREENSHOTS, else a temporary one."""
    folder = Path(os.environ.get("SCORER_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
