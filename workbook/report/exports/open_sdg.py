"""The folder that Open SDG builds a site from: figures, facts and settings by indicator.

Its builder reads a column of digits with blanks as decimals (`500500000.0`), so every area code has
letters in front. A blank area means the whole; `Year` comes first and `Value` last.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workbook.report.exports.figures import area_code
from workbook.report.exports.formats import codes_of
from workbook.report.exports.table import clean, csv_bytes
from workbook.round.status import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicators.sdg_catalogue import Indicator
    from workbook.compile.goals import GoalFigure
    from workbook.compile.model import Summary
    from workbook.report.wording import Wording

_Fields = dict[str, object]


def open_sdg_files(summary: Summary, words: Wording, language: str) -> Mapping[str, bytes]:
    """The files by path; none for a round that is no calendar year, as Open SDG knows no other."""
    figures = [(one, figure) for one, figure in summary.goals.shown if _has_figure(figure)]
    if not figures or not summary.period.isdecimal():
        return {}
    area = words.export("open_sdg.area")
    files = {
        "config_data.yml": _yaml(_configuration(language)),
        "metadata_schema.yml": _yaml(_metadata_schema(words)),
        f"translations/{language}/data.yml": _yaml({area: area}),
    }
    for indicator, figure in figures:
        key = indicator.code.replace(".", "-")
        rows = list(_rows(summary, words, figure))
        files[f"data/indicator_{key}.csv"] = csv_bytes(("Year", area, "GeoCode", "Value"), rows)
        files[f"meta/{key}.yml"] = _yaml(_metadata(summary, words, indicator))
        files[f"indicator-config/{key}.yml"] = _yaml(_settings(summary, words, indicator))
    return files


def _has_figure(figure: GoalFigure) -> bool:
    return any(found.value is not None for found in figure.areas.values())


def _rows(summary: Summary, words: Wording, figure: GoalFigure) -> Iterator[tuple[object, ...]]:
    """The whole first; areas without a figure are left out, as a blank value says nothing."""
    codes = codes_of(summary.programme)
    for area, found in sorted(figure.areas.items(), key=lambda item: item[0] != ""):
        if found.value is None:
            continue
        name = words.area(area).strip() if area else ""
        known = area and area != INDEPENDENT
        code = codes.geo(area_code(summary, area)) if known else ""
        yield summary.year, name, code, found.value


def _metadata(summary: Summary, words: Wording, indicator: Indicator) -> _Fields:
    framework = summary.goals.framework
    return {
        "SDG_GOAL": indicator.goal,
        "SDG_TARGET": f"{indicator.target} {indicator.target_name}",
        "SDG_INDICATOR": f"{indicator.code} {indicator.official_name}",
        "SDG_CUSTODIAN_AGENCIES": indicator.custodian,
        "STAT_CONC_DEF": words.export(
            "open_sdg.definition",
            use=words.sdg(f"use.{indicator.local_use}"),
            adds_up=words.sdg(f"adds_up.{indicator.adds_up}"),
        ),
        "REC_USE_LIM": words.export("open_sdg.limits", region=summary.region),
        "OTHER_DOC": words.sdg("framework.about", framework_version=framework.framework_version),
    }


def _settings(summary: Summary, words: Wording, indicator: Indicator) -> _Fields:
    return {
        "indicator_name": indicator.official_name,
        "indicator_number": indicator.code,
        "reporting_status": "complete",
        "data_non_statistical": False,
        "graph_type": "bar",
        "graph_title": words.export("open_sdg.graph", code=indicator.code, region=summary.region),
        "computation_units": words.export("open_sdg.unit"),
        "national_geographical_coverage": summary.region,
        "proxy": indicator.local_use != "direct",
    }


def _configuration(language: str) -> _Fields:
    """Without looks at git and foreign translations, which would go to the network."""

    def notes(folder: str) -> _Fields:
        return {"class": "InputYamlMeta", "path_pattern": f"{folder}/*-*.yml", "git": False}

    return {
        "languages": [language],
        "site_dir": "_site",
        "schema_file": "metadata_schema.yml",
        "src_dir": "",
        "inputs": [
            {"class": "InputCsvData", "path_pattern": "data/*-*.csv"},
            notes("indicator-config"),
            notes("meta"),
        ],
        "translations": [{"class": "TranslationInputYaml", "source": "translations"}],
    }


def _metadata_schema(words: Wording) -> _Fields:
    keys = {
        "SDG_GOAL": "meta", "SDG_TARGET": "meta", "SDG_INDICATOR": "meta",
        "SDG_CUSTODIAN_AGENCIES": "meta", "STAT_CONC_DEF": "meta", "REC_USE_LIM": "meta",
        "OTHER_DOC": "meta",
    }  # fmt: skip
    fields = [
        {
            "name": key,
            "field": {
                "element": "multiline",
                "label": words.export(f"open_sdg.fields.{key}"),
                "required": False,
                "scope": "global",
            },
        }
        for key in keys
    ]
    return {"prose": {"metadata": {"meta": fields}}}


def _yaml(fields: _Fields) -> bytes:
    """YAML one key a line; a value in JSON is YAML too, whatever letters it holds."""
    lines = (f"{json.dumps(_cleaned(key), ensure_ascii=False)}: {_line(value)}\n"
             for key, value in fields.items())  # fmt: skip
    return "".join(lines).encode()


def _line(value: object) -> str:
    return json.dumps(_cleaned(value), ensure_ascii=False)


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value
