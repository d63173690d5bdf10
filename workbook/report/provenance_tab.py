"""The tab that says where the figures come from, with every expected place and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.canvas import FIRST_ROW, begin_page, quoted

if TYPE_CHECKING:
    from workbook.compile.model import PlaceLine
    from workbook.report.canvas import Canvas, Page

_COLUMNS = (
    ("code", 15),
    ("place", 26),
    ("level", 14),
    ("group", 27),
    ("state", 22),
    ("late", 8),
    ("received", 13),
    ("verdict", 22),
    ("errors", 9),
    ("warnings", 10),
    ("population", 13),
    ("file", 40),
    ("sha256", 66),
)
_FACTS = ("programme", "version", "edition", "period", "currency", "answers")
_NOTES = ("note_sums", "note_money", "note_measures", "note_codes")
_NOTES_ROW = FIRST_ROW + len(_FACTS) + 2
_FILES_ROW = _NOTES_ROW + len(_NOTES) + 2
LEVEL, GROUP, STATE, LATE, POPULATION = "D", "E", "F", "G", "L"


def write_provenance(canvas: Canvas) -> None:
    """Facts, notes, and the list of places on which the counts of returns rest."""
    words = canvas.words
    name = canvas.tab_name("provenance")
    widths = [2, *(width for _, width in _COLUMNS)]
    title, subtitle = words.text("provenance.title"), words.text("provenance.subtitle")
    page = begin_page(canvas, name, title, subtitle, widths)
    write_facts(page)
    page.text(_FILES_ROW - 1, 1, words.text("provenance.files"), "section")
    labels = [words.text(f"provenance.{key}") for key, _ in _COLUMNS]
    page.headings(_FILES_ROW, labels, 99)
    for number, line in enumerate(canvas.summary.places, start=1):
        _write_place(page, _FILES_ROW + number, line)
    page.sheet.set_row(_FILES_ROW, 22)
    write_moved(page, _FILES_ROW + len(canvas.summary.places) + 3)


def write_moved(page: Page, row: int) -> None:
    """Which places are not what they were in the period before, and what became of figures."""
    words, summary = page.words, page.canvas.summary
    if not summary.last:
        return
    page.text(row, 1, words.last_year("title", last=summary.last), "section")
    if not summary.moved:
        page.text(row + 1, 1, words.last_year("none", last=summary.last), "data_text")
    for number, moved in enumerate(summary.moved, start=1):
        page.text(row + number, 1, moved.code, "data_text")
        page.text(row + number, 2, moved.name, "data_text")
        old = ", ".join(moved.places)
        what = words.last_year(moved.kind, old=old, day=moved.day)
        said = f"{what} ({moved.source})" if moved.source else what
        page.text(row + number, 3, said, "data_text")


def place_span(canvas: Canvas, column: str) -> str:
    """The range of one column of the list of places, for a formula on another tab."""
    first = _FILES_ROW + 2
    last = first + max(len(canvas.summary.places), 1) - 1
    return f"{quoted(canvas.tab_name('provenance'))}!${column}${first}:${column}${last}"


def population_cells(canvas: Canvas) -> dict[str, tuple[str, int]]:
    """Where the inhabitants of a place stand, for formulas, and how many; if the list has them."""
    tab, first = quoted(canvas.tab_name("provenance")), _FILES_ROW + 2
    people = (
        (line.status.place.code, line.status.place.population) for line in canvas.summary.places
    )
    return {
        code: (f"{tab}!${POPULATION}${row}", number)
        for row, (code, number) in enumerate(people, start=first)
        if number is not None
    }


def write_facts(page: Page) -> int:
    """What was asked and how it was added up; the next free row comes back."""
    words, summary = page.words, page.canvas.summary
    facts = (
        summary.programme,
        summary.version,
        summary.edition,
        summary.period,
        summary.currency,
        str(len(summary.lines)),
    )[: len(_FACTS) - page.canvas.is_public]
    page.text(FIRST_ROW - 1, 1, words.text("provenance.facts"), "section")
    for number, (key, fact) in enumerate(zip(_FACTS, facts, strict=False)):
        page.text(FIRST_ROW + number, 1, words.text(f"provenance.{key}"), "line")
        page.text(FIRST_ROW + number, 2, fact, "text")
    page.text(_NOTES_ROW - 1, 1, words.text("provenance.notes"), "section")
    for number, key in enumerate(_NOTES):
        page.text(_NOTES_ROW + number, 1, words.text(f"provenance.{key}"), "data_text")
    return _NOTES_ROW + len(_NOTES)


def _write_place(page: Page, row: int, line: PlaceLine) -> None:
    words, status = page.words, line.status
    texts = (
        status.place.code,
        status.place.name,
        words.level(status.place.level),
        words.towards(status.place.level, line.area),
        words.text(f"states.{status.state}"),
        words.text("yes" if status.late else "no"),
        status.received,
        words.text(f"verdicts.{line.verdict}") if line.verdict else "",
    )
    for column, text in enumerate(texts, start=1):
        page.text(row, column, text, "data_text")
    page.number(row, 9, status.errors, "data_number")
    page.number(row, 10, status.warnings, "data_number")
    page.figure(row, 11, status.place.population, "data_number")
    page.text(row, 12, status.file, "data_muted")
    page.text(row, 13, line.sha256, "data_muted")
