"""The whole workbook on paper: every question, its options, room for records, lines to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbook.paper.blank import blank_data, blank_pdf

if TYPE_CHECKING:
    from tests.paper.conftest import PaperOrder


def sections(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [section for tab in data["tabs"] for section in tab["sections"]]


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
@pytest.mark.parametrize("edition", ["core", "full"])
def test_every_question_is_there_with_its_options(
    naga: PaperOrder, language: str, edition: str
) -> None:
    order = naga(language, edition)
    found = sections(blank_data(order))
    asked = [sheet for tab in order.definition.tabs for key in tab.sheets
             if (sheet := order.definition.sheet(key)) and sheet.asked]  # fmt: skip
    assert len(found) == len(asked)
    for sheet, section in zip(asked, found, strict=True):
        questions = section.get("questions") or section["columns"]
        assert len(questions) == len(sheet.asked)
        for field, question in zip(sheet.asked, questions, strict=True):
            if field.type in {"one_of", "several_of"}:
                offered = order.definition.lists[field.list].offered
                labels = [order.texts[f"lists.{field.list}.{code}"] for code in offered]
                assert question["options"] == labels
            assert question["label"]
        assert bool(section["nothing"]) == sheet.nothing_to_report


def test_matrices_are_grids_and_tables_are_cards(naga: PaperOrder) -> None:
    found = sections(blank_data(naga()))
    assert {section["layout"] for section in found} == {"form", "table", "matrix"}
    for section in found:
        if section["layout"] == "matrix":
            assert [len(row["asked"]) for row in section["rows"]] == [
                len(section["columns"])
            ] * len(section["rows"])
        if section["layout"] == "table":
            assert len(section["cards"]) == section["records"] == 2


def test_the_pages_read_well(naga: PaperOrder, text_of: Any) -> None:
    data = blank_pdf(naga())
    assert data.startswith(b"%PDF-")
    assert data == blank_pdf(naga())
    whole = " ".join(text_of(data))
    for piece in (
        "City of Naga (0501724000)",
        "Give or send this form to the regional office (region@example.org) by 31 March 2027.",
        "Not applicable: the question cannot concern your place.",
        "We keep no record of this",
        "Approved by",
        "Name and signature",
    ):
        assert piece in whole


def test_it_is_a_tagged_document_with_a_fixed_date(naga: PaperOrder) -> None:
    data = blank_pdf(naga("fr"))
    assert b"/Lang" in data
    assert b"/StructTreeRoot" in data
    assert b"D:20260101" in data
