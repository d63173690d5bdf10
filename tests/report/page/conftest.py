"""A browser for the tests of the page: offline, and nothing it complains of goes unseen."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.compile.conftest import bicol, declared, demonstration, demonstration_answers
from tests.conftest import CHROMIUM
from tests.report.page.rounds import full_summary, with_points
from workbook.report.page.build import build_page

__all__ = ["bicol", "declared", "demonstration", "demonstration_answers"]

# Nothing that a browser does of its own accord: updates, reports, first steps.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Opened:
    """A page that stands, with what it asked for and what it complained of since."""

    page: object
    requests: list = field(default_factory=list)
    complaints: list = field(default_factory=list)

    def text(self, selector):
        return self.page.inner_text(selector)

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()


@pytest.fixture(scope="session")
def full(bicol):
    return with_points(full_summary(bicol))


@pytest.fixture(scope="session")
def pages(full, library, tmp_path_factory):
    """The full summary's page in three languages, as files."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for language in ("en", "fil", "fr"):
        found[language] = folder / f"{language}.html"
        found[language].write_bytes(build_page(full, library.text(language)))
    return found


@pytest.fixture(scope="session")
def browser():
    """One start of Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "install Chromium, or leave CI unset to skip what needs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def visit(browser):
    """Open a file without a network: `with visit(path, dark=False, width=1280) as opened`."""

    @contextmanager
    def opening(path, *, dark=False, width=1280, drawn=True):
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        page = context.new_page()
        opened = Opened(page)
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.goto(path.as_uri())
        if drawn:
            page.wait_for_selector(":root[data-drawn]", state="attached")
        yield opened
        assert opened.requests == [path.as_uri()]
        assert opened.complaints == []
        context.close()

    return opening
