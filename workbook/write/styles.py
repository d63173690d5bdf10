"""What things look like: one token for each meaning, and the cell formats made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from templates.model import Field

INK = "#1F2933"
MUTED = "#616E7C"
BAND = "#0B4F6C"
BAND_SOFT_TEXT = "#D5E8F0"
SOFT = "#E6F0F4"
INPUT = "#FFFBEA"
BORDER = "#CBD2D9"
FILLED_IN = "#F1F4F7"
MEND, MEND_BORDER, MEND_TEXT = "#FDE8E8", "#E02424", "#9B1C1C"
DOUBT, DOUBT_TEXT = "#FEF0C7", "#8A4B08"
CLOSED, CLOSED_TEXT = "#E4E7EB", "#52606D"
GOOD, GOOD_TEXT, GOOD_BAR = "#DEF7EC", "#046C4E", "#247A68"
LINK = "#0B4F6C"

FONT = "Calibri"
DATE_FORMAT = "d mmmm yyyy"
CODE_FORMAT = "@"
_LIGHT_STRIPES = 14

_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": 11,
    "font_color": INK,
    "align": "left",
    "valign": "vcenter",
}
_BAND: dict[str, Any] = {"bg_color": BAND, "font_color": BAND_SOFT_TEXT, "font_size": 10}
_CELL: dict[str, Any] = {
    "border": 1,
    "border_color": BORDER,
    "text_wrap": True,
    "indent": 1,
    "align": "left",
}
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"align": "general"},
    "title": {**_BAND, "bold": True, "font_size": 18, "font_color": "white", "indent": 1},
    "band": {**_BAND, "indent": 1},
    "band_wrap": {**_BAND, "indent": 1, "text_wrap": True, "valign": "top"},
    "band_link": {**_BAND, "font_color": "white", "underline": 1, "align": "right", "indent": 1},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": BAND,
        "bottom": 2,
        "bottom_color": BAND,
        "valign": "bottom",
        "indent": 1,
    },
    "intro": {"font_color": MUTED, "font_size": 10, "text_wrap": True, "indent": 1},
    "number": {"font_color": MUTED, "font_size": 10, "align": "right"},
    "question": {"text_wrap": True, "indent": 1},
    "option": {"text_wrap": True, "indent": 3},
    "sign": {"font_size": 10, "font_color": MUTED, "indent": 1},
    "help": {"font_size": 9.5, "font_color": MUTED, "text_wrap": True, "indent": 1},
    "note": {"font_size": 10, "font_color": MUTED, "text_wrap": True, "indent": 1},
    "input": {**_CELL, "bg_color": INPUT, "locked": False},
    "explanation": {
        **_CELL,
        "bg_color": INPUT,
        "locked": False,
        "font_size": 10,
        "num_format": CODE_FORMAT,
    },
    "filled_in": {**_CELL, "bg_color": FILLED_IN},
    "before": {**_CELL, "bg_color": FILLED_IN, "font_size": 9.5, "font_color": MUTED},
    "row_label": {**_CELL, "bg_color": SOFT, "bold": True, "font_size": 10},
    "not_asked": {
        "border": 1,
        "border_color": BORDER,
        "pattern": _LIGHT_STRIPES,
        "fg_color": BORDER,
        "bg_color": FILLED_IN,
    },
    "heading": {**_CELL, "bg_color": SOFT, "bold": True, "font_size": 10, "valign": "vcenter"},
    "status": {"font_size": 10, "indent": 1, "locked": False},
    "line_number": {"font_color": MUTED, "font_size": 10, "align": "center", "locked": False},
    "free": {"align": "general", "locked": False},
    "total": {"bold": True, "top": 2, "top_color": BAND, "indent": 1},
    "count": {**_CELL, "align": "right", "text_wrap": False},
    "count_bold": {**_CELL, "align": "right", "text_wrap": False, "bold": True},
    "count_part": {**_CELL, "align": "right", "text_wrap": False, "font_size": 10},
    "count_heading": {**_CELL, "bg_color": SOFT, "bold": True, "font_size": 10, "align": "right"},
    "count_total": {"bold": True, "top": 2, "top_color": BAND, "align": "right", "indent": 1},
    "bar": {**_CELL, "font_color": GOOD_BAR, "font_size": 10, "text_wrap": False},
    "bar_total": {
        "font_color": GOOD_BAR,
        "font_size": 10,
        "top": 2,
        "top_color": BAND,
        "indent": 1,
    },
    "link": {"font_color": LINK, "underline": 1, "indent": 1},
    "cell_link": {**_CELL, "font_color": LINK, "underline": 1},
    "cell": {**_CELL},
    "cell_help": {**_CELL, "font_size": 10, "font_color": MUTED},
    "term": {**_CELL, "bold": True, "align": "center", "indent": 0},
    "big": {"bold": True, "font_size": 13, "font_color": BAND, "text_wrap": True, "indent": 1},
}
MARKS: dict[str, dict[str, Any]] = {
    "mend_cell": {
        "bg_color": MEND,
        "font_color": MEND_TEXT,
        "border": 1,
        "border_color": MEND_BORDER,
    },
    "doubt_cell": {"bg_color": DOUBT, "font_color": DOUBT_TEXT},
    "closed_cell": {"bg_color": CLOSED, "font_color": CLOSED_TEXT},
    "closed_text": {"font_color": CLOSED_TEXT},
    "mend_text": {"font_color": MEND_TEXT, "bold": True},
    "doubt_text": {"font_color": DOUBT_TEXT, "bold": True},
    "good_text": {"font_color": GOOD_TEXT},
}
_NUMBER_FORMATS = {
    "integer": "#,##0",
    "year": "0",
    "number": "#,##0.###",
    "money": "#,##0.##",
    "percent": "0.##",
    "date": DATE_FORMAT,
    "text": CODE_FORMAT,
    "long_text": CODE_FORMAT,
    "contact": CODE_FORMAT,
    "sdg_indicator": CODE_FORMAT,
}


class Styles:
    """The formats of one workbook, each made once, in the order in which they are first used."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = {}

    def get(self, name: str, **changes: Any) -> Format:
        """The format of a style, with changes where a cell needs them."""
        key = (name, tuple(sorted(changes.items())) if changes else ())
        if key not in self._made:
            known = MARKS[name] if name in MARKS else {**_BASE, **_STYLES[name]}
            self._made[key] = self._book.add_format({**known, **changes})
        return self._made[key]

    def begin_as(self, other: Styles) -> None:
        """Give the formats of another workbook the same numbers in this one."""
        for numbered in ("xf_index", "dxf_index"):
            found = [(getattr(one, numbered), key) for key, one in other._made.items()]
            for _, (name, changes) in sorted(
                (number, key) for number, key in found if number is not None
            ):
                getattr(self.get(name, **dict(changes)), f"_get_{numbered}")()

    @property
    def numbered(self) -> int:
        """How many formats have a number."""
        return len(self._book.xf_format_indices) + len(self._book.dxf_format_indices)

    def answer(self, field: Field, *, in_table: bool = False) -> Format:
        """The format of a cell in which a field is answered."""
        changes: dict[str, Any] = {}
        if field.type in _NUMBER_FORMATS:
            changes["num_format"] = number_format(field)
        if in_table and field.type in {"integer", "number", "money", "percent"}:
            changes["align"] = "right"
        if field.type == "several_of":
            changes |= {"align": "center", "indent": 0}
        if field.type == "long_text":
            changes["valign"] = "top"
        return self.get("input", **changes)


def number_format(field: Field) -> str:
    """How a spreadsheet program shows the field's value; text formats keep leading zeros."""
    return _NUMBER_FORMATS.get(field.type, "General")
