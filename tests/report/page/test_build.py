"""The bytes of the page: what is in them, and what must never be."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from math import cos, radians

import pytest

from tests.compile.conftest import Bicol
from tests.report.page.rounds import HOSTILE
from tests.report.test_public import LINES, PLACES, SECRETS
from workbook.compile.public import publish
from workbook.report.page.build import build_page, page_name
from workbook.report.page.register import dot_map, place_rows
from workbook.report.wording import summary_wording


@pytest.fixture(scope="module")
def published(library):
    """Three places in two provinces: 3 people abroad are small, and 71,303 would tell on them."""
    abroad = dict(zip(PLACES, (3, 0, 71303, 0), strict=True))
    returns = {
        code: [*LINES, ("people", None, "residents_abroad", number)]
        for code, number in abroad.items()
    }
    return publish(Bicol(library, "full").summary(returns), 5)


@pytest.fixture(scope="module")
def english(library):
    return library.text("en")


@pytest.fixture(scope="module")
def html(pages):
    return pages["en"].read_text("utf-8")


def unpacked(html):
    letters = re.search('id="packed">([^<]*)<', html)[1]
    return json.loads(zlib.decompress(base64.b64decode(letters)))


def test_the_same_summary_gives_the_same_bytes(full, library, pages):
    assert build_page(full, library.text("en")) == pages["en"].read_bytes()
    assert page_name(full) == "bicol-2026-summary-INTERNAL.html"


def test_nothing_is_fetched_and_only_its_own_scripts_run(html):
    policy = re.search('Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    ours = html[: html.rindex("<script>")]
    assert re.findall(r'\s(?:src|srcset|href|action|data)="(?!#)([^"]*)"', ours) == []
    assert html.count("<script>") == 2
    assert " onerror=" not in html.replace("&lt;img src=x onerror=", "")


def test_what_would_act_is_text_in_the_page_and_in_its_answers(html):
    assert "</script><script>document" not in html
    texts = unpacked(html)["texts"]
    for text in HOSTILE[:5]:
        assert text in texts
    assert HOSTILE[-1] in texts
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", html)


def test_every_answer_is_there_with_its_file_and_cell(full, html):
    found = unpacked(html)
    texts, answers = found["texts"], found["answers"]
    cells = [texts[number] for number in answers["cell"]]
    assert cells == [line.cell for line in full.lines]
    files = {texts[number] for number in found["places"]["file"]} - {""}
    assert files == {line.file for line in full.lines}
    assert not any(name.startswith(("/", "file:")) or ":\\" in name for name in files)


def test_a_public_page_holds_nothing_that_was_withheld(published, library):
    for language in ("en", "fil", "fr"):
        html = build_page(published, library.text(language)).decode("utf-8")
        assert [secret for secret in SECRETS if secret in html] == []
        sign = library.text(language)["public.report.withheld"]
        assert re.search(f">{sign}</span>", html)
        assert 'id="packed"' not in html
        assert 'id="register"' not in html
    assert page_name(published) == "bicol-2026-summary-PUBLIC.html"


def test_a_round_with_hardly_anything_has_a_page(bicol, library):
    summary = bicol.summary({"0501728000": []})
    html = build_page(summary, library.text("fr")).decode("utf-8")
    assert 'id="map"' not in html
    assert "103" not in html[html.index("<body") : html.index('id="response"')]


def test_dots_lie_to_scale(full, english):
    words = summary_wording(full, english)
    degrees = [(14.0, 123.0), (14.0, 124.0), (12.0, 123.0), (None, None)]
    lines = []
    for line, (north, east) in zip(full.places, degrees, strict=False):
        place = replace(line.status.place, latitude=north, longitude=east)
        lines.append(replace(line, status=replace(line.status, place=place)))
    found = dot_map(lines, place_rows(full, words)[:4])
    first, east, south = found.dots
    assert found.without == 1
    assert first.y == east.y < south.y
    assert first.x == south.x < east.x
    # At 13 degrees north a degree of longitude is cos(13°) of one of latitude; here 1 against 2.
    ratio = (east.x - first.x) / (south.y - first.y)
    assert ratio == pytest.approx(cos(radians(13)) / 2, rel=0.002)


def test_one_place_alone_is_on_the_map(full, english):
    rows = place_rows(full, summary_wording(full, english))
    only = [line for line in full.places if line.status.place.latitude is not None][:1]
    found = dot_map(only, [replace(rows[0], number=0)])
    [dot] = found.dots
    assert (dot.x, dot.y) == (found.width / 2, found.height / 2)
    assert dot_map([], rows) is None
