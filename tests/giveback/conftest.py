"""The made-up programme, its place Port Amber, and a desk that gives workbooks back to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from templates.load import load_library
from templates.periods import parse_period
from workbook.check.context import CheckContext
from workbook.check.verdict import check_submission
from workbook.giveback.goback import Desk
from workbook.read.open import open_workbook
from workbook.read.submission import read_book
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.load import Library
    from workbook.model import Finding, Submission

SPECIMEN = Path(__file__).parent.parent / "cases/specimen"


@pytest.fixture(scope="session")
def specimen() -> Library:
    return load_library(SPECIMEN)


@pytest.fixture(scope="session")
def desk(specimen: Library) -> Desk:
    places = {place.code: place for place in specimen.places("specimen")}
    place = places["010101"]
    order = WorkbookOrder(
        definition=specimen.definition("specimen", "core", place.level),
        texts=specimen.text("en"),
        place=place,
        parent=places["010100"],
        period=parse_period("2026"),
        issue="t-1",
    )
    context = CheckContext(
        order.definition, order.texts, place, tuple(places.values()), order.period
    )

    def judge(submission: Submission) -> tuple[Finding, ...]:
        return check_submission(submission, context)

    return Desk(order, specimen, judge)


@pytest.fixture(scope="session")
def read(specimen: Library) -> Callable[[bytes], Submission]:
    return lambda data: read_book(open_workbook(data), "inbox/a.xlsx", "", specimen)
