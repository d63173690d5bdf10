"""Pages as PDF: one page each, plain text whatever people write, the same bytes twice."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from tests.report.profile.conftest import OWN, TOWNS, Region, figures
from workbook.report.profile.content import make_profiles
from workbook.report.profile.files import print_profile, profiles_name, write_profiles
from workbook.report.profile.model import Bar, Item, Line, Listing, Part

HOSTILE = '#read("/etc/passwd") *b* $x$ <script>alert(1)</script> =1+1 {names} \x07\x1b[31m'
LONGEST = "Lungsod ng Matagal na Pangalan sa Tabi ng Malawak na Dagat " * 4
POPPLER = shutil.which("pdftotext")


def text_and_pages(pdf, tmp_path):
    if POPPLER is None:
        pytest.skip("pdftotext is not on the path")
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    command = [POPPLER, "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text, text.count("\f")


@pytest.fixture(scope="module")
def page(region, summary):
    return next(one for one in make_profiles(summary, region.collection) if one.code == OWN)


def test_a_page_is_one_page_with_its_figures_and_the_same_bytes_twice(page, tmp_path):
    first = print_profile(page)
    assert print_profile(page) == first
    text, pages = text_and_pages(first, tmp_path)
    assert pages == 1
    for said in ("Town 9", "INTERNAL", "PHP 9,000", "2.8 to 6.3", "office@example.org"):
        assert said in text


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_a_full_page_with_the_longest_names_is_still_one(language, library, told, tmp_path):
    region = replace(Region(library).renamed(LONGEST), languages=(language,))
    pages = make_profiles(region.summary(told), region.collection)
    full = crowded(next(one for one in pages if one.code == OWN))
    text, number = text_and_pages(print_profile(full), tmp_path)
    assert number == 1
    assert full.footer[:40] in text
    assert full.correct.name in text


def crowded(page):
    """As many lines of every kind as there can be, each as long as the longest label."""
    long = "Politiques, règlements, motions et résolutions en vigueur"
    line = Line(long, "PHP 1,234,567,890", "PHP 1,234,567,000", "sans réponse : 3")
    bar = Bar(long, "PHP 1,234,567,890", "1,000,000 à 2,000,000", "1,500,000", "99", True,
              (1, 0.2, 0.3, 0.4), is_beyond=True)  # fmt: skip
    item = Item(long, long * 3, 0.5)
    listings = tuple(Listing(kind, long, (item,) * 5, long) for kind in ("practices", "goals"))
    points = Listing("points", long, (Item("Accès sans crainte", "10 sur 10", 1),) * 10)
    return replace(
        page,
        heads=("2026", "2025"),
        parts=(Part("Connaissances", (line, line)),) * 10,
        none_yet=long * 3,
        listings=(points, *listings),
        bars=(bar,) * 6,
        steps=(item,) * 3,
        gather=Listing("gather", long, (item,) * 3, long),
    )


def test_what_people_write_is_printed_as_it_stands(library, tmp_path):
    region = Region(library, edition="full").renamed(HOSTILE)
    answers = {OWN: [*figures(9), ("practices", "2026-001", "title", HOSTILE)]}
    (page,) = make_profiles(region.summary(answers), region.collection)
    text, pages = text_and_pages(print_profile(page), tmp_path)
    assert pages == 1
    whole = " ".join(text.split())
    assert '#read("/etc/passwd") *b* $x$ <script>alert(1)</script>' in whole
    assert "root:" not in whole


def test_files_are_named_like_the_workbooks_and_old_ones_go(region, summary, tmp_path):
    collection = region.collection
    folder = tmp_path / profiles_name(summary)
    assert folder.name == "bicol-2026-profiles-INTERNAL"
    folder.mkdir()
    old, other = folder / "0501712000-secret-town-2026.pdf", folder / "notes.txt"
    old.write_bytes(b"%PDF")
    other.write_text("mine", encoding="utf-8")
    letters = folder / "letters"
    letters.mkdir()
    (letters / "0501712000-secret-town-2026-profile.eml").write_text("old", encoding="utf-8")
    two = replace(summary, places=summary.places[:2])
    names = [path.name for path in write_profiles(two, collection, folder)]
    assert names == ["0501701000-town-1-2026.pdf", "0501702000-town-2-2026.pdf"]
    assert sorted(path.name for path in folder.iterdir()) == [*names, "letters", "notes.txt"]
    assert list(letters.iterdir()) == []
    assert TOWNS[0].code in names[0]
