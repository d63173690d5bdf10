"""What the entries of a list mean stands where the list is picked from."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.write.conftest import make_order
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from templates.load import Library

BODY = {
    "en": "“Technical working group”: staff of several offices who prepare the work.",
    "fil": "“Technical working group”: mga kawani ng ilang tanggapan na naghahanda ng gawain.",
    "fr": "« Groupe de travail technique »\u00a0: des agents de plusieurs bureaux",
}


@pytest.mark.parametrize("language", BODY)
def test_entries_are_described_once_a_section(library: Library, language: str) -> None:
    order = make_order(library, "bicol", "2026", "0501724000", {})
    order = replace(order, texts=library.text(language, "bicol"))
    book = load_workbook(io.BytesIO(build_workbook(order)), rich_text=True)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert sum(BODY[language] in text for text in texts) == 1
    # Six questions about what a service point offers share one list.
    meaning = order.texts["options.offer.refer"]
    assert sum(meaning in text for text in texts) == 1


def test_entries_that_are_not_offered_are_not_described(library: Library) -> None:
    order = make_order(library, "bicol", "2026", "0501724000", {})
    book = load_workbook(io.BytesIO(build_workbook(order)), rich_text=True)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [
        text for text in texts if order.texts["options.structure_type.advisory_committee"] in text
    ]


def test_what_is_described_is_an_entry_of_a_list(library: Library) -> None:
    described = [key for key in library.text("en").entries if key.startswith("options.")]
    assert described
    for key in described:
        _, name, code = key.split(".")
        assert code in library.lists[name].codes, key
