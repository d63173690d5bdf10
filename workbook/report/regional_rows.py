"""Where a region's totals stand in its own summary workbook: looked up there, never assumed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from templates.localise import period_texts
from templates.periods import parse_period
from workbook.compile.model import Reference
from workbook.report.canvas import TAB_NAME_LENGTH
from workbook.report.themes import measures_by_theme
from workbook.report.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from indicators.model import Measure
    from templates.model import Texts
    from workbook.compile.model import Summary, Total

_HEADING_WITHIN = 15
_LABEL = 1


@dataclass(frozen=True, slots=True)
class RegionalBook:
    """The summary workbook of the region `area`, in the language of `texts`."""

    area: str
    path: Path
    texts: Texts


def with_references(summary: Summary, books: Iterable[RegionalBook]) -> Summary:
    """The summary of a country with the cells in which regions' workbooks say the same.

    A figure that says something else there has no reference; it is counted as an other one.
    """
    lines = {line.area: line for line in summary.regions}
    totals = {(total.measure, total.area): total for total in summary.totals}
    found: list[Reference] = []
    for book in books:
        words = _words(book, summary)
        same = other = 0
        for measure, tab, cell, value in _figures(book.path, summary, words):
            hidden = summary.hides(measure, book.area)
            if _is_same(totals[measure, book.area], value, words, hidden=hidden):
                found.append(Reference(measure, book.area, book.path.name, tab, cell))
                same += 1
            else:
                other += 1
        line = replace(lines[book.area], book=book.path.name, same=same, other=other)
        lines[book.area] = line
    regions = tuple(lines[line.area] for line in summary.regions)
    return replace(summary, regions=regions, references=tuple(found))


def _figures(
    path: Path, summary: Summary, words: Wording
) -> Iterator[tuple[str, str, str, object]]:
    """Measure, tab, cell and value of each total of the region that its workbook holds."""
    try:
        opened = CalamineWorkbook.from_path(path)
        for theme, measures in measures_by_theme(summary).items():
            tab = words.theme(theme, "name")[:TAB_NAME_LENGTH]
            if tab in opened.sheet_names:
                rows = opened.get_sheet_by_name(tab).to_python(skip_empty_area=False)
                yield from _in_tab(rows, tab, measures, words)
    except (CalamineError, OSError):
        return


def _in_tab(
    rows: Sequence[Sequence[Any]], tab: str, measures: Iterable[Measure], words: Wording
) -> Iterator[tuple[str, str, str, object]]:
    heading = words.text("region_total")
    columns = [
        number
        for row in rows[:_HEADING_WITHIN]
        for number, cell in enumerate(row)
        if cell == heading
    ]
    if len(columns) != 1:
        return
    by_label: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if len(row) > columns[0] and isinstance(row[_LABEL], str):
            by_label.setdefault(row[_LABEL], []).append(number)
    for measure in measures:
        found = by_label.get(words.measure(measure.key), ())
        if len(found) == 1:
            cell = xl_rowcol_to_cell(found[0], columns[0])
            yield measure.key, tab, cell, rows[found[0]][columns[0]]


def _is_same(total: Total, value: object, words: Wording, *, hidden: bool) -> bool:
    """Whether a cell says what the country has for the region."""
    if hidden:
        return value == words.text("withheld")
    if total.value is None:
        return value == words.text("no_data")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and isclose(float(str(value)), total.value, rel_tol=1e-9)


def _words(book: RegionalBook, summary: Summary) -> Wording:
    names: Mapping[str, str] = {area.key: area.name for area in summary.areas}
    return Wording(
        book.texts,
        facts={
            **period_texts(parse_period(summary.period), book.texts),
            "region": names.get(book.area, ""),
            "currency": summary.currency,
        },
        areas={},
        places={},
        is_public=summary.publication is not None,
    )
