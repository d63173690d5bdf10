"""Formulas that lead from a contribution to the answers it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.canvas import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.model import Criterion, Measure
    from workbook.compile.model import Contribution, DataLine, Summary

DATA_STATE = "H"
DATA_VALUE = "I"
DATA_LABEL = "J"
DATA_SHEET = "M"
DATA_FIRST = 6
EMPTY = '""'
SEVERAL = "; "
_THOUSAND = 1000


class DataCells:
    """Addresses of answers on the data tab, by index of the data line."""

    def __init__(self, tab: str, summary: Summary, not_applicable: str) -> None:
        self._tab = quoted(tab)
        self._lines = summary.lines
        self._not_applicable = not_applicable
        self._found = {
            (line.place, line.sheet, line.row, line.field): index
            for index, line in enumerate(summary.lines)
        }

    def find(self, place: str, sheet: str, row: str, field: str) -> int | None:
        """The index of an answer; None if there is none."""
        return self._found.get((place, sheet, row, field))

    def line(self, index: int) -> DataLine:
        """The data line with this index."""
        return self._lines[index]

    def value(self, index: int) -> str:
        """The cell with the value of an answer."""
        return f"{self._tab}!${DATA_VALUE}${DATA_FIRST + index}"

    def label(self, index: int) -> str:
        """The cell with the words for the code of an answer."""
        return f"{self._tab}!${DATA_LABEL}${DATA_FIRST + index}"

    def span(self, column: str) -> str:
        """The range of all answers in one column."""
        last = DATA_FIRST + max(len(self._lines), 1) - 1
        return f"{self._tab}!${column}${DATA_FIRST}:${column}${last}"

    def inapplicable(self, index: int) -> tuple[str, str]:
        """Two tests of which one holds if the answer says "does not apply"."""
        state = f"{self._tab}!${DATA_STATE}${DATA_FIRST + index}"
        return f"{state}={literal(self._not_applicable)}", f'{self.value(index)}="not_applicable"'


def value_formula(measure: Measure, entry: Contribution, data: DataCells, year: int) -> str:
    """What a record adds: 1, 0, a figure, or empty text where its answers do not tell."""
    cells = dict(entry.cells)
    if entry.basis == "nothing":
        (index,) = cells.values()
        return f'=IF({data.value(index)}="none_exists",0,{EMPTY})'
    apart = [_test(test, cells, data, year) for test in measure.unless if test.field in cells]
    counted = _counted(measure, entry, data, year)
    if not apart:
        return f"={counted}"
    return f"=IF({_any(apart)},{EMPTY},{counted})"


def _counted(measure: Measure, entry: Contribution, data: DataCells, year: int) -> str:
    cells = dict(entry.cells)
    tests = [_test(test, cells, data, year) for test in measure.where]
    if measure.counts == "marks":
        marks = [f'({data.value(cells[m])}="true")' for m in measure.marks if m in cells]
        tests.append(f"{'+'.join(marks) or '0'}>={measure.marks_needed}")
    otherwise = EMPTY if entry.value is None else "0"
    if measure.counts != "sum":
        return f"IF({_all(tests)},1,{otherwise})"
    figure = data.value(cells[measure.field])
    shown = f'IF({figure}="",{EMPTY},{figure})'
    return f"IF({_all(tests)},{shown},{otherwise})" if tests else shown


def composite_formula(entry: Contribution, parts: Iterable[str]) -> str:
    """1 if the values in each of the ranges add up to more than zero."""
    otherwise = EMPTY if entry.value is None else "0"
    return f"=IF({_all([f'SUM({part})>0' for part in parts])},1,{otherwise})"


def inapplicable_formula(values: str, tests: Sequence[str]) -> str:
    """1 if a place has no figure and says in any of these answers that it is not concerned."""
    return f"=IF(AND(COUNT({values})=0,OR({','.join(tests)})),1,0)"


def joined_formula(template: str, parts: dict[str, str]) -> str:
    """A text whose placeholders are expressions, as one formula."""
    pieces: list[str] = []
    rest = template
    while rest:
        before, brace, after = rest.partition("{")
        if before:
            pieces.append(literal(before))
        if not brace:
            break
        name, _, rest = after.partition("}")
        pieces.append(parts[name])
    return "=" + "&".join(pieces)


def grouped(cell: str, value: object, separator: str) -> str:
    """A whole number as a text has it, its thousands parted as the language does.

    Not by TEXT: its codes are those of the program's own language, not of the workbook's. A number
    that is small now is left as it is, which is all but those of the largest rounds.
    """
    if not isinstance(value, int | float) or value < _THOUSAND:
        return cell
    rest = f'RIGHT("000"&MOD({cell},{_THOUSAND}),3)'
    parted = f"INT({cell}/{_THOUSAND})&{literal(separator)}&{rest}"
    return f"IF({cell}<{_THOUSAND},{cell},{parted})"


def _all(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def _test(test: Criterion, cells: dict[str, int], data: DataCells, year: int) -> str:
    if test.field not in cells:
        return "FALSE"
    index = cells[test.field]
    cell = data.value(index)
    if test.answered:
        return f'{cell}<>""'
    if test.not_ended or test.at_least is not None:
        least = year if test.not_ended else test.at_least
        return f"AND(ISNUMBER({cell}),{cell}>={least})"
    if isinstance(data.line(index).value, tuple):
        held = f"{literal(SEVERAL)}&{cell}&{literal(SEVERAL)}"
        options = [
            f"ISNUMBER(SEARCH({literal(SEVERAL + code + SEVERAL)},{held}))" for code in test.one_of
        ]
    else:
        options = [f"{cell}={literal(code)}" for code in test.one_of]
    return _any(options)
