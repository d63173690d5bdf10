"""What is judged by a method: indicators of the goals, local scores, practices; odd figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.evidenced import SHEET, TITLE
from workbook.compile.model import REGION
from workbook.compile.withheld import goal_key
from workbook.report.document.model import (
    Bullets,
    Cell,
    ChartBlock,
    FiguresTable,
    Paragraph,
    Section,
)
from workbook.report.goal_lines import (
    code_of,
    kinds_of,
    local_use,
    name_of,
    shown_value,
    supplied_by,
    unit_of,
)
from workbook.report.practice_classes import class_name, class_of, classes
from workbook.report.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicators.sdg_catalogue import Indicator
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary
    from workbook.report.charts.model import Chart
    from workbook.report.document.model import Block
    from workbook.report.wording import Wording

# What a text of a respondent may take of a page, and how many lines a list; the summary workbook
# has all of them in full.
LONGEST, _MOST = 240, 30
_MEASURE = "practices_nominated"


def brief(words: Wording, text: str, longest: int = LONGEST) -> str:
    """A text as it is printed: without control characters, cut where it is long."""
    cut = words.text("cut")
    clean = " ".join(printable(text, cut).split())
    return clean if len(clean) <= longest else clean[:longest].rstrip() + cut


def goals_section(summary: Summary, words: Wording, drawn: Mapping[str, Chart]) -> Section | None:
    """Indicators with their local figure, its parts and who supplies it."""
    goals = summary.goals
    blocks: list[Block] = [Paragraph(words.more("goals.about"), "about")]
    if "goals" in drawn:
        blocks.append(ChartBlock(drawn["goals"]))
    if goals.shown:
        blocks.append(_goals_table(summary, words, "", goals.shown))
    elif not goals.local:
        blocks.append(Paragraph(words.more("goals.nothing")))
    if goals.local:
        local = [(figure.indicator, figure) for figure in goals.local]
        blocks.append(_goals_table(summary, words, words.more("goals.local"), local))
        blocks.append(Paragraph(words.more("goals.local_about"), "about"))
    if goals.others:
        codes = ", ".join(one.code for one in goals.others)
        blocks.append(Paragraph(words.document("goals.others", codes=codes), "about"))
    if "scores" in drawn:
        note = words.more("scores.policies_note", method=summary.scores.policies.method)
        blocks += [ChartBlock(drawn["scores"]), Paragraph(note, "about")]
    title = words.document("goals.title")
    return Section(title, tuple(blocks))


def _goals_table(
    summary: Summary,
    words: Wording,
    title: str,
    shown: Iterable[tuple[Indicator, GoalFigure]],
) -> FiguresTable:
    """A line an indicator."""
    head = (
        words.more("goals.code"),
        words.chart("indicator_name"),
        words.chart("figure"),
        words.chart("supplied_by"),
    )
    rows = tuple(_goal_row(summary, words, one, figure) for one, figure in shown)
    return FiguresTable(title, head, rows, (0.9, 5.2, 2.1, 1.8), words=2)


def _goal_row(
    summary: Summary, words: Wording, indicator: Indicator, figure: GoalFigure
) -> tuple[Cell, ...]:
    """Its names, its figure with the unit, and how many governments supply it."""
    entered, whole = figure.indicator.code, figure.areas[REGION]
    kind = kinds_of(figure)[0]
    value, unit = words.text("withheld"), ""
    if not summary.hides(goal_key(entered, kind), REGION):
        found = shown_value(words, whole, kind)
        value = found if isinstance(found, str) else words.number(round(found, 1))
        unit = unit_of(words, indicator)
        if unit == "%" and not isinstance(found, str):
            value, unit = words.document("percent", share=value), ""
    known = supplied_by(words, figure, REGION)
    name = Cell(name_of(words, indicator, figure), local_use(words, indicator, entered))
    return (Cell(code_of(words, indicator)), name, Cell(value, unit), Cell(known))


def practices_section(
    summary: Summary, words: Wording, drawn: Mapping[str, Chart]
) -> Section | None:
    """Practices by class; of an internal summary, the practices themselves."""
    if SHEET not in summary.sheets:
        return None
    blocks: list[Block] = [Paragraph(words.more("practices.about"), "about")]
    if "practices" in drawn:
        blocks.append(ChartBlock(drawn["practices"]))
    if any(measure.key == _MEASURE for measure in summary.measures):
        total = summary.total(_MEASURE)
        numbers = {"number": total.governments, "answered": total.with_data}
        blocks.append(Paragraph(words.more("practices.coverage", **numbers)))
    if not summary.practices:
        blocks.append(Paragraph(words.more("practices.nothing")))
    elif summary.publication is None:
        blocks += _practices(summary, words)
    return Section(words.more("practices.title"), tuple(blocks))


def _practices(summary: Summary, words: Wording) -> list[Block]:
    """One line a practice, best evidence first; the longest lists are cut, and say so."""
    titles = {
        (line.place, line.row): str(line.value)
        for line in summary.lines
        if (line.sheet, line.field) == (SHEET, TITLE) and line.value is not None
    }
    ordered = [line for key in classes() for line in summary.practices if class_of(line) == key]
    rows = tuple(
        (
            Cell(brief(words, titles.get((line.place, line.row), ""))),
            Cell(line.place_name),
            Cell(class_name(words, class_of(line))),
        )
        for line in ordered[:_MOST]
    )
    head = tuple(words.more(f"practices.{key}") for key in ("practice", "place", "category"))
    blocks: list[Block] = [FiguresTable("", head, rows, (4.5, 2.4, 2.2), words=3)]
    if len(ordered) > _MOST:
        number = words.number(len(ordered) - _MOST)
        blocks.append(Paragraph(words.document("more", number=number), "about"))
    return blocks


def unusual_section(summary: Summary, words: Wording) -> Section | None:
    """Figures that are far from what others have, with what their senders say of them."""
    if not summary.unusual:
        return None
    items = []
    for line in summary.unusual[:_MOST]:
        parts = [line.place, brief(words, line.message)]
        if line.explanation:
            parts.append(words.more("quality.explained", text=brief(words, line.explanation)))
        items.append(words.document("unusual", text=". ".join(p.rstrip(".") for p in parts)))
    blocks: list[Block] = [Paragraph(words.more("quality.unusual_about"), "about")]
    blocks.append(Bullets(tuple(items)))
    if len(summary.unusual) > _MOST:
        number = words.number(len(summary.unusual) - _MOST)
        blocks.append(Paragraph(words.document("more", number=number), "about"))
    return Section(words.more("quality.unusual"), tuple(blocks))
