"""The summary workbook of a country: totals of regions, and where each stands in its own workbook.

There are no answers in it: they would be more lines than a sheet holds. A total is a reference to
the tab of regional figures, whose line names file, tab and cell of the regional workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.answered import governments, of_asked, tally
from workbook.report.canvas import FIRST_ROW, TAB_NAME_LENGTH, Spot, begin_page
from workbook.report.counted_tab import Counted
from workbook.report.country_access_tab import write_country_access
from workbook.report.goals_tab import write_goals
from workbook.report.groups_tab import write_groups
from workbook.report.last_tab import NOWHERE, last_tab_name, write_last
from workbook.report.overview_tab import write_overview
from workbook.report.practices_tab import write_practice_counts
from workbook.report.provenance_tab import write_provenance
from workbook.report.public_book import write_notes
from workbook.report.response_tab import write_response
from workbook.report.scores_tab import write_score_totals
from workbook.report.styles import BAND, MUTED
from workbook.report.supplied_tab import Supplied
from workbook.report.theme_tab import write_theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.model import Measure
    from workbook.compile.model import RegionLine, Total
    from workbook.report.canvas import Canvas, Figure, Page

_REGIONS = ("region", "returned", "last", "source", "book", "state")
# What stands in public only for whoever has the regions' own folders.
_INTERNAL = frozenset({"source", "book"})
_FIGURES = ("measure", "region", "figure", "with_data", "book", "tab", "cell")
_OWN = ("place", "region", "theme", "measure", "figure")
_REGION_WIDTHS = (2, 44, 14, 16, 30, 38, 66)
_FIGURE_WIDTHS = (2, 60, 52, 14, 16, 38, 26, 9)
# Columns of a figure itself, before those that name its cell in the workbook of the region.
_WITHOUT_CELLS = 4
_OWN_WIDTHS = (2, 34, 40, 26, 66, 14)
_WRITERS = {
    "access": write_country_access,
    "scores": write_score_totals,
    "practices": write_practice_counts,
}


def write_country(
    canvas: Canvas, themes: Mapping[str, Sequence[Measure]], kept: frozenset[str]
) -> None:
    """All tabs; `kept`: what was asked something for."""
    book, words = canvas.book, canvas.words
    names = {theme: words.theme(theme, "name")[:TAB_NAME_LENGTH] for theme in themes}
    changes = [last_tab_name(canvas, "changes")] if canvas.summary.before else []
    access = ["access"] if canvas.summary.access else []
    groups = ["groups"] if canvas.summary.groups else []
    lists = [*groups, *access, *(key for key in ("goals", "scores", "practices") if key in kept)]
    internal = [] if canvas.is_public else ["own"]
    for key in ("overview", "response", "regions"):
        book.add_worksheet(_tab(canvas, key)).set_tab_color(BAND)
    for name in (*names.values(), *changes, *(_tab(canvas, key) for key in (*lists, *internal))):
        book.add_worksheet(name)
    for key in ("figures", "provenance"):
        book.add_worksheet(_tab(canvas, key)).set_tab_color(MUTED)
    nowhere, nothing = Counted("", {}, {}, {}), Supplied("", {})
    write_response(canvas)
    _write_regions(canvas)
    _write_figures(canvas, themes)
    for theme, measures in themes.items():
        write_theme(canvas, names[theme], theme, measures, nowhere)
    if changes:
        write_last(canvas, NOWHERE)
    if groups:
        write_groups(canvas, themes)
    write_goals(canvas, nothing)
    for key, write in _WRITERS.items():
        if key in lists:
            write(canvas)
    if canvas.is_public:
        write_notes(canvas)
    else:
        _write_own(canvas)
        write_provenance(canvas)
    write_overview(canvas)


def _tab(canvas: Canvas, key: str) -> str:
    own = {"regions", "figures", "groups"}
    return canvas.words.national(f"tabs.{key}") if key in own else canvas.tab_name(key)


def _begin(
    canvas: Canvas, key: str, name: str, widths: Sequence[float], about: str = "subtitle"
) -> Page:
    words = canvas.words
    title, subtitle = words.national(f"{key}.title"), words.national(f"{key}.{about}")
    return begin_page(canvas, name, title, subtitle, widths)


def _headings(page: Page, key: str, columns: Sequence[str], number: int) -> None:
    row = FIRST_ROW - 1
    page.headings(row, [page.words.national(f"{key}.{one}") for one in columns], 99)
    page.text(row, 1 + number, page.words.national(f"{key}.{columns[number]}"), "heading_number")
    page.sheet.set_row(row, 22)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.sheet.repeat_rows(row)


def _write_regions(canvas: Canvas) -> None:
    """What there was of each region, those without a round included."""
    words, summary = canvas.words, canvas.summary
    kept = [key for key in _REGIONS if not (canvas.is_public and key in _INTERNAL)]
    columns = {key: number for number, key in enumerate(kept, start=1)}
    widths = [2, *(_REGION_WIDTHS[1 + _REGIONS.index(key)] for key in kept)]
    page = _begin(canvas, "regions", _tab(canvas, "regions"), widths)
    _headings(page, "regions", kept, 1)
    for row, line in enumerate(summary.regions, start=FIRST_ROW):
        counted = tally(governments(summary, line.area))
        state = line.state
        if line.state == "counted" and not canvas.is_public:
            state_key = "checked" if line.same and not line.other else "differs"
            state_key = state_key if line.book else "unchecked"
            said = words.national(f"regions.{state_key}", same=line.same, other=line.other)
        else:
            said = words.national(f"regions.{state}")
        label = words.area(line.area)
        is_long = len(label) > _REGION_WIDTHS[1] or len(said) > _REGION_WIDTHS[-1]
        page.sheet.set_row(row, 32 if is_long else 18)
        told = {
            "region": label,
            "returned": words.text(
                "of", count=words.number(counted["counted"]), all=words.number(counted["expected"])
            ),
            "last": _followed(page, line),
            "source": line.source,
            "book": line.book,
            "state": said,
        }
        for key, column in columns.items():
            page.text(row, column, told[key], "count" if key == "returned" else "ruled")


def _followed(page: Page, line: RegionLine) -> str:
    """The period before of a region, where its round follows one, and whether it is compared."""
    if not line.last:
        return page.words.text("no_data")
    if line.last != page.canvas.summary.last:
        return page.words.national("regions.last_other", last=line.last)
    return line.last


def _write_figures(canvas: Canvas, themes: Mapping[str, Sequence[Measure]]) -> None:
    """One line a measure and region, with where the same total stands in the region's workbook."""
    words, summary = canvas.words, canvas.summary
    shown = len(_FIGURES) if summary.references else _WITHOUT_CELLS
    about = "subtitle" if summary.references else "without_cells"
    page = _begin(canvas, "figures", _tab(canvas, "figures"), _FIGURE_WIDTHS[: 1 + shown], about)
    _headings(page, "figures", _FIGURES[:shown], 2)
    found = {(one.measure, one.area): one for one in summary.references}
    totals = {(one.measure, one.area): one for one in summary.totals}
    row = FIRST_ROW
    for measure in (measure for measures in themes.values() for measure in measures):
        label = words.measure(measure.key)
        for area in summary.areas:
            total = totals[measure.key, area.key]
            value = _shown(canvas, total)
            page.text(row, 1, label, "data_text")
            page.text(row, 2, words.area(area.key), "data_text")
            page.figure(row, 3, value, "listed_number")
            page.text(row, 4, of_asked(summary, words, total), "listed_number")
            reference = found.get((measure.key, area.key))
            if reference is not None:
                for column, text in enumerate((reference.book, reference.tab, reference.cell), 5):
                    page.text(row, column, text, "data_text")
            spot = Spot(page.sheet.name, row, 3, value)
            canvas.spots[f"regional {area.key}", measure.key] = spot
            row += 1
    if row > FIRST_ROW:
        page.sheet.autofilter(FIRST_ROW - 1, 1, row - 1, shown)


def _shown(canvas: Canvas, total: Total) -> Figure:
    if canvas.summary.hides(total.measure, total.area):
        return canvas.words.text("withheld")
    return canvas.words.text("no_data") if total.value is None else total.value


def _write_own(canvas: Canvas) -> None:
    """What provinces and regional offices say of themselves; nothing adds it up."""
    words, summary = canvas.words, canvas.summary
    page = _begin(canvas, "own", canvas.tab_name("own"), _OWN_WIDTHS)
    _headings(page, "own", _OWN, 4)
    values = {(own.place, own.measure): own.value for own in summary.own_values}
    row = FIRST_ROW
    for place in summary.own:
        for measure in summary.measures:
            value = values.get((place.code, measure.key))
            if value is None or place.level not in measure.levels:
                continue
            page.text(row, 1, place.name, "data_text")
            region = place.code if place.level == "region" else place.parent
            page.text(row, 2, words.area(region), "data_text")
            page.text(row, 3, words.theme(measure.theme, "name"), "data_text")
            page.text(row, 4, words.measure(measure.key), "data_text")
            page.number(row, 5, value, "listed_number")
            row += 1
    if row > FIRST_ROW:
        page.sheet.autofilter(FIRST_ROW - 1, 1, row - 1, len(_OWN))
