"""The Check tab, calculated by LibreOffice, beside what the tool itself finds in the same file."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from templates.model import NUMERIC_TYPES
from tests.write.conftest import make_order
from tests.write.test_calculation import NUMBERED, check_lines, formula_values
from workbook.check.context import CheckContext
from workbook.check.verdict import check_submission
from workbook.model import NOTHING_TO_REPORT
from workbook.read.submission import read_file
from workbook.simulate.fill import simulate_answers
from workbook.write.book import build_workbook
from workbook.write.plan import plan_book
from workbook.write.shapes import FLAG, POINTER
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from templates.load import Library
    from templates.model import Field, Sheet
    from tests.conftest import Office
    from workbook.model import Finding
    from workbook.write.order import Cell, CellKey, WorkbookOrder

MISSING = {"CE206", "RW305"}
WRONG = {
    "CE201", "CE202", "CE203", "CE207", "CE208", "CE209", "CE212", "CE215", "CE219", "RW304",
}  # fmt: skip
DOUBTFUL = {"CE222"}
UNKNOWN = {"one_of": "Zqxj", "yes_no": "Perhaps"}


@dataclass(frozen=True)
class Case:
    """A workbook with mistakes; `answers` overrides what is typed."""

    place: str
    edition: str
    language: str
    seed: int
    answers: tuple[tuple[str, str, str], ...] = ()

    @property
    def programme(self) -> str:
        return "vancouver" if self.place.startswith("59") else "bicol"


CASES = (
    Case("0501724000", "core", "en", 1),
    Case("0500500000", "standard", "fil", 2),
    Case("0500501000", "standard", "fr", 3),
    Case("0500506000", "standard", "en", 4, (("place", "role_return", "no"),)),
    Case("5915025", "full", "fr", 5, (("applies", "has_policy", "no"),)),
)


def make_case(library: Library, case: Case) -> WorkbookOrder:
    order = make_order(library, case.programme, "2026", case.place, {})
    definition = library.definition(case.programme, case.edition, order.place.level)
    texts = library.text(case.language, case.programme)
    typed = simulate_answers(definition, texts, order.place, order.period, case.seed, 0)
    order = replace(order, definition=definition, texts=texts, typed=typed)
    typed = dict(typed)
    for sheet, field, code in case.answers:
        asked = definition.sheet(sheet).field(field)  # type: ignore[union-attr]
        key = f"lists.{asked.list}.{code}" if asked.list else f"words.{code}"  # type: ignore[union-attr]
        typed[sheet, None, field] = texts[key]
    return replace(order, typed=_with_mistakes(order, typed, random.Random(case.seed)))  # noqa: S311


def _with_mistakes(
    order: WorkbookOrder, typed: dict[CellKey, Cell], chance: random.Random
) -> dict[CellKey, Cell]:
    """Two of each mistake that people make, each in a cell of its own."""
    changes: dict[str, list[tuple[CellKey, dict[CellKey, Cell | None]]]] = {
        "no reason": [(key, {key: None}) for key in typed if key[2] == NOTHING_TO_REPORT]
    }
    for key, field, sheet in _cells(order, typed):
        for name, cells in _mistakes(order, key, field, sheet):
            changes.setdefault(name, []).append((key, cells))
    spoilt: set[CellKey] = set()
    for name, found in sorted(changes.items()):
        free = [one for one in found if one[0] not in spoilt]
        for key, cells in chance.sample(free, min(2, len(free))):
            spoilt.add(key)
            typed = {k: v for k, v in {**typed, **cells}.items() if v is not None}
        assert name
    return typed


def _cells(
    order: WorkbookOrder, typed: dict[CellKey, Cell]
) -> Iterator[tuple[CellKey, Field, Sheet]]:
    screened = {(s.sheet, s.field) for sheet in order.definition.sheets for s in sheet.asked_when}
    for key in typed:
        sheet = order.definition.sheet(key[0])
        field = sheet.field(key[2]) if sheet else None
        # Other answers depend on these, or other sections ask for them by name.
        if field and sheet and key[2] not in sheet.identity and (key[0], key[2]) not in screened:
            conditions = (c.field for other in sheet.fields for c in other.required_when)
            if field.key not in conditions:
                yield key, field, sheet


def _mistakes(
    order: WorkbookOrder, key: CellKey, field: Field, sheet: Sheet
) -> Iterator[tuple[str, dict[CellKey, Cell | None]]]:
    if field.required:
        yield "left empty", {key: None}
    if field.type in NUMERIC_TYPES:
        yield from _wrong_numbers(key, field)
    if field.type == "date":
        yield "an unclear date", {key: "06/04/2016"}
        if field.not_after_period:
            yield "too late", {key: order.period.end + timedelta(days=40)}
    if field.type in UNKNOWN:
        yield f"unknown {field.type}", {key: UNKNOWN[field.type]}
    if field.type == "text":
        yield "too long", {key: "Office " * field.maximum_length}
    if sheet.nothing_to_report:
        reason = order.texts["lists.nothing_reason.none_exists"]
        yield "nothing beside records", {(key[0], None, NOTHING_TO_REPORT): reason}


def _wrong_numbers(key: CellKey, field: Field) -> Iterator[tuple[str, dict[CellKey, Cell | None]]]:
    yield "words for a number", {key: "many"}
    if field.minimum is not None:
        yield "below", {key: int(field.minimum) - 1}
    if field.maximum is not None and field.type != "year":
        yield "above", {key: int(field.maximum) + 1}
    if field.type == "integer":
        yield "not whole", {key: 2.5}


def found_by_tool(
    library: Library, path: Path, order: WorkbookOrder
) -> tuple[tuple[Finding, ...], dict[str, tuple[int, int, int]]]:
    """Findings, and how many are missing, to mend and to look at, by section."""
    submission = read_file(path, path.name, library)
    programme = order.definition.programme.key
    places = library.places(programme)
    context = CheckContext(order.definition, order.texts, order.place, places, order.period)
    findings = check_submission(submission, context)
    counts: dict[str, list[int]] = {}
    for finding in findings:
        count = counts.setdefault(finding.sheet or "", [0, 0, 0])
        number = 1
        if finding.code == "CE222":
            number = int(dict(finding.parameters)["number"])
        for place, codes in enumerate((MISSING, WRONG, DOUBTFUL)):
            if finding.code in codes and not finding.explanation:
                count[place] += number
    return findings, {key: tuple(count) for key, count in counts.items()}  # type: ignore[misc]


def counted_in_workbook(path: Path, order: WorkbookOrder) -> dict[str, tuple[int, int, int]]:
    """The same from the Check tab: a tab with one section has no lines below it."""
    lines = iter(check_lines(path))
    found = {}
    for tab in order.definition.tabs:
        title, counts = next(lines)
        assert NUMBERED.match(title)
        sheets = [key for key in tab.sheets if order.definition.sheet(key)]
        if len(sheets) == 1:
            found[sheets[0]] = counts[1:]
            continue
        parts = [next(lines)[1] for _ in sheets]
        assert counts == tuple(map(sum, zip(*parts, strict=True)))
        found |= dict(zip(sheets, (part[1:] for part in parts), strict=True))
    assert next(lines, None) is None
    return found  # type: ignore[return-value]


def first_cells(book: Workbook, order: WorkbookOrder) -> Iterator[tuple[str, str]]:
    """Section and address of the first cell to mend, as the links of the Check tab take it."""
    for tab in plan_book(order, make_wording(order)).tabs:
        sheet = book[tab.name]
        for block in tab.blocks:
            first, last = tab.rows_of(block)
            for row in range(first + 1, last + 2):
                if sheet.cell(row, tab.helper + FLAG + 1).value == 1:
                    column = sheet.cell(row, tab.helper + POINTER + 1).value
                    yield block.sheet.key, f"{tab.name}!{sheet.cell(row, column).coordinate}"
                    break


@pytest.mark.office
def test_the_check_tab_counts_what_the_tool_finds(
    library: Library, office: Office, tmp_path: Path
) -> None:
    orders = {f"case{case.seed}": make_case(library, case) for case in CASES}
    paths = []
    for name, order in orders.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(build_workbook(order))
    calculated = office.recalculate(paths, tmp_path / "calculated")
    kinds: Counter[str] = Counter()
    for path, after, order in zip(paths, calculated, orders.values(), strict=True):
        issued, found = formula_values(path), formula_values(after)
        assert {k: (v, found.get(k)) for k, v in issued.items() if found.get(k) != v} == {}
        findings, expected = found_by_tool(library, path, order)
        counts = counted_in_workbook(after, order)
        assert counts == {key: expected.get(key, (0, 0, 0)) for key in counts}, path.name
        kinds.update(finding.code for finding in findings)
        book = load_workbook(after, data_only=True)
        firsts = dict(first_cells(book, order))
        assert set(firsts) == {key for key, count in counts.items() if count[0] + count[1]}
        for sheet, cell in firsts.items():
            marked = {f.cell for f in findings if f.sheet == sheet and f.code in MISSING | WRONG}
            assert cell in marked, (path.name, sheet)
    assert kinds.keys() >= MISSING | WRONG | DOUBTFUL
