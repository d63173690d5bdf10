"""Lines of an official indicator: what it is, its figure, the two parts and who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.sdg_catalogue import Indicator
    from indicators.sdg_totals import AreaFigure
    from workbook.compile.goals import GoalFigure
    from workbook.report.wording import Wording

_PERCENT = 100
_OWN = "own"
_OF_TWO_PARTS = frozenset({"ratio_of_sums", "share_of_governments"})


def code_of(words: Wording, indicator: Indicator) -> str:
    """The printed code; of a local indicator, the word that says so."""
    return words.more("goals.local_code") if indicator.local_use == _OWN else indicator.code


def name_of(words: Wording, indicator: Indicator, figure: GoalFigure) -> str:
    """The official name; of a local indicator, what is asked."""
    source = figure.source
    if indicator.local_use == _OWN and source is not None:
        return words.record(source.sheet, source.row)
    return indicator.official_name


def kinds_of(figure: GoalFigure) -> tuple[str, ...]:
    """The lines that an indicator has."""
    if figure.indicator.adds_up in _OF_TWO_PARTS:
        return ("value", "numerator", "denominator", "known")
    return ("value", "known")


def beside_kinds(figure: GoalFigure) -> tuple[str, ...]:
    """The lines that stand beside the figures of an indicator."""
    around = figure.beside.values()
    found: list[str] = []
    if any(one.lower is not None for one in around):
        found += ["lower", "upper"]
    if any(one.population_asked is not None for one in around):
        found.append("population")
    if figure.asks_targets:
        found += ["targets", "target"]
    return tuple(found)


def beside_value(words: Wording, figure: GoalFigure, kind: str, area: str) -> str | float:
    """What stands beside the figure of an area; a dash where it is not known."""
    around, total = figure.around(area), figure.areas[area]
    if kind == "targets":
        concerned = total.governments + total.without_data
        return words.text("of", count=around.targets or 0, all=concerned)
    value = {
        "lower": around.lower,
        "upper": around.upper,
        "population": around.population_share,
        "target": around.target,
    }[kind]
    return words.text("no_data") if value is None else value


def about_figure(words: Wording, indicator: Indicator, figure: GoalFigure) -> str:
    """What is asked locally, how it adds up, and under which codes it is printed."""
    entered = figure.indicator.code
    notes = [local_use(words, indicator, entered), words.sdg(f"adds_up.{indicator.adds_up}")]
    if len(figure.codes) > 1:
        codes = ", ".join(figure.codes)
        notes.append(words.sdg("framework.repeats", codes=codes, code=entered).rstrip("."))
    return ". ".join(notes) + "."


def local_use(words: Wording, indicator: Indicator, code: str) -> str:
    """How near the local figure comes to the indicator, and what it is."""
    use = words.sdg(f"use.{indicator.local_use}")
    if indicator.local_use == _OWN:
        return use
    return use + ": " + words.sdg(f"indicators.{code.replace('.', '-')}")


def line_label(words: Wording, figure: GoalFigure, kind: str) -> str:
    """What a line of an indicator says."""
    indicator = figure.indicator
    if kind == "known":
        return words.text("theme.line_with_data")
    if kind in {"lower", "upper", "population"}:
        return words.beside(f"lines.{kind}")
    if kind in {"targets", "target"}:
        return words.more(f"goals.{kind}")
    if kind == "value":
        return words.more("goals.value", unit=unit_of(words, indicator))
    return words.more(f"goals.{kind}", quantity=words.sdg(f"quantities.{getattr(indicator, kind)}"))


def unit_of(words: Wording, indicator: Indicator) -> str:
    """Percent, so many inhabitants, or a plain number."""
    if indicator.per == _PERCENT or (not indicator.per and "PT" in indicator.unit):
        return "%"
    if indicator.per:
        return words.more("goals.per", per=f"{indicator.per:,}")
    return words.more("goals.number")


def shown_value(words: Wording, figure: AreaFigure, kind: str) -> str | float:
    """A line's figure in one area; a dash without data."""
    if kind == "known":
        concerned = figure.governments + figure.without_data
        return words.text("of", count=figure.governments, all=concerned)
    value = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }[kind]
    return words.text("no_data") if value is None else value


def supplied_by(words: Wording, figure: GoalFigure, area: str) -> str:
    """How many of those concerned are in the figure, and the share of people who live there."""
    total, share = figure.areas[area], figure.around(area).population_share
    count = words.number(total.governments)
    text = words.text("of", count=count, all=words.number(total.governments + total.without_data))
    if share is None:
        return text
    return words.page("covered", governments=text, share=words.number(round(share)))
