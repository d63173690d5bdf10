"""What matters in short, and who has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.model import REGION
from workbook.report.answered import governments, tally
from workbook.report.charts.beside import KEY
from workbook.report.document.figures import (
    behind,
    column_label,
    concerns_governments,
    coverage,
    region_figure,
)
from workbook.report.document.model import (
    Bullets,
    Card,
    Cards,
    Cell,
    ChartBlock,
    FiguresTable,
    Paragraph,
    Section,
)
from workbook.report.themes import headlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicators.model import Measure, Target
    from workbook.compile.model import Summary
    from workbook.report.charts.model import Chart
    from workbook.report.document.model import Block
    from workbook.report.wording import Wording

_CARDS = 4
# A key figure of which less than this part of the governments told something is to be read with
# care.
_THIN = 0.5


def short_section(summary: Summary, words: Wording, drawn: Mapping[str, Chart]) -> Section:
    """The figures that stand out, what they mean, and all key figures."""
    blocks: list[Block] = [Cards(tuple(_cards(summary, words)))]
    blocks.append(Bullets(tuple(_messages(summary, words))))
    found = headlines(summary)
    if found:
        blocks.append(_key_figures(summary, words, found))
        blocks.append(Paragraph(words.document("short.how"), "about"))
    blocks += [ChartBlock(chart) for chart in drawn.values() if chart.theme == KEY]
    aimed = [one for one in summary.measures if summary.target(one.key) and one not in found]
    compared = _last_table(summary, words, [*found, *aimed])
    if compared is not None:
        regions = {"regions": len(summary.followed), "all": len(summary.regions)}
        alike = words.document("short.alike", last=summary.last, **regions)
        blocks += [compared, Paragraph(alike, "about")]
    money = words.money_not_compared(summary)
    if money:
        blocks.append(Paragraph(money, "about"))
    main = [one for one in found if summary.last_total(one.key)]
    if summary.followed and main:
        blocks.append(_last_by_region(summary, words, main))
    return Section(words.document("short.title"), tuple(blocks))


def _cards(summary: Summary, words: Wording) -> Iterator[Card]:
    found = tally(governments(summary))
    counted, expected = words.number(found["counted"]), words.number(found["expected"])
    yield Card(counted, words.text("overview.counted", expected=expected))
    asked = [measure for measure in headlines(summary) if concerns_governments(measure)]
    for measure in asked[: _CARDS - 1]:
        total = summary.total(measure.key)
        note = words.document("data_from", coverage=coverage(words, total.with_data, total.asked))
        label = column_label(words, measure, summary.currency)
        yield Card(region_figure(summary, words, measure), label, note)


def _messages(summary: Summary, words: Wording) -> Iterator[str]:
    """Sentences: who answered, who answered for themselves, and which figures are thin."""
    found = tally(governments(summary))
    yield _sentence(words, "overview.message_response", found)
    own = [line for line in summary.places if line.status.place.level in {"region", "province"}]
    if own:
        answered = tally(own)
        numbers = {"counted_own": answered["counted"], "expected_own": answered["expected"]}
        yield _sentence(words, "overview.message_own", numbers)
    thin = [
        words.measure(measure.key)
        for measure in headlines(summary)
        if concerns_governments(measure) and _is_thin(summary, measure)
    ]
    if thin:
        yield words.document("short.thin", figures="; ".join(thin))
    if summary.publication is not None:
        yield words.text("withheld_note", below=summary.publication.below)


def _sentence(words: Wording, key: str, numbers: Mapping[str, float]) -> str:
    return words.text(key, **{name: words.number(round(n)) for name, n in numbers.items()})


def _is_thin(summary: Summary, measure: Measure) -> bool:
    total = summary.total(measure.key)
    return total.with_data < _THIN * total.asked


def _key_figures(summary: Summary, words: Wording, measures: Sequence[Measure]) -> FiguresTable:
    """One line a key figure, with the governments and the people behind it."""
    rows = []
    for measure in measures:
        label = Cell(column_label(words, measure, summary.currency))
        rest = ("", "", "")
        if concerns_governments(measure):
            rest = behind(summary, words, measure)
        else:
            label = Cell(label.text, words.text("overview.own_line"))
        figures = (region_figure(summary, words, measure), *rest)
        rows.append((label, *(Cell(text) for text in figures)))
    head = (
        words.text("own.measure"),
        words.text("overview.figure"),
        words.text("overview.governments"),
        words.text("overview.data_from"),
        words.document("people_behind"),
    )
    title = words.text("overview.figures")
    return FiguresTable(title, head, tuple(rows), (4.4, 1.3, 1.7, 1.3, 1.5))


def _last_table(
    summary: Summary, words: Wording, measures: Sequence[Measure]
) -> FiguresTable | None:
    """Key figures beside the round before, and what is to be reached; None without either."""
    rows = []
    for measure in measures:
        if not concerns_governments(measure):
            continue
        before, target = summary.last_total(measure.key), summary.target(measure.key)
        if before is None and target is None:
            continue
        dash = words.text("no_data")
        old, new, places = dash, dash, ""
        if before is not None and before.like_old is not None and before.like_new is not None:
            old, new = words.number(before.like_old), words.number(before.like_new)
            places = words.document("short.same", places=words.number(before.like_places))
        aim = Cell(dash)
        if target is not None:
            value = words.number(target.value)
            text = words.document("short.target", value=value, year=target.year)
            aim = Cell(text, _reached(summary, words, target))
        label = column_label(words, measure, summary.currency)
        rows.append((Cell(label), Cell(old), Cell(new, places), aim))
    if not rows:
        return None
    head = (
        words.text("own.measure"),
        summary.last or words.document("short.before"),
        summary.period,
        words.document("short.aim"),
    )
    return FiguresTable(words.document("short.last"), head, tuple(rows), (4.4, 1.4, 2, 1.8))


def _last_by_region(summary: Summary, words: Wording, measures: Sequence[Measure]) -> FiguresTable:
    """Of a country, the first key figures then and now, region by region; the country last."""
    chosen = [one for one in measures if concerns_governments(one)][:_CARDS]
    areas = (*(line.area for line in summary.followed), REGION)
    rows = tuple(
        (
            Cell(words.area(key) if key else words.text("region_total")),
            *(_then_and_now(summary, words, measure, key) for measure in chosen),
        )
        for key in areas
    )
    head = (words.chart("area"), *(column_label(words, one, summary.currency) for one in chosen))
    title = words.document("short.by_region", last=summary.last)
    widths = (2.4, *([2.0] * len(chosen)))
    return FiguresTable(title, head, rows, widths, has_total=True)


def _then_and_now(summary: Summary, words: Wording, measure: Measure, area: str) -> Cell:
    before = summary.last_total(measure.key, area)
    if before is None or before.like_old is None or before.like_new is None:
        return Cell(words.text("no_data"))
    old, new = words.number(before.like_old), words.number(before.like_new)
    places = words.document("short.same", places=words.number(before.like_places))
    return Cell(words.document("short.then_and_now", old=old, new=new), places)


def _reached(summary: Summary, words: Wording, target: Target) -> str:
    """How much of a target the total of all is; empty where that is not known."""
    value = summary.total(target.measure).value
    if value is None or not target.value or summary.hides(target.measure, REGION):
        return ""
    return words.document("short.reached", share=words.number(round(100 * value / target.value)))


def response_section(words: Wording, drawn: Mapping[str, Chart]) -> Section:
    """Who has answered, by area and by level, drawn and counted."""
    blocks: list[Block] = [Paragraph(words.text("response.subtitle"), "about")]
    found = [drawn[key] for key in ("response_by_area", "response_by_level") if key in drawn]
    for number, chart in enumerate(found):
        if not number:
            blocks.append(ChartBlock(chart))
        rows = tuple(tuple(Cell(text) for text in row) for row in chart.rows)
        widths = (3.0, *([1.0] * (len(chart.head) - 1)))
        title = chart.title if number else ""
        blocks.append(FiguresTable(title, chart.head, rows, widths, has_total=True))
    return Section(words.text("response.title"), tuple(blocks))
