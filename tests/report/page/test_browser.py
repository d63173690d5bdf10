"""The page in a real Chromium, offline: what people see, find, open, sort and print."""

from __future__ import annotations

import subprocess

import pytest
from playwright.sync_api import expect

from tests.compile.test_summary import ALBAY, DARAGA
from tests.report.page.rounds import HOSTILE, country
from workbook.compile.public import publish
from workbook.report.page.build import build_page

pytestmark = pytest.mark.browser

CAMALIG, LEGAZPI, PILI = "0500502000", "0500506000", "0501728000"
COUNCILS = '#theme-structures .figures [data-figure="councils"]'
# What a page of a whole country may weigh, and how long it may take to paint, in milliseconds.
HEAVIEST, LONGEST = 5_000_000, 2000


@pytest.fixture(scope="module")
def english(pages, visit):
    """The English page, opened once; tests leave it as they found it."""
    with visit(pages["en"]) as opened:
        yield opened


@pytest.fixture
def dialog(english):
    """Open what a selector names and give the dialog; it is closed afterwards."""

    def opening(selector):
        english.page.locator(selector).first.click()
        expect(english.page.locator("#dialog-body > *")).not_to_have_count(0)
        return english.page.locator("#dialog")

    yield opening
    english.page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_it_opens_in_the_language_of_the_round(pages, visit, language, library):
    with visit(pages[language]) as opened:
        assert opened.page.get_attribute("html", "lang") == language
        badge = library.text(language)["page.audience"]
        assert opened.text(".audience strong") == badge
        charts = opened.page.locator("[data-chart]")
        assert charts.count() > 10
        assert opened.page.locator("[data-chart] svg").count() == charts.count()
        described = opened.page.locator('[data-chart][role="graphics-document"][aria-label]')
        assert described.count() == charts.count()


def test_figures_are_those_of_the_returns(english):
    # Three councils for migration in the returns of the test: Legazpi, Camalig and Pili.
    assert english.text(COUNCILS) == "3"
    assert english.text("#key .first .big") == "5"
    assert "of 114" in english.text("#key .first .what")


def test_a_figure_opens_down_to_the_answer(english, dialog):
    opened = dialog(COUNCILS)
    rows = opened.locator("tbody tr")
    assert sorted(row.split("\t")[0] for row in rows.all_inner_texts()) == [
        "Camalig",
        "City of Legazpi",
        "Pili",
    ]
    text = rows.filter(has_text="Pili").inner_text()
    assert "State at the end of the period: Established" in text
    assert "Structures!" in text
    assert f"inbox/{PILI}.xlsx" in text
    opened.get_by_role("button", name="Pili").click()
    assert english.text("#dialog-title") == "Pili"
    assert f"inbox/{PILI}.xlsx" in opened.inner_text()
    opened.get_by_role("button", name="Back").click()
    assert english.text("#dialog-title").startswith("Migration councils")


def test_the_figure_of_an_area_opens_to_that_area_only(english, dialog):
    english.page.locator("#theme-structures .areas summary").click()
    opened = dialog(f'#theme-structures .matrix [data-figure="councils"][data-where="{ALBAY}"]')
    rows = opened.locator("tbody tr").all_inner_texts()
    assert sorted(row.split("\t")[0] for row in rows) == ["Camalig", "City of Legazpi"]


def test_those_with_nothing_are_shown_on_request(english, dialog):
    opened = dialog(COUNCILS)
    opened.get_by_role("checkbox").uncheck()
    assert opened.locator("tbody tr").count() > 3


def test_from_an_indicator_to_its_answers(english, dialog):
    opened = dialog('#goals [data-figure="goal 11.3.2"]')
    assert "11.3.2" in english.text("#dialog-title")
    assert opened.locator("tbody tr").count() >= 1
    assert opened.locator(".rests li").count() >= 20


def test_from_a_place_to_its_figures_and_answers(english, dialog):
    opened = dialog("#register tbody tr:has-text('Daraga') .open")
    assert DARAGA in opened.inner_text()
    assert "Members of these bodies" in opened.inner_text() or "Seats" in opened.inner_text()
    opened.get_by_role("button", name="Close").click()
    assert not opened.is_visible()


def test_places_are_found_by_name_code_area_and_state(english):
    page = english.page
    shown = page.locator("#register tbody tr:visible")
    everybody = shown.count()
    page.fill("#search", "NAGA")
    assert [text.split("\t")[0] for text in shown.all_inner_texts()] == ["City of Naga 0501724000"]
    page.fill("#search", "05020")
    assert shown.count() == 13  # Catanduanes, its eleven municipalities, and Camalig 0500502000
    page.fill("#search", "sagnay")
    assert shown.count() == 1  # Sagñay
    page.fill("#search", "")
    page.select_option("#by-area", "Albay")
    assert shown.count() == 18
    page.select_option("#by-level", "City")
    assert shown.count() == 3
    page.select_option("#by-state", "Counted")
    assert shown.count() == 1
    assert english.text("#shown") == f"Places shown: 1 of {everybody}"
    page.click("#filters [type=reset]")
    expect(page.locator("#register tbody tr:not([hidden])")).to_have_count(everybody)


