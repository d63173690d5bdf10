"""Practices by class of evidence, with the criteria met and the direction of impact."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbook.compile.evidenced import SHEET, TITLE
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, literal, width_for
from workbook.report.formulas import joined_formula
from workbook.report.practice_classes import class_name, class_of, classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.evidenced import PracticeLine
    from workbook.report.canvas import Canvas, Page
    from workbook.report.formulas import DataCells

_COLUMNS = (
    ("practice", 34),
    ("place", 24),
    ("stage", 15),
    ("category", 19),
    ("criteria", 44),
    ("direction", 18),
    ("note", 38),
    ("where", 26),
)
_CATEGORY = 4
# The measure whose coverage is that of the list.
_MEASURE = "practices_nominated"


def write_practices(canvas: Canvas, data: DataCells) -> None:
    """How many of each class, and every practice under its class."""
    words = canvas.words
    title, subtitle = words.more("practices.title"), words.more("practices.subtitle")
    widths = [2, *(width for _, width in _COLUMNS)]
    page = begin_page(canvas, canvas.tab_name("practices"), title, subtitle, widths)
    page.across(FIRST_ROW - 1, words.more("practices.about"), "about", 34)
    names, practices = classes(), canvas.summary.practices
    lines = [line for name in names for line in practices if class_of(line) == name]
    table = FIRST_ROW + len(names) + 4
    last = table + 1 + max(len(lines), 1)
    _write_counts(page, names, lines, f"$E${table + 2}:$E${last}")
    labels = [words.more(f"practices.{key}") for key, _ in _COLUMNS]
    page.headings(table, labels, 99)
    page.sheet.set_row(table, 22)
    if not lines:
        page.across(table + 1, words.more("practices.nothing"), "text", 20)
    for number, line in enumerate(lines, start=table + 1):
        _write_line(page, number, line, data)
    page.sheet.freeze_panes(4, 2)


def write_practice_counts(canvas: Canvas) -> None:
    """How many of each class, without the practices."""
    words = canvas.words
    title, subtitle = words.more("practices.title"), words.more("practices.subtitle")
    widths: list[float] = [2, *(width for _, width in _COLUMNS[:5])]
    if canvas.is_country:
        names = (class_name(words, name) for name in classes())
        widths = [2, 44, *(width_for(name, 18) for name in names)]
    page = begin_page(canvas, canvas.tab_name("practices"), title, subtitle, widths)
    page.across(FIRST_ROW - 1, words.more("practices.about"), "about", 34)
    _write_counts(page, classes(), canvas.summary.practices, "")
    if canvas.is_country:
        _write_by_region(page, FIRST_ROW + len(classes()) + 4)


def _write_by_region(page: Page, row: int) -> None:
    """How many of each class in each region; those of provinces and offices are in no region."""
    words, names = page.words, classes()
    found = Counter((line.area, class_of(line)) for line in page.canvas.summary.practices)
    labels = [words.text("response.by_area"), *(class_name(words, name) for name in names)]
    page.text(row - 1, 1, words.national("practices.by_region"), "section")
    page.headings(row, labels, 1)
    page.sheet.set_row(row, 32)
    for number, area in enumerate(page.canvas.summary.areas, start=row + 1):
        page.text(number, 1, words.area(area.key), "ruled")
        page.sheet.set_row(number, 32 if len(words.area(area.key)) > page.widths[1] else 18)
        for column, name in enumerate(names, start=2):
            page.number(number, column, found[area.key, name], "count")


def _write_counts(
    page: Page, names: Sequence[str], lines: Sequence[PracticeLine], span: str
) -> None:
    """One line a class; below it, of how many governments the list is."""
    words, spots = page.words, page.canvas.spots
    labels = [words.more("practices.category"), words.more("practices.number")]
    page.headings(FIRST_ROW, labels, 1)
    for number, key in enumerate(names, start=FIRST_ROW + 1):
        name = class_name(page.words, key)
        page.text(number, 1, name, "ruled")
        count = sum(class_of(line) == key for line in lines)
        page.sheet.set_row(number, 18)
        page.formula(number, 2, f"=COUNTIF({span},{literal(name)})", count, "count")
    row = FIRST_ROW + 1 + len(names)
    nominated = spots.get((f"governments {REGION}", _MEASURE))
    with_data = spots.get((f"with_data {REGION}", _MEASURE))
    if nominated is None or with_data is None:
        return
    page.across(row, "", "text", 20)
    text = words.more("practices.coverage", number=nominated.value, answered=with_data.value)
    parts = {"number": nominated.address, "answered": with_data.address}
    formula = joined_formula(words.more("practices.coverage"), parts)
    page.formula(row, 1, formula, text, "text")


def _write_line(page: Page, row: int, line: PracticeLine, data: DataCells) -> None:
    words, found = page.words, line.classification
    index = data.find(line.place, SHEET, line.row, TITLE)
    if index is not None:
        answer = data.line(index)
        page.formula(row, 1, f"={data.value(index)}", str(answer.value), "cell")
        page.text(row, 8, f"{answer.file}, {answer.cell}", "cell_small")
    criteria = [f"{key}: {words.sdg(f'practices.criteria.{key}')}" for key in found.criteria]
    texts = (
        line.place_name,
        words.option("practice_stage", line.stage) if line.stage else "",
        class_name(page.words, class_of(line)),
        "\n".join(criteria) if line.assessed else "",
        words.sdg(f"practices.directions.{found.direction}") if line.assessed else "",
        "\n".join(_notes(page, line)),
    )
    for column, text in enumerate(texts, start=2):
        page.text(row, column, text, "cell_bold" if column == _CATEGORY else "cell")
    widths = [width for _, width in _COLUMNS[1:]]
    lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=False))
    page.sheet.set_row(row, 10 + 13.5 * max(lines, 2))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    return sum(1 + int(len(part) / width) for part in text.split("\n"))


def _notes(page: Page, line: PracticeLine) -> list[str]:
    """What people decided, or why that does not hold, and what has no answer."""
    words, found = page.words, line.classification
    notes = []
    if found.reason:
        chosen = {
            "category": class_name(page.words, found.category),
            "reason": found.reason,
            "by_rule": class_name(page.words, found.by_rule),
        }
        notes.append(words.sdg("practices.override.chosen", **chosen))
    if found.override_refused:
        notes.append(words.sdg(f"practices.override.{found.override_refused}"))
    if line.assessed and found.unanswered:
        questions = [words.field(SHEET, key) for key in found.unanswered]
        text = words.sdg("practices.override.unanswered", questions="; ".join(questions))
        notes.append(text)
    return notes
