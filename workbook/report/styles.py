"""The look of the summary workbook: one set of colours and formats for all tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

INK = "#1F2933"
MUTED = "#616E7C"
BAND = "#0B4F6C"
BAND_TEXT = "#D5E8F0"
SOFT = "#E6F0F4"
LINE = "#CBD2D9"
MEND = "#E02424"
DOUBTFUL_FILL = "#FEF0C7"
DOUBTFUL = "#8A4B08"
GOOD = "#046C4E"
SERIES = (BAND, "#7FB3C8", "#C5D5DE", "#A7B2BD")

_BASE: dict[str, Any] = {
    "font_name": "Calibri",
    "font_size": 11,
    "font_color": INK,
    "valign": "vcenter",
}
_RULED = {"bottom": 1, "bottom_color": LINE}
_HEADING = {"bold": True, "bg_color": SOFT, "text_wrap": True, "bottom": 1, "bottom_color": BAND}
_NUMBER = {"align": "right", "indent": 1}
_WHOLE = {"align": "right", "num_format": "#,##0", "indent": 1}
_TENTHS = _NUMBER | {"num_format": "#,##0.0"}
_LETTER = _RULED | {"bold": True, "align": "center", "left": 1, "left_color": "#FFFFFF"}
_SMALL = {"font_size": 9, "font_color": MUTED}

_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": "#FFFFFF", "bg_color": BAND},
    "subtitle": {"text_wrap": True, "font_size": 10, "font_color": BAND_TEXT, "bg_color": BAND},
    "notice": {
        "text_wrap": True,
        "font_size": 10,
        "font_color": DOUBTFUL,
        "bg_color": DOUBTFUL_FILL,
    },
    "section": {"bold": True, "font_size": 13, "font_color": BAND},
    "heading": _HEADING | {"indent": 1},
    "heading_number": _HEADING | {"align": "right", "indent": 1},
    "text": {"align": "left", "text_wrap": True, "indent": 1},
    "ruled": _RULED | {"text_wrap": True, "indent": 1},
    "about": {"font_color": MUTED, "text_wrap": True, "indent": 1},
    "label": {"text_wrap": True, "indent": 1, "valign": "top", "bold": True} | _RULED,
    "line": _SMALL | {"indent": 1},
    "line_last": _SMALL | {"indent": 1} | _RULED,
    "value": _WHOLE | {"bold": True},
    "value_last": _WHOLE | {"bold": True} | _RULED,
    "value_region": _WHOLE | {"bold": True, "bg_color": SOFT},
    "value_region_last": _WHOLE | {"bold": True, "bg_color": SOFT} | _RULED,
    "small": _WHOLE | _SMALL,
    "small_last": _WHOLE | _SMALL | _RULED,
    "small_region": _WHOLE | _SMALL | {"bg_color": SOFT},
    "small_region_last": _WHOLE | _SMALL | {"bg_color": SOFT} | _RULED,
    "percent": _WHOLE | _SMALL | {"num_format": '0" %"'},
    "percent_last": _WHOLE | _SMALL | {"num_format": '0" %"'} | _RULED,
    "percent_region": _WHOLE | _SMALL | {"num_format": '0" %"', "bg_color": SOFT},
    "percent_region_last": _WHOLE | _SMALL | {"num_format": '0" %"', "bg_color": SOFT} | _RULED,
    "change": _WHOLE | {"num_format": "+#,##0;-#,##0;0"} | _RULED,
    "change_total": _WHOLE
    | {"num_format": "+#,##0;-#,##0;0", "bold": True, "bg_color": SOFT}
    | _RULED,
    "under_heading": _SMALL | {"align": "right", "indent": 1, "bg_color": SOFT} | _RULED,
    "under_heading_text": _SMALL | {"indent": 1, "bg_color": SOFT} | _RULED,
    "under_heading_points": _SMALL | _TENTHS | {"bg_color": SOFT} | _RULED,
    "tenths": _TENTHS | _SMALL,
    "tenths_last": _TENTHS | _SMALL | _RULED,
    "tenths_region": _TENTHS | _SMALL | {"bg_color": SOFT},
    "tenths_region_last": _TENTHS | _SMALL | {"bg_color": SOFT} | _RULED,
    "decimal": _TENTHS | {"bold": True},
    "decimal_last": _TENTHS | {"bold": True} | _RULED,
    "decimal_region": _TENTHS | {"bold": True, "bg_color": SOFT},
    "points": _TENTHS | _RULED,
    "points_total": _TENTHS | {"bold": True, "bg_color": SOFT} | _RULED,
    "mean": _WHOLE | {"num_format": "0.00", "bold": True, "bg_color": SOFT} | _RULED,
    "rank": _WHOLE | {"bold": True, "font_color": BAND} | _RULED,
    "target": {"bold": True, "font_color": BAND, "bg_color": "#F1F4F7", "text_wrap": True}
    | {"indent": 1}
    | _RULED,
    "indicator": {"bold": True, "text_wrap": True, "indent": 1},
    "cell": _RULED | {"text_wrap": True, "font_size": 10, "indent": 1},
    "cell_bold": _RULED | {"text_wrap": True, "font_size": 10, "indent": 1, "bold": True},
    "cell_small": _SMALL | _RULED | {"text_wrap": True, "indent": 1},
    "turned": _HEADING | {"rotation": 90, "valign": "bottom", "text_wrap": False, "font_size": 10},
    "covered": _LETTER | {"font_color": GOOD, "bg_color": "#DEF7EC"},
    "partly": _LETTER | {"font_color": DOUBTFUL, "bg_color": DOUBTFUL_FILL},
    "uncovered": _LETTER | {"font_color": "#9B1C1C", "bg_color": "#FDE8E8"},
    "uncertain": _LETTER | {"font_color": MUTED, "bold": False},
    "tally": _LETTER | {"bg_color": SOFT},
    "count": _WHOLE | _RULED,
    "count_total": _WHOLE | {"bold": True, "bg_color": SOFT} | _RULED,
    "share": _WHOLE | {"num_format": '0" %"'} | _RULED,
    "share_total": _WHOLE | {"num_format": '0" %"', "bold": True, "bg_color": SOFT} | _RULED,
    "ruled_total": _RULED | {"bold": True, "bg_color": SOFT, "indent": 1},
    "own_value": _WHOLE | _RULED,
    "theme": {"bold": True, "font_color": BAND, "bg_color": "#F1F4F7", "indent": 1} | _RULED,
    "card_value": {
        "bold": True,
        "font_size": 26,
        "font_color": BAND,
        "bg_color": SOFT,
        "align": "left",
        "indent": 1,
        "num_format": "#,##0",
        "top": 5,
        "top_color": BAND,
        "right": 5,
        "right_color": "#FFFFFF",
    },
    "card_label": {
        "align": "left",
        "font_size": 10,
        "right": 5,
        "right_color": "#FFFFFF",
        "bg_color": SOFT,
        "text_wrap": True,
        "valign": "top",
        "indent": 1,
    },
    "key_value": _WHOLE | {"bold": True, "font_size": 13, "font_color": BAND} | _RULED,
    "data_text": {"font_size": 10},
    "data_number": _NUMBER | {"font_size": 10},
    "listed_number": _WHOLE | {"font_size": 10},
    "data_muted": {"font_size": 9, "font_color": MUTED},
}


def make_formats(book: Workbook) -> Mapping[str, Format]:
    """All formats by name, added to a workbook."""
    return {name: book.add_format(_BASE | wanted) for name, wanted in _FORMATS.items()}
