"""How complete the answers are, section by section."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from workbook.model import State
from workbook.report.canvas import FIRST_ROW, begin_page, literal
from workbook.report.formulas import DATA_SHEET, DATA_STATE

if TYPE_CHECKING:
    from workbook.report.canvas import Canvas, Page
    from workbook.report.formulas import DataCells

_WIDTHS = (2, 62, 14, 14, 14, 14, 14, 14, 14)
_STATES: tuple[State, ...] = get_args(State)
_LINE_LENGTH = 105
_ALL, _SHARE = 2 + len(_STATES), 3 + len(_STATES)


def write_quality(canvas: Canvas, data: DataCells) -> None:
    """One line a section: answers by state, all of them, and the share that says something."""
    words = canvas.words
    title, subtitle = words.more("quality.title"), words.more("quality.subtitle")
    page = begin_page(canvas, canvas.tab_name("quality"), title, subtitle, _WIDTHS)
    page.across(FIRST_ROW - 1, words.more("quality.about"), "about", 34)
    labels = [words.more("quality.section"), *(words.text(f"answers.{s}") for s in _STATES)]
    labels += [words.more("quality.all"), words.more("quality.share")]
    page.headings(FIRST_ROW, labels, 1)
    page.sheet.set_row(FIRST_ROW, 34)
    counts = Counter((line.sheet, line.state) for line in canvas.summary.lines)
    sections = list(dict.fromkeys(line.sheet for line in canvas.summary.lines))
    for row, sheet in enumerate(sections, start=FIRST_ROW + 1):
        _write_section(page, row, sheet, counts, data)
    below = FIRST_ROW + 1 + len(sections)
    _write_total(page, below, len(sections), counts)
    _write_unusual(page, below + 2)
    page.sheet.freeze_panes(FIRST_ROW + 1, 2)


def _write_unusual(page: Page, row: int) -> None:
    """Figures to ask about, with the reason in numbers and what the sender says."""
    lines = page.canvas.summary.unusual
    if not lines:
        return
    words = page.words
    page.across(row, words.more("quality.unusual"), "section", 24)
    page.across(row + 1, words.more("quality.unusual_about"), "about", 34)
    last = page.columns - 1
    for number, line in enumerate(lines, start=row + 2):
        said = line.message
        if line.explanation:
            said = f"{said} {words.more('quality.explained', text=line.explanation)}"
        page.text(number, 1, f"{line.place}, {line.cell}", "ruled")
        page.sheet.merge_range(number, 2, number, last, "", page.canvas.formats["ruled"])
        page.text(number, 2, said, "ruled")
        page.sheet.set_row(number, 18 * (1 + len(said) // _LINE_LENGTH))


def _write_section(
    page: Page, row: int, sheet: str, counts: Counter[tuple[str, str]], data: DataCells
) -> None:
    words = page.words
    page.text(row, 1, words.section(sheet), "ruled")
    page.sheet.set_row(row, 18)
    among = f"{data.span(DATA_SHEET)},{literal(sheet)},{data.span(DATA_STATE)}"
    for column, state in enumerate(_STATES, start=2):
        formula = f"=COUNTIFS({among},{literal(words.text(f'answers.{state}'))})"
        page.formula(row, column, formula, counts[sheet, state], "count")
    total = sum(counts[sheet, state] for state in _STATES)
    _write_sums(page, row, total, counts[sheet, "blank"] + counts[sheet, "unreadable"], "")


def _write_total(page: Page, row: int, sections: int, counts: Counter[tuple[str, str]]) -> None:
    page.text(row, 1, page.words.more("quality.everything"), "ruled_total")
    for column, state in enumerate(_STATES, start=2):
        letter = "ABCDEFGHI"[column]
        formula = f"=SUM({letter}{row + 1 - sections}:{letter}{row})" if sections else "=0"
        value = sum(number for (_, one), number in counts.items() if one == state)
        page.formula(row, column, formula, value, "count_total")
    silent = sum(number for (_, one), number in counts.items() if one in {"blank", "unreadable"})
    _write_sums(page, row, counts.total(), silent, "_total")


def _write_sums(page: Page, row: int, total: int, silent: int, ending: str) -> None:
    """All answers asked for, and how many in a hundred were not left blank or unreadable."""
    line = row + 1
    page.formula(row, _ALL, f"=SUM(C{line}:G{line})", total, f"count{ending}")
    share = 100 * (total - silent) / total if total else 0
    formula = f"=IF(H{line}=0,0,100*(C{line}+D{line}+E{line})/H{line})"
    page.formula(row, _SHARE, formula, share, f"share{ending}")
