"""Official SDG indicators by goal and target: the local figure, its parts and its coverage."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from workbook.compile.model import REGION
from workbook.compile.withheld import goal_key
from workbook.report.canvas import FIRST_ROW, begin_page, literal, width_for, write_signs
from workbook.report.formulas import joined_formula
from workbook.report.goal_beside import formula_beside
from workbook.report.goal_lines import (
    about_figure,
    beside_kinds,
    beside_value,
    code_of,
    kinds_of,
    line_label,
    local_use,
    name_of,
    shown_value,
)
from workbook.report.supplied_tab import DENOMINATOR, KNOWN, NUMERATOR, OUTSIDE, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.sdg_catalogue import Indicator
    from workbook.compile.goals import GoalFigure
    from workbook.report.canvas import Canvas, Page
    from workbook.report.supplied_tab import Supplied

_HEADING_ROW = FIRST_ROW + 2
_CODE, _LABEL, _FIRST_AREA = 1, 2, 3
_LOOKS = {"value": "decimal", "lower": "tenths", "upper": "tenths", "target": "tenths",
          "population": "percent"}  # fmt: skip
_QUARTILES = frozenset({"lower", "upper"})
# Points of height above the first target on the first page and on those after it.
_TOP, _REPEATED = 210.0, 40.0


def write_goals(canvas: Canvas, supplied: Supplied) -> None:
    """Figures by goal and target, then the indicators on which nothing was asked."""
    words, goals = canvas.words, canvas.summary.goals
    columns = [width_for(words.area(area.key), 12.5) for area in canvas.summary.areas]
    widths = [2, 10, 58, *columns, 12.5]
    title, subtitle = words.more("goals.title"), words.more("goals.subtitle")
    page = begin_page(canvas, canvas.tab_name("goals"), title, subtitle, widths)
    facts = {
        "framework_version": goals.framework.framework_version,
        "tiers_seen": goals.framework.tiers_seen,
        "tiers_release": goals.framework.tiers_release,
    }
    page.across(FIRST_ROW - 1, words.sdg("framework.about", **facts), "text", 20)
    page.across(FIRST_ROW, words.more("goals.about"), "about", 34)
    _write_headings(page)
    row = _HEADING_ROW + 1
    blocks = []
    for goal, of_goal in groupby(goals.shown, key=lambda one: one[0].goal):
        page.text(row, 1, words.more("goals.goal", goal=goal), "section")
        page.sheet.set_row(row, 26)
        row += 1
        blocks.append(row - 1)
        for number, (target, of_target) in enumerate(
            groupby(of_goal, key=lambda one: one[0].target)
        ):
            if number:
                blocks.append(row)
            row = _write_target(page, row, target, list(of_target), supplied)
    if goals.local:
        row = _write_local(page, row, blocks, supplied)
    elif not goals.shown:
        page.across(row, words.more("goals.nothing"), "text", 20)
        row += 1
    withheld = any(
        canvas.summary.hides(goal_key(figure.indicator.code, kind), area)
        for figure in goals.every
        for kind in kinds_of(figure)
        for area in figure.areas
    )
    row = write_signs(page, row, withheld)
    blocks.append(row + 1)
    _write_others(page, row + 1, goals.others)
    page.keep_together(blocks, [_heights(*ends) for ends in pairwise(blocks)], _TOP, _REPEATED)
    page.sheet.freeze_panes(_HEADING_ROW + 1, _FIRST_AREA)
    page.sheet.repeat_rows(_HEADING_ROW)


def _heights(first: int, end: int) -> float:
    """Points that the rows of a target take, its names across the page among them."""
    return 17.0 * (end - first) + 40


def _write_local(page: Page, row: int, blocks: list[int], supplied: Supplied) -> int:
    """What is asked without an official indicator; the next free row comes back."""
    words = page.words
    blocks.append(row)
    page.text(row, 1, words.more("goals.local"), "section")
    page.sheet.set_row(row, 26)
    _across(page, row + 1, "", words.more("goals.local_about"), "about")
    row += 2
    for number, figure in enumerate(page.canvas.summary.goals.local):
        if number:
            blocks.append(row)
        row = _write_indicator(page, row, figure.indicator, figure, supplied)
    return row


def _write_headings(page: Page) -> None:
    words = page.words
    names = [words.area(area.key) for area in page.canvas.summary.areas]
    lines = max(2, *(1 + len(name) // 11 for name in (*names, "")))
    labels = [words.more("goals.code"), words.more("goals.line"), *names]
    page.headings(_HEADING_ROW, [*labels, words.text("region_total")], 2)
    page.sheet.set_row(_HEADING_ROW, 4 + 15 * lines)


def _write_target(
    page: Page,
    row: int,
    target: str,
    shown: Iterable[tuple[Indicator, GoalFigure]],
    supplied: Supplied,
) -> int:
    """The target and its indicators; the next free row comes back."""
    listed = list(shown)
    _across(page, row, target, listed[0][0].target_name, "target")
    for indicator, figure in listed:
        row = _write_indicator(page, row + 1, indicator, figure, supplied) - 1
    return row + 1


def _write_indicator(
    page: Page, row: int, indicator: Indicator, figure: GoalFigure, supplied: Supplied
) -> int:
    """Names and notes across the page, then the lines with figures."""
    words = page.words
    name = name_of(words, indicator, figure)
    _across(page, row, code_of(words, indicator), name, "indicator")
    _across(page, row + 1, "", about_figure(words, indicator, figure), "about")
    row += 2
    kinds = (*kinds_of(figure), *beside_kinds(figure))
    for number, kind in enumerate(kinds):
        ending = "_last" if number == len(kinds) - 1 else ""
        _write_line(page, row + number, (kind, ending), indicator, figure, supplied)
    return row + len(kinds)


def _across(page: Page, row: int, code: str, text: str, look: str) -> None:
    """A code and a text over the rest of the page, as high as the text needs."""
    page.text(row, _CODE, code, look)
    last = page.columns - 1
    page.sheet.merge_range(row, _LABEL, row, last, "", page.canvas.formats[look])
    page.text(row, _LABEL, text, look)
    page.sheet.set_row(row, 7 + 15 * (1 + int(len(text) / sum(page.widths[_LABEL:]))))


def _write_line(
    page: Page,
    row: int,
    line: tuple[str, str],
    indicator: Indicator,
    figure: GoalFigure,
    supplied: Supplied,
) -> None:
    """One line of all areas; `line`: what it shows, and how the look of it ends."""
    kind, ending = line
    page.text(row, _CODE, "", f"line{ending}")
    page.text(row, _LABEL, line_label(page.words, figure, kind), f"line{ending}")
    page.sheet.set_row(row, 20 if kind == "value" else 15)
    areas = [area.key for area in page.canvas.summary.areas]
    spots = page.canvas.spots
    entered = figure.indicator.code
    for column, area in enumerate((*areas, REGION), start=_FIRST_AREA):
        first = spots.get((f"goal {kind} {area}", entered))
        if first is None or indicator.code == entered:
            formula = _formula(page, row, column, area, kind, (figure, supplied))
        else:
            formula = f"={first.address}"
        look = _LOOKS.get(kind, "small") + ("" if area else "_region") + ending
        shown = _shown(page, figure, kind, area)
        if formula:
            spot = page.formula(row, column, formula, shown, look)
        else:
            spot = page.figure(row, column, shown, look)
        spots.setdefault((f"goal {kind} {area}", entered), spot)


def _shown(page: Page, figure: GoalFigure, kind: str, area: str) -> str | float:
    """The figure of an area, or the sign that stands for it."""
    words, summary = page.words, page.canvas.summary
    # Quartiles go with their median.
    name = goal_key(figure.indicator.code, "value" if kind in _QUARTILES else kind)
    if summary.hides(name, area):
        return words.text("withheld")
    if kind in kinds_of(figure):
        return shown_value(words, figure.areas[area], kind)
    return beside_value(words, figure, kind, area)


def _formula(
    page: Page,
    row: int,
    column: int,
    area: str,
    kind: str,
    where: tuple[GoalFigure, Supplied],
) -> str:
    figure, supplied = where
    words, indicator = page.words, figure.indicator
    if kind not in kinds_of(figure):
        return formula_beside(page, column, area, kind, figure, supplied)
    known = supplied.span(indicator.code, area, KNOWN)
    dash = literal(words.text("no_data"))
    if kind == "known":
        parts = {"count": f"SUM({known})" if known else "0"}
        outside = supplied.span(indicator.code, area, OUTSIDE)
        parts["all"] = f"(ROWS({known})-SUM({outside}))" if known else "0"
        return joined_formula(words.text("of"), parts)
    if not known:
        return f"={dash}"
    letter = xl_col_to_name(column)
    if kind == "value" and len(kinds_of(figure)) > 2:
        top, bottom = f"{letter}{row + 2}", f"{letter}{row + 3}"
        return f"=IF(ISNUMBER({bottom}),{indicator.per}*{top}/{bottom},{dash})"
    if kind == "value" and indicator.adds_up == "median":
        added = f"MEDIAN({supplied.span(indicator.code, area, VALUE)})"
    elif kind == "denominator" and indicator.adds_up == "share_of_governments":
        added = f"SUM({known})"
    else:
        wanted = DENOMINATOR if kind == "denominator" else NUMERATOR
        added = f"SUMIFS({supplied.span(indicator.code, area, wanted)},{known},1)"
    return f"=IF(SUM({known})=0,{dash},{added})"


def _write_others(page: Page, row: int, others: Sequence[Indicator]) -> None:
    """Indicators of the framework on which this round has no figure, and what could be known."""
    words = page.words
    page.text(row, 1, words.more("goals.others"), "section")
    scored = page.canvas.summary.scores
    for number, indicator in enumerate(others, start=row + 1):
        text = f"{indicator.official_name}. {local_use(words, indicator, indicator.code)}."
        if indicator.repeats:
            codes = ", ".join([indicator.code, *indicator.repeats])
            text += " " + words.sdg("framework.repeats", codes=codes, code=indicator.code)
        if indicator.code == scored.policies.indicator and scored.places:
            text += " " + words.more("goals.see", tab=page.canvas.tab_name("scores"))
        _across(page, number, indicator.code, text, "ruled")
