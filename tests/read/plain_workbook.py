"""A plain workbook in the layout that the anchors promise, written without the writing room."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from templates.model import Definition, Sheet

IDENTITY = {
    "programme": "specimen",
    "version": "0.1",
    "edition": "core",
    "level": "city",
    "place": "010101",
    "period": "2026",
    "language": "en",
    "issue": "t-1",
}
Cells = Mapping[tuple[str, str | None, str], Any]


@dataclass(frozen=True)
class Formula:
    text: str
    value: Any = None


@dataclass(frozen=True)
class Styled:
    value: float
    number_format: str


@dataclass(frozen=True)
class Plan:
    """What a plain workbook is made of; `records`: sheet, row key and identity text as issued."""

    cells: Cells = field(default_factory=dict)
    identity: Mapping[str, Any] = field(default_factory=lambda: dict(IDENTITY))
    records: tuple[tuple[str, str, str], ...] = ()
    meta: bool = True
    properties: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)


def column_keys(sheet: Sheet, definition: Definition) -> list[str]:
    keys: list[str] = []
    for each in sheet.fields:
        if each.type == "several_of":
            keys += [f"{each.key}={code}" for code in definition.lists[each.list].offered]
        elif each.type == "references":
            keys += [f"{each.key}~{number}" for number in range(1, each.slots + 1)]
        else:
            keys.append(each.key)
    return keys


def build_plain(definition: Definition, cells: Cells | None = None, **more: Any) -> bytes:
    """A workbook of this definition with these cells; `more`: fields of `Plan`."""
    return _Writer(definition, Plan(cells or {}, **more)).write()


class _Writer:
    def __init__(self, definition: Definition, plan: Plan) -> None:
        self.definition, self.plan = definition, plan
        self.stream = io.BytesIO()
        options = {"in_memory": True, "default_date_format": "d mmm yyyy", **plan.options}
        self.book = xlsxwriter.Workbook(self.stream, options)
        self.row = 0

    def write(self) -> bytes:
        for tab in self.definition.tabs:
            page = self.book.add_worksheet(tab.key.title())
            page.write(0, 2, "A title in a keyed column")
            self.row = 2
            for key in tab.sheets:
                sheet = self.definition.sheet(key)
                assert sheet is not None
                self._block(page, sheet)
        if self.plan.meta:
            self._meta()
        if self.plan.properties:
            for key, value in self.plan.identity.items():
                self.book.set_custom_property(f"migbook_{key}", str(value), "text")
        self.book.close()
        return self.stream.getvalue()

    def _block(self, page: Any, sheet: Sheet) -> None:
        if sheet.layout == "form":
            self._form(page, sheet, column_keys(sheet, self.definition))
            return
        if sheet.nothing_to_report:
            self._form(page, sheet, ["nothing_to_report"])
        keys = column_keys(sheet, self.definition)
        for place, key in enumerate(keys):
            page.write(self.row, 2 + place, f"sheets.{sheet.key} heading of {key} in many words")
        self.row += 1
        page.write(self.row, 0, f"#{sheet.key}")
        for place, key in enumerate(keys):
            page.write(self.row, 2 + place, key)
        for row in self._row_keys(sheet):
            self.row += 1
            page.write(self.row, 0, row)
            for place, key in enumerate(keys):
                self._put(page, 2 + place, self.plan.cells.get((sheet.key, row, key)))
        self.row += 3

    def _form(self, page: Any, sheet: Sheet, keys: list[str]) -> None:
        page.write(self.row, 0, f"#{sheet.key}")
        page.write(self.row, 3, "value")
        for key in keys:
            self.row += 1
            page.write(self.row, 0, key)
            page.write(self.row, 2, f"Question {key}")
            self._put(page, 3, self.plan.cells.get((sheet.key, None, key)))
        self.row += 3

    def _row_keys(self, sheet: Sheet) -> list[str]:
        if sheet.layout == "matrix":
            return [row.key for row in sheet.rows]
        prepared = [f"2026-{number:03d}" for number in range(1, sheet.prepared_rows + 1)]
        typed = [row for name, row, _ in self.plan.cells if name == sheet.key and row]
        return list(dict.fromkeys(prepared + typed))

    def _put(self, page: Any, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, Formula):
            given = "" if value.value is None else value.value
            page.write_formula(self.row, column, value.text, None, given)
        elif isinstance(value, Styled):
            style = self.book.add_format({"num_format": value.number_format})
            page.write_number(self.row, column, value.value, style)
        elif isinstance(value, str):
            page.write_string(self.row, column, value)
        elif isinstance(value, datetime | date):
            page.write_datetime(self.row, column, value)
        else:
            page.write(self.row, column, value)

    def _meta(self) -> None:
        page = self.book.add_worksheet("_meta")
        page.very_hidden()
        facts = {**self.plan.identity, "currency": "EUR"}
        for row, (key, value) in enumerate(facts.items()):
            page.write(row, 0, key)
            page.write(row, 1, value)
        for row, record in enumerate(self.plan.records, start=len(facts)):
            for column, text in enumerate(("record", *record)):
                page.write_string(row, column, text)
