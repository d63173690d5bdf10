"""Practices as the page lists them: how many of each class and, for the office, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.compile.evidenced import SHEET, TITLE
from workbook.report.practice_classes import class_name, class_of, classes

if TYPE_CHECKING:
    from workbook.compile.evidenced import PracticeLine
    from workbook.compile.model import DataLine, Summary
    from workbook.report.wording import Wording

# Letters of a title in the list.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A practice: what it is called, whose it is, and what the answers make of it."""

    title: str
    place: str
    number: int
    stage: str
    category: str
    direction: str
    criteria: tuple[str, ...]
    file: str
    cell: str


@dataclass(frozen=True, slots=True)
class Practices:
    """Counts by class of evidence, and the practices; none of them in public."""

    counts: tuple[tuple[str, str], ...]
    rows: tuple[PracticeRow, ...]


def practices(summary: Summary, words: Wording) -> Practices:
    """The practices of a summary, best evidence first."""
    listed = [
        line for key in classes() for line in summary.practices if class_of(line) == key
    ]  # fmt: skip
    counts = tuple(
        (class_name(words, key), words.number(sum(class_of(line) == key for line in listed)))
        for key in classes()
    )
    if summary.publication is not None:
        return Practices(counts, ())
    titles = {
        (line.place, line.row): line
        for line in summary.lines
        if line.sheet == SHEET and line.field == TITLE
    }
    numbers = {line.status.place.code: n for n, line in enumerate(summary.places)}
    rows = (_row(words, line, titles[line.place, line.row], numbers[line.place]) for line in listed)
    return Practices(counts, tuple(rows))


def _cut(words: Wording, title: str) -> str:
    """A title that fits a list; the whole of it stands among the answers of its place."""
    return title if len(title) <= _LONGEST else title[:_LONGEST] + words.text("cut")


def _row(words: Wording, line: PracticeLine, title: DataLine, number: int) -> PracticeRow:
    found = line.classification
    criteria = (f"{key}: {words.sdg(f'practices.criteria.{key}')}" for key in found.criteria)
    return PracticeRow(
        _cut(words, str(title.value)),
        line.place_name,
        number,
        words.option("practice_stage", line.stage) if line.stage else "",
        class_name(words, class_of(line)),
        words.sdg(f"practices.directions.{found.direction}") if line.assessed else "",
        tuple(criteria) if line.assessed else (),
        title.file,
        title.cell,
    )
