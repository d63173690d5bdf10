"""Totals by island group, where the list of places says which regions belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.changes_model import rounded
from workbook.compile.groups import group_before, group_hides, group_total
from workbook.compile.model import IslandGroup
from workbook.report.canvas import FIRST_ROW, begin_page, width_for, write_signs
from workbook.report.key_figures import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.model import Measure
    from workbook.report.canvas import Canvas, Figure, Page

# Points of height above the first measure on the first page and on those after it.
_TOP, _REPEATED = 175.0, 40.0
_LOOKS = {"figure": "value", "data_from": "small", "people": "percent", "last": "small"}


def write_groups(canvas: Canvas, themes: Mapping[str, Sequence[Measure]]) -> None:
    """Measures down, groups across, the country last; the regions that are in none are named."""
    words, summary = canvas.words, canvas.summary
    columns = [width_for(group.name, 22) for group in summary.groups]
    title, subtitle = words.national("groups.title"), words.national("groups.subtitle")
    name = words.national("tabs.groups")
    page = begin_page(canvas, name, title, subtitle, [2, 50, 18, *columns, 22])
    _write_members(page)
    heads = [group.name for group in summary.groups]
    labels = [words.text("theme.measure"), words.text("theme.line"), *heads]
    page.headings(FIRST_ROW, [*labels, words.text("region_total")], 2)
    page.sheet.set_row(FIRST_ROW, 22)
    row, first_rows = FIRST_ROW + 1, []
    for theme, measures in themes.items():
        for column in range(1, page.columns):
            page.text(row, column, "", "theme")
        page.text(row, 1, words.theme(theme, "name"), "theme")
        row += 1
        for measure in measures:
            first_rows.append(row)
            row = _write_measure(page, row, measure)
    # The heading of a theme is counted to each of its measures, so that there is room for it.
    heights = [20.0 + 15 * len(_kinds(page))] * len(first_rows)
    page.keep_together(first_rows, heights, _TOP, _REPEATED)
    page.sheet.freeze_panes(FIRST_ROW + 1, 3)
    page.sheet.repeat_rows(FIRST_ROW)
    asked = [measure.key for measures in themes.values() for measure in measures]
    hidden = any(group_hides(summary, key, group) for key in asked for group in _all(page))
    write_signs(page, row, hidden)


def _all(page: Page) -> tuple[IslandGroup, ...]:
    """The groups, and the country as one of all its regions."""
    summary = page.canvas.summary
    whole = IslandGroup("", "", tuple(area.key for area in summary.areas))
    return (*summary.groups, whole)


def _write_members(page: Page) -> None:
    """Which regions are in which group, and which in none."""
    words, summary = page.words, page.canvas.summary
    told = [
        words.text("theme.chart_value", area=g.name, value=words.join(map(words.area, g.areas)))
        for g in summary.groups
    ]
    inside = {area for group in summary.groups for area in group.areas}
    without = [words.area(area.key) for area in summary.areas if area.key not in inside]
    if without:
        told.append(words.national("groups.without", names=words.join(without)))
    text = ". ".join([*told, ""]).strip()
    page.across(FIRST_ROW - 1, text, "about", 8 + 16 * page.lines(text))


def _kinds(page: Page) -> list[str]:
    return list(_LOOKS) if page.canvas.summary.before else list(_LOOKS)[:-1]


def _write_measure(page: Page, row: int, measure: Measure) -> int:
    """The lines of one measure; the next free row comes back."""
    words, summary = page.words, page.canvas.summary
    labels = {
        "figure": words.text("overview.figure"),
        "data_from": words.text("overview.data_from"),
        "people": words.beside("overview.people"),
        "last": words.beside("overview.last", last=summary.last),
    }
    kinds = _kinds(page)
    last = row + len(kinds) - 1
    page.sheet.merge_range(row, 1, last, 1, "", page.canvas.formats["label"])
    page.text(row, 1, words.measure(measure.key), "label")
    for line, kind in enumerate(kinds, start=row):
        ending = "_last" if line == last else ""
        page.text(line, 2, labels[kind], f"line{ending}")
        page.sheet.set_row(line, 20 if kind == "figure" else 15)
        for column, group in enumerate(_all(page), start=3):
            whole = "" if group.key else "_region"
            shown = _shown(page, measure, kind, group)
            page.figure(line, column, shown, f"{_LOOKS[kind]}{whole}{ending}")
    return last + 1


def _shown(page: Page, measure: Measure, kind: str, group: IslandGroup) -> Figure:
    words, summary = page.words, page.canvas.summary
    total = group_total(summary, measure.key, group)
    dash = words.text("no_data")
    if kind == "last":
        return _change(page, measure, group)
    if kind == "data_from":
        return words.text("of", count=total.with_data, all=total.asked)
    if kind == "people":
        return dash if total.population_share is None else total.population_share
    if group_hides(summary, measure.key, group):
        return words.text("withheld")
    return dash if total.value is None else total.value


def _change(page: Page, measure: Measure, group: IslandGroup) -> Figure:
    """How much more it is now in the governments that told it in both years."""
    words, summary = page.words, page.canvas.summary
    before = group_before(summary, measure.key, group)
    if before is None or before.like_old is None or before.like_new is None:
        return words.text("no_data")
    change = signed(rounded(before.like_new - before.like_old))
    return words.beside("overview.same", change=change, places=before.like_places)
