"""The list of places of a round: written for people, read back forgivingly."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from indicators.tables import DefinitionError, read_csv
from templates.degrees import LIMITS, read_degrees
from templates.model import ISLAND_GROUP, PLACE_LEVELS, Place
from workbook.anchors import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from templates.model import Texts

COLUMNS = tuple(field.name for field in fields(Place))
_REQUIRED = ("code", "name", "level")
# What a file name, a link and a document property can hold.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_LONGEST_NAME = 100
# Signs that command a printer or turn the order of letters round.
_NO_LETTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_COUNTS = frozenset({"population", "subdivisions"})
_WIDTHS = {"name": 34, "population_source": 34, "email": 30}
_HEADING_WITHIN = 20
_OPENPYXL = frozenset({".xlsx", ".xlsm"})
_YES = frozenset({"yes", "true", "1", "x", "✓"})
# A fixed date, so that the same places give the same bytes.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)

Cells = dict[str, str]


def places_workbook(places: Sequence[Place], texts: Texts) -> bytes:
    """The list of places as a workbook; codes are text cells, so that zeros in front stay."""
    import xlsxwriter

    from workbook.round.listing import finish_listing

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": texts["cli.places.title"], "created": _CREATED})
    head = book.add_format(
        {"bold": True, "bg_color": "#E6F0F4", "font_color": "#1F2933", "valign": "vcenter"}
    )
    text = book.add_format({"num_format": "@"})
    count = book.add_format({"num_format": "#,##0"})
    numbers = {**dict.fromkeys(_COUNTS, count), **dict.fromkeys(LIMITS, book.add_format())}
    sheet = book.add_worksheet(texts["cli.places.tab"])
    for column, key in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(key, 16), numbers.get(key, text))
        sheet.write_string(0, column, texts[f"cli.places.columns.{key}"], head)
    for row, place in enumerate(places, start=1):
        for column, key in enumerate(COLUMNS):
            value = getattr(place, key)
            if key in numbers and value is not None:
                sheet.write_number(row, column, value, numbers[key])
            elif key not in numbers and _shown(value):
                sheet.write_string(row, column, _shown(value), text)
    sheet.set_row(0, 22)
    finish_listing(sheet, len(COLUMNS), len(places))
    book.close()
    return target.getvalue()


def read_places_file(
    path: Path,
    code_length: int,
    languages: Iterable[Texts],
    *,
    as_shown: bool = False,
    groups: bool = False,
) -> tuple[Place, ...]:
    """The places of a workbook or CSV file; a lost zero in front of a code is put back.

    `code_length` 0: codes have the width that they have in the list; with `as_shown` in a foreign
    list, where a cell may hold 7 and show 007. Columns are found by their heading, as a key
    or as a label in any of the languages, in any order; columns of one's own are left alone.
    Lines of island groups, which are nobody to ask, are left out, except with `groups`. Mistakes
    are a `DefinitionError`.
    """
    lines = _lines(path, languages, as_shown=as_shown and not code_length)
    found: dict[str, Place] = {}
    for number, cells in lines:
        where = f"line {number}"
        place = _place(cells, code_length, path, where)
        # Files are called by codes, and on Windows AB1 and ab1 are one name.
        if place.code.casefold() in found:
            message = f"the code {place.code} stands twice; keep one of the two lines"
            raise DefinitionError(path, where, message)
        found[place.code.casefold()] = place
    places = tuple(one for one in found.values() if groups or one.level != ISLAND_GROUP)
    if not places:
        raise DefinitionError(path, "", "no place in this list; write one place a line")
    return places


def _lines(
    path: Path, languages: Iterable[Texts], *, as_shown: bool
) -> Iterator[tuple[int, Cells]]:
    """The number and the cells by column of each line that says anything."""
    columns = _column_names(languages)
    heading: dict[int, str] = {}
    for number, row in enumerate(_rows(path, as_shown=as_shown), start=1):
        if not heading and number <= _HEADING_WITHIN:
            names = {index: columns.get(normalise(cell)) for index, cell in enumerate(row)}
            known = {index: name for index, name in names.items() if name}
            heading = known if set(_REQUIRED) <= set(known.values()) else {}
        elif heading:
            cells = {name: row[index] for index, name in heading.items() if index < len(row)}
            if any(cells.values()):
                yield number, cells
    if not heading:
        message = f"no line of headings here; write at least {list_of_columns()}"
        raise DefinitionError(path, "", message)


def list_of_columns() -> str:
    """What a list of places must have, in words."""
    levels = ", ".join(PLACE_LEVELS)
    return f"the columns {', '.join(_REQUIRED)} (level is one of {levels})"


def _column_names(languages: Iterable[Texts]) -> dict[str, str]:
    names = {normalise(key): key for key in COLUMNS}
    names |= {normalise(key.replace("_", " ")): key for key in COLUMNS}
    for texts in languages:
        for key in COLUMNS:
            if label := texts.get(f"cli.places.columns.{key}"):
                names[normalise(label)] = key
    return names


def _digits_shown(path: Path) -> dict[tuple[int, int], int]:
    """By line and column, how many digits a cell shows at least: 3 where 7 is shown as 007."""
    from openpyxl import load_workbook

    sheet = load_workbook(path).worksheets[0]
    return {
        (line, column): len(cell.number_format)
        for line, cells in enumerate(sheet.iter_rows())
        for column, cell in enumerate(cells)
        if set(cell.number_format) == {"0"}
    }


def _rows(path: Path, *, as_shown: bool) -> Iterator[list[str]]:
    if path.suffix.lower() == ".csv":
        lines = read_csv(path)
        yield list(lines[0]) if lines else []
        yield from (list(line.values()) for line in lines)
        return
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        message = f"this list of places cannot be opened: {error}; save it as .xlsx or .csv"
        raise DefinitionError(path, "", message) from error
    digits = _digits_shown(path) if as_shown and path.suffix.lower() in _OPENPYXL else {}
    for line, row in enumerate(rows):
        texts = (_cell_text(cell) for cell in row)
        yield [full_code(text, digits.get((line, n), 0)) for n, text in enumerate(texts)]


def _cell_text(cell: object) -> str:
    """Numbers as people write them: a code that became a number has no decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "yes" if cell else ""
    return str(cell).strip()


