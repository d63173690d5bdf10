"""Practice workbooks with the mistakes that people make: each of them is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from templates.periods import parse_period
from tests.giveback.test_goback import marked_cells
from workbook.check.context import CheckContext
from workbook.check.register import load_register
from workbook.check.verdict import check_submission
from workbook.giveback.goback import Desk, give_back
from workbook.read.open import open_workbook
from workbook.read.submission import read_book
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from templates.load import Library
    from workbook.model import Finding, Submission


@pytest.mark.parametrize("language", ["en", "fil"])
@pytest.mark.parametrize("code", ["0500000000", "0501700000", "0501724000", "0502003000"])
def test_every_mistake_is_marked(library: Library, code: str, language: str) -> None:
    period = parse_period("2026")
    places = {place.code: place for place in library.places("bicol")}
    place = places[code]
    definition = library.definition("bicol", "core", place.level)
    texts = library.text(language, "bicol")
    typed = simulate_answers(definition, texts, place, period, 7, 1)
    parent = places.get(place.parent)
    order = WorkbookOrder(definition, texts, place, parent, period, "t-1")
    context = CheckContext(definition, texts, place, tuple(places.values()), period)

    def judge(submission: Submission) -> tuple[Finding, ...]:
        return check_submission(submission, context)

    data = build_workbook(replace(order, typed=typed))
    submission = read_book(open_workbook(data), "inbox/a.xlsx", "", library)
    findings = judge(submission)
    given = give_back(submission, findings, data, Desk(order, library, judge))
    register = load_register()
    faults = {f.cell for f in findings if f.cell and register[f.code].severity != "note"}
    assert faults
    assert given.way == "marked"
    assert marked_cells(given.data).keys() == faults
    again = read_book(open_workbook(given.data), "inbox/a.xlsx", "", library)
    assert (again.answers, judge(again)) == (submission.answers, findings)
