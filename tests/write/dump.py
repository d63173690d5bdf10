"""A workbook as compact text: what a person sees and what a program finds, without styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def dump_workbook(path: Path) -> str:
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    lines = [*_book(formulas)]
    for sheet in formulas.worksheets:
        lines += ["", f"== {sheet.title} ({sheet.sheet_state})"]
        lines += _layout(sheet)
        lines += _cells(sheet, values[sheet.title])
    return "\n".join(lines) + "\n"


def _book(book: Workbook) -> Iterator[str]:
    yield f"title: {book.properties.title}"
    yield f"language: {book.properties.language}"
    yield f"active: {book.active.title}"
    for item in book.custom_doc_props.props:
        yield f"property {item.name}: {item.value}"
    for name, defined in sorted(book.defined_names.items()):
        yield f"name {name} = {defined.attr_text}"


def _layout(sheet: Worksheet) -> Iterator[str]:
    if sheet.sheet_state != "visible":
        return
    rights = sheet.protection
    allowed = [
        right
        for right in (
            "formatColumns",
            "formatRows",
            "insertRows",
            "deleteRows",
            "sort",
            "autoFilter",
        )
        if not getattr(rights, right)
    ]
    yield f"protected: {rights.sheet}, password: {rights.password}, allowed: {' '.join(allowed)}"
    page = sheet.page_setup
    fit = f"fit {page.fitToWidth}x{page.fitToHeight}"
    yield f"page: {page.orientation}, paper {page.paperSize}, scale {page.scale}, {fit}"
    repeated = f"rows {sheet.print_title_rows}; columns {sheet.print_title_cols}"
    yield f"print: {sheet.print_area}; {repeated}"
    breaks = [item.id for item in sheet.col_breaks.brk]
    yield f"breaks: {breaks}; freeze {sheet.freeze_panes}; filter {sheet.auto_filter.ref}"
    yield f"footer: {sheet.oddFooter.left.text} | {sheet.oddFooter.right.text}"
    yield f"gridlines: {sheet.sheet_view.showGridLines}"
    yield f"merged: {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}"
    for rule in sheet.data_validations.dataValidation:
        yield (
            f"validation {rule.sqref}: {rule.type} {rule.formula1} blank {rule.allowBlank}"
            f" | {rule.promptTitle} | {rule.prompt} | {rule.errorTitle} | {rule.error}"
        )
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            yield f"colour {area.sqref}: {rule.type} {' '.join(rule.formula)}"


def _cells(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    """A line a row; a row that is like the one above is named by its key only."""
    above = ""
    for row in sheet.iter_rows():
        number = row[0].row
        key, parts = f"{row[0].value or ''}", [*_row(row[1:], values)]
        text = " | ".join(parts)
        if not text and not key:
            continue
        pattern = re.sub(rf"(?<=[A-Z$]){number}\b", "§", text)
        pattern = re.sub(r"=ROW\(\)-\d+ -> \d+", "number", pattern)
        hidden = " hidden" if sheet.row_dimensions[number].hidden else ""
        yield f"{number}{hidden} [{key}] {'as above' if pattern == above else text}"
        above = pattern


def _row(row: tuple[Cell | MergedCell, ...], values: Worksheet) -> Iterator[str]:
    for cell in row:
        mark = "" if cell.protection.locked else "*"
        column = get_column_letter(cell.column)
        if cell.value is None:
            if mark and cell.has_style:
                yield f"{column}{mark}"
        elif cell.data_type == "f":
            yield f"{column}{mark}: {cell.value} -> {values[cell.coordinate].value!r}"
        else:
            yield f"{column}{mark}: {cell.value!r}"