def _place(cells: Mapping[str, str], code_length: int, path: Path, where: str) -> Place:
    for key in _REQUIRED:
        if not cells.get(key):
            raise DefinitionError(path, where, f"the column {key} is empty; fill it in")
    for key in ("code", "parent"):
        if cells.get(key) and not _CODE.fullmatch(cells[key].strip()):
            message = f"'{cells[key]}' cannot be a code; use letters, digits and, inside, . _ -"
            raise DefinitionError(path, where, message)
    name = " ".join(unicodedata.normalize("NFC", cells["name"]).split())
    if _NO_LETTERS.search(name):
        message = "the name holds a sign that cannot be seen; delete the name and type it anew"
        raise DefinitionError(path, where, message)
    if len(name) > _LONGEST_NAME:
        message = f"the name has {len(name)} letters; write at most {_LONGEST_NAME}"
        raise DefinitionError(path, where, message)
    level = normalise(cells["level"])
    if level.replace(" ", "_") == ISLAND_GROUP:
        level = ISLAND_GROUP
    elif level not in PLACE_LEVELS:
        message = f"'{cells['level']}' is no level; write one of " + ", ".join(PLACE_LEVELS)
        raise DefinitionError(path, where, message)
    try:
        latitude, longitude = read_degrees(cells)
    except ValueError as error:
        raise DefinitionError(path, where, str(error)) from error
    return Place(
        code=full_code(cells["code"], code_length),
        name=name,
        level=level,
        parent=full_code(cells.get("parent", ""), code_length),
        population=_count(cells, "population", path, where),
        population_source=cells.get("population_source", ""),
        income_class=cells.get("income_class", ""),
        independent=normalise(cells.get("independent", "")) in _YES,
        subdivisions=_count(cells, "subdivisions", path, where),
        email=cells.get("email", ""),
        language=cells.get("language", ""),
        latitude=latitude,
        longitude=longitude,
    )


def full_code(text: str, length: int) -> str:
    """A place code with the zeros in front that a spreadsheet program took off."""
    code = text.strip()
    return code.zfill(length) if code.isascii() and code.isdigit() else code


def _count(cells: Mapping[str, str], key: str, path: Path, where: str) -> int | None:
    text = "".join(cells.get(key, "").replace(",", "").split())
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise DefinitionError(path, where, f"{key} says '{text}'; write a whole number")
    return int(text)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)
