"""SDMX-CSV 1.0 with the dimensions of the global SDG structure: figures of areas, not of countries.

The structure has no codes for areas below the country, so the codes of areas are our own and lie
beside the figures, and a remark on every figure says what it is of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.report.exports.figures import WHOLE, area_code, audience_of
from workbook.report.exports.formats import codes_of, formats, sdmx_series
from workbook.report.exports.table import csv_bytes
from workbook.round.status import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicators.sdg_totals import AreaFigure
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary
    from workbook.report.exports.formats import Codes, Series
    from workbook.report.wording import Wording


def sdmx_files(summary: Summary, words: Wording) -> Mapping[str, bytes]:
    """The figures and the code list of their areas; no figures, no files."""
    declared = formats()["sdmx"]
    rows = list(_observations(summary, words, declared))
    if not rows:
        return {}
    stem, audience = f"{summary.programme}-{summary.period}", audience_of(summary)
    head = ("DATAFLOW", *declared["dimensions"], "OBS_VALUE", *declared["attributes"])
    return {
        f"{stem}-sdg-{audience}.csv": csv_bytes(head, rows),
        f"{stem}-areas-{audience}.csv": csv_bytes(("code", "name"), list(_areas(summary, words))),
    }


def _observations(
    summary: Summary, words: Wording, declared: Mapping[str, Any]
) -> Iterator[tuple[object, ...]]:
    """One line for each indicator that has a series, and each area with a code and a figure."""
    series = sdmx_series()
    for goal in summary.goals.figures:
        given = series.get(goal.indicator.code)
        if given is None:
            continue
        for area, figure in goal.areas.items():
            code = _code(summary, area)
            if figure.value is not None and code:
                values = _dimensions(summary, declared, given, code)
                remark = _remark(summary, words, goal, figure, area)
                yield (
                    declared["dataflow"],
                    *(values[name] for name in declared["dimensions"]),
                    figure.value,
                    given.status,
                    declared["unit_mult"],
                    given.unit,
                    declared["nature"],
                    remark,
                )


def _dimensions(
    summary: Summary, declared: Mapping[str, Any], given: Series, area: str
) -> dict[str, str]:
    part = summary.period.partition("-")[2]
    mark = part[:1] if part[:1] in {"S", "Q"} else "M" if part else ""
    values = dict.fromkeys(declared["dimensions"], declared["total"])
    return values | {
        "FREQ": declared["frequency"][mark],
        "REPORTING_TYPE": declared["reporting_type"],
        "SERIES": given.series,
        "REF_AREA": area,
        "SEX": given.sex,
        "AGE": given.age,
        "TIME_PERIOD": summary.period,
    }


def _remark(
    summary: Summary, words: Wording, goal: GoalFigure, figure: AreaFigure, area: str
) -> str:
    name = words.area(area) if area else summary.region
    return words.export(
        f"sdmx.{goal.indicator.local_use}",
        area=name,
        governments=figure.governments,
        asked=figure.governments + figure.without_data,
        code=goal.indicator.code,
    )


def _areas(summary: Summary, words: Wording) -> Iterator[tuple[str, str]]:
    if code := _code(summary, ""):
        yield code, summary.region
    for area in summary.areas:
        if code := _code(summary, area.key):
            yield code, words.area(area.key)


def _code(summary: Summary, area: str) -> str:
    """The area's code with letters in front; empty where nobody else knows such an area."""
    codes: Codes = codes_of(summary.programme)
    code = area_code(summary, area)
    return "" if code in {INDEPENDENT, WHOLE} else codes.geo(code)
