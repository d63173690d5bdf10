"""From a summary to the document: cover, sections in the order in which they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.periods import parse_period
from workbook.report.answered import STATES, governments, tally
from workbook.report.charts.build import charts
from workbook.report.document.closing import counted_section, outstanding_section, source_section
from workbook.report.document.judged import goals_section, practices_section, unusual_section
from workbook.report.document.model import Document
from workbook.report.document.opening import response_section, short_section
from workbook.report.document.themes import own_section, themes_section
from workbook.report.exports.figures import audience_of
from workbook.report.wording import summary_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from templates.model import Texts
    from workbook.compile.model import Summary
    from workbook.report.charts.model import Chart
    from workbook.report.document.model import Section
    from workbook.report.wording import Wording


def make_document(summary: Summary, texts: Texts) -> Document:
    """The document in the language of the texts; the same summary gives the same one."""
    words = summary_wording(summary, texts)
    drawn = {chart.key: chart for chart in charts(summary, words)}
    end = parse_period(summary.period).end
    programme = texts.get(f"programmes.{summary.programme}.title", summary.programme)
    return Document(
        title=words.text("document_title"),
        cover=(summary.region, words.document("cover")),
        language=texts.language,
        audience=words.document(f"audience.{audience_of(summary).lower()}"),
        notice=words.text("internal"),
        footer=words.text("footer"),
        contents=words.document("contents"),
        page=words.text("page"),
        day=(end.year, end.month, end.day),
        facts=tuple(_facts(summary, words, programme)),
        sections=tuple(_sections(summary, words, drawn)),
    )


def _facts(summary: Summary, words: Wording, programme: str) -> Iterator[tuple[str, str]]:
    """What the cover says of the collection."""
    found = tally(governments(summary))
    yield words.text("provenance.period"), words.document("period")
    rounds = sum(line.state != "missing" for line in summary.regions)
    regions = {"rounds": words.number(rounds), "all": words.number(len(summary.regions))}
    edition = words.document("edition", name=programme, edition=summary.edition, **regions)
    yield words.text("provenance.programme"), edition
    counted, expected = words.number(found["counted"]), words.number(found["expected"])
    yield words.document("counted"), words.text("of", count=counted, all=expected)
    people = _people(summary, words)
    if people:
        yield words.document("people"), people


def _people(summary: Summary, words: Wording) -> str:
    """The share of the population in the places that count; empty where it is not known."""
    asked = governments(summary)
    populations = [line.status.place.population for line in asked]
    if not populations or any(number is None for number in populations):
        return ""
    everybody = sum(number or 0 for number in populations)
    counted = sum(
        line.status.place.population or 0
        for line in asked
        if line.status.state in STATES["counted"]
    )
    if not everybody:
        return ""
    share = words.number(round(100 * counted / everybody))
    return words.document("people_share", share=share, all=words.number(everybody))


def _sections(summary: Summary, words: Wording, drawn: Mapping[str, Chart]) -> Iterator[Section]:
    yield short_section(summary, words, drawn)
    yield response_section(words, drawn)
    yield themes_section(summary, words, drawn)
    for section in (
        own_section(summary, words),
        goals_section(summary, words, drawn),
        practices_section(summary, words, drawn),
        outstanding_section(summary, words),
        unusual_section(summary, words),
    ):
        if section is not None:
            yield section
    yield counted_section(summary, words)
    yield source_section(summary, words)
