"""The page: one file that opens from a memory stick, with every figure down to its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workbook.compile.evidenced import SHEET as PRACTICES
from workbook.report.answered import STATES, governments, tally
from workbook.report.charts.build import charts
from workbook.report.names import summary_name
from workbook.report.page.bundle import PARTS, chart_library, own_script, policy, style
from workbook.report.page.figures import cards, own_lines, themes
from workbook.report.page.goals import goals
from workbook.report.page.plain import plain
from workbook.report.page.practices import practices
from workbook.report.page.register import dot_map, place_rows
from workbook.report.page.trace import pack
from workbook.report.styles import BAND, INK, LINE, MUTED, SERIES, SOFT
from workbook.report.wording import summary_wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Environment

    from templates.model import Texts
    from workbook.compile.model import Summary
    from workbook.report.wording import Wording

# Texts that the script says; it has none of its own.
_SAID = (
    "opening", "too_old", "close", "back", "places_shown", "in_area", "in_all", "behind",
    "adding_only", "show_more", "nothing_adds", "government", "record", "figure", "rests_on",
    "file", "answers_of", "figures_of", "no_answers", "blank_too", "question", "value", "cell",
    "section", "received", "state", "code", "whole_text", "chart_failed", "dark", "light",
)  # fmt: skip
# Columns of the practices.
_PRACTICE = ("practice", "place", "category", "criteria", "direction")
# Colours of the charts that follow the page's own, so that they can be read in the dark too.
_COLOURS = {
    INK: "--ink", MUTED: "--muted", LINE: "--line", SOFT: "--soft", "#FFFFFF": "--on-series",
    **{colour: f"--series-{number}" for number, colour in enumerate(SERIES, start=1)},
    BAND: "--series-1",
}  # fmt: skip


def page_name(summary: Summary) -> str:
    """The file name of the page; it says for whom the file is."""
    return summary_name(summary, "html")


def write_page(summary: Summary, texts: Texts, target: Path) -> None:
    """Write the page; a file that another program holds open is an `OutputError`."""
    from workbook.round.outputs import write_file

    write_file(target, build_page(summary, texts))


def build_page(summary: Summary, texts: Texts) -> bytes:
    """The page in the language of the texts; the same summary gives the same bytes."""
    words = summary_wording(summary, texts)
    drawn = charts(summary, words)
    template = _environment(words).get_template("page.html")
    html = template.render(
        summary=summary,
        is_public=summary.publication is not None,
        language=texts.language,
        area_names=[words.area(area.key) for area in summary.areas],
        cards=cards(summary, words),
        key_charts=[chart for chart in drawn if chart.theme == "key"],
        response=_response(summary, words),
        response_charts=[chart for chart in drawn if chart.theme == "response"],
        themes=themes(summary, words, drawn),
        own=own_lines(summary, words),
        goals=goals(summary, words),
        goal_charts=[chart for chart in drawn if chart.theme in {"goals", "scores"}],
        practices=practices(summary, words) if PRACTICES in summary.sheets else None,
        practice_heads=[words.more(f"practices.{key}") for key in _PRACTICE],
        practice_charts=[chart for chart in drawn if chart.theme == "practices"],
        specs={chart.key: _recoloured(chart.spec) for chart in drawn},
        said={key: words.page(f"script.{key}") for key in _SAID},
        register_heads=_register_heads(words),
        **_single_places(summary, words),
    )
    return html.encode()


def _register_heads(words: Wording) -> list[str]:
    """Headings of the list of places."""
    place, level, group, state = (
        words.text(f"response.{key}") for key in ("place", "level", "group", "state")
    )
    return [
        place,
        level,
        group,
        words.page("places.population"),
        state,
        words.page("places.answered"),
    ]


def _environment(words: Wording) -> Environment:
    """Templates in which every text is escaped, with the scripts and words they use."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(PARTS, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        words=words,
        policy=policy(),
        style=style(),
        own_script=own_script(),
        chart_library=chart_library(),
    )
    return found


def _shown(value: object) -> object:
    """Texts as a page can hold them; markup is our own."""
    from markupsafe import Markup

    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _response(summary: Summary, words: Wording) -> dict[str, str | float]:
    """How many governments are counted, for the first card."""
    values = tally(governments(summary))
    told: dict[str, str | float] = {key: words.number(values[key]) for key in (*STATES, "expected")}
    return told | {"share": round(values["share"], 1)}


def _single_places(summary: Summary, words: Wording) -> dict[str, Any]:
    """What is told of single places; nothing of it stands in a public page."""
    if summary.publication is not None:
        return {"rows": (), "map": None, "packed": ""}
    rows = place_rows(summary, words)
    return {
        "rows": rows,
        "map": dot_map(summary.places, rows),
        "packed": pack(summary, words),
    }


def _recoloured(spec: Mapping[str, Any]) -> Any:
    """A drawing in the colours of the page, light or dark, in place of fixed ones."""
    text = json.dumps(spec, ensure_ascii=False)
    for colour, name in _COLOURS.items():
        text = text.replace(f'"{colour}"', f'"var({name})"')
    return json.loads(text)