def test_places_sort_by_number_and_by_name(english, full):
    page = english.page
    people = [line.status.place.population for line in full.places]

    def column(number):
        return [
            text.strip() for text in english.texts(f"#register tbody tr > :nth-child({number})")
        ]

    heading = page.locator("#register th", has_text="Population")
    heading.get_by_role("button").click()
    assert [int(text.replace(",", "")) for text in column(4)] == sorted(people)
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert [int(text.replace(",", "")) for text in column(4)] == sorted(people, reverse=True)
    page.get_by_role("button", name="Place", exact=True).click()
    assert column(1)[:2] == ["Albay 0500500000", "Aroroy 0504101000"]
    assert page.locator("#register th[aria-sort]").count() == 1


def test_keys_reach_everything_and_come_back(pages, visit):
    with visit(pages["en"]) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.locator(COUNCILS).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#dialog-title")).to_be_focused()
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body"
                " || document.getElementById('dialog').contains(document.activeElement)"
            )
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.figure") == "councils"


def test_colours_follow_the_computer_and_the_switch(pages, visit):
    with visit(pages["en"], dark=True, drawn=False) as opened:
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = opened.page.evaluate(ground)
        opened.page.click("#colours")
        assert opened.page.evaluate(ground) == "rgb(255, 255, 255)" != dark
        opened.page.reload()
        assert opened.page.evaluate(ground) == "rgb(255, 255, 255)"
        opened.requests.pop()


@pytest.mark.parametrize(("language", "dark", "width"), [("en", False, 1280), ("fr", True, 390)])
def test_nothing_bars_anybody(pages, visit, language, dark, width):
    from axe_playwright_python.sync_playwright import Axe

    with visit(pages[language], dark=dark, width=width) as opened:
        page = opened.page
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if dark:
            page.locator(COUNCILS).click()
            page.wait_for_selector("#dialog tbody tr")
            found = Axe().run(page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_what_would_act_arrives_as_text(english, dialog):
    page = english.page
    assert "broken" not in page.title()
    said = english.page.locator("#practices bdi.said").all_text_contents()
    for text in HOSTILE[:5]:
        assert text in said
    assert "bell\ufffd null\ufffd escape\ufffd[31m" in said
    opened = dialog("#register tbody tr:has-text('Legazpi') .open")
    answers = opened.locator("bdi").all_text_contents()
    assert HOSTILE[2] in answers
    assert HOSTILE[-1].strip() in [text.strip() for text in answers]
    assert page.evaluate("document.querySelectorAll('img').length") == 0


def test_it_prints_as_a_summary_with_heads_on_every_page(english, tmp_path):
    printed = tmp_path / "page.pdf"
    english.page.pdf(path=printed, prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = text.split("\f")
    # Sixty practices take more than one page; each has the heads of the table.
    with_heads = [sheet for sheet in sheets if "Criteria" in sheet and "Impact" in sheet]
    assert len(with_heads) >= 2
    assert "Magarao" not in text  # a place without a return stands in the register only
    assert "INTERNAL" in sheets[0]


def test_a_public_page_has_totals_only(full, visit, library, tmp_path):
    path = tmp_path / "public.html"
    path.write_bytes(build_page(publish(full, 5), library.text("en")))
    with visit(path) as opened:
        assert opened.text(".audience strong") == "PUBLIC"
        for gone in ("#register", "#packed", ".map", "[data-figure]", "[data-place]", "bdi"):
            assert opened.page.locator(gone).count() == 0, gone
        assert opened.page.locator("[data-chart] svg").count() > 10


def test_a_country_is_small_enough_and_opens_at_once(demonstration, visit, library, tmp_path):
    large = country(demonstration, 15)
    assert len(large.places) > 1800
    path = tmp_path / "country.html"
    path.write_bytes(build_page(large, library.text("en")))
    assert path.stat().st_size < HEAVIEST
    with visit(path) as opened:
        page = opened.page
        paints = page.evaluate("performance.getEntriesByType('paint').map((one) => one.startTime)")
        assert 0 < max(paints) < LONGEST
        page.locator(COUNCILS).click()
        page.wait_for_selector("#dialog tbody tr")
        assert page.locator("#dialog tbody tr").count() == 100
        page.get_by_role("button", name="Show more").click()
        assert page.locator("#dialog tbody tr").count() > 100
