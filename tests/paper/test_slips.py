"""One slip an office: its questions, all of them, and nobody else's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from indicators.tables import ToolError
from workbook.paper.slips import offices_of, slips_data, slips_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.paper.conftest import PaperOrder

LANGUAGES = ("en", "fil", "fr")


def questions(slip: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in slip["sections"]:
        yield from section.get("questions", [])
        yield from section.get("columns", [])


@pytest.mark.parametrize("edition", ["core", "standard", "full"])
def test_every_office_has_its_questions_and_no_other(naga: PaperOrder, edition: str) -> None:
    order = naga(edition=edition)
    texts = order.texts
    offices = offices_of(order)
    slips: Any = slips_data(order)["slips"]
    assert len(slips) == len(offices)
    for office, slip in zip(offices, slips, strict=True):
        expected = {
            texts[f"sheets.{sheet.key}.fields.{field.key}.label"]
            for sheet in order.definition.sheets
            if sheet.key != "sign_off"
            for field in sheet.asked
            if field.who == office
        }
        names = {section.get("name_label", "") for section in slip["sections"]}
        shown = {question["label"] for question in questions(slip)}
        plain = {label.replace("{period}", "2026") for label in expected}
        plain = {label.replace("{period_end}", "31 December 2026") for label in plain}
        assert shown <= plain
        # What tells the records of a table apart heads their columns instead.
        assert {label for label in plain - shown if "{" not in label} <= names | {""}


def test_offices_of_the_core_edition_of_a_city(naga: PaperOrder) -> None:
    assert set(offices_of(naga())) == {
        "social_welfare", "planning", "executive", "peso", "council_secretary", "gender",
        "disaster", "budget", "human_resources",
    }  # fmt: skip


def test_a_slip_says_where_answers_go_and_until_when(naga: PaperOrder, text_of: Any) -> None:
    pages = text_of(slips_pdf(naga()))
    first = pages[0]
    assert first.startswith("Questions for the social welfare office City of Naga · 2026")
    assert "Core edition" in first
    assert "the regional office (region@example.org)" in first
    assert "31 March 2027" in first
    assert "Goes into the tab" in first
    starts = [page for page in pages if "Questions for the" in page]
    assert len(starts) == len(offices_of(naga()))


def test_a_slip_without_contact_names_the_place(naga: PaperOrder) -> None:
    slip: Any = slips_data(naga(contact=""))["slips"]
    facts = dict(slip[0]["facts"])
    expected = "the office in charge of migration in City of Naga, which puts the whole workbook"
    assert facts["Give it back to"].startswith(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_order_gives_the_same_bytes(naga: PaperOrder, language: str) -> None:
    assert slips_pdf(naga(language)) == slips_pdf(naga(language))


def test_names_never_become_markup(naga: PaperOrder, text_of: Any) -> None:
    odd = '#read("/etc/passwd") *b* $x$ \\ @label <tag> `raw` [#panic()]'
    pages = text_of(slips_pdf(naga(name=odd)))
    assert '#read("/etc/passwd") *b* $x$ \\ @label <tag> `raw` [#panic()]' in pages[0]


def test_without_typst_the_remedy_is_told(
    naga: PaperOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ToolError, match=r"migbook\[pdf\]"):
        slips_pdf(naga())
