"""Who has not answered, how it was counted and what to be careful with, where it comes from."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from workbook.report.answered import outstanding
from workbook.report.document.model import Bullets, Cell, FiguresTable, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.compile.model import PlaceLine, Summary
    from workbook.report.document.model import Block
    from workbook.report.wording import Wording

_FACTS = ("programme", "version", "edition", "period", "currency")
_READING = ("read_2", "read_4")
_NOTES = ("note_sums", "note_money", "note_measures", "note_codes")
_REASONS = ("people", "totals", "governments", "left_out", "sign")
# Names in one line of the list of those outstanding.
_MOST_NAMES = 60


def outstanding_section(summary: Summary, words: Wording) -> Section | None:
    """Who has not answered or came late, by area and state; never said in public."""
    if summary.publication is not None:
        return None
    title = words.text("response.outstanding")
    found = outstanding(summary)
    if not found:
        return Section(title, (Paragraph(words.text("response.nobody_outstanding")),))
    rows = tuple(_outstanding(words, found))
    head = tuple(words.text(f"response.{key}") for key in ("group", "state"))
    head = (*head, words.document("how_many"), words.document("names"))
    return Section(title, (FiguresTable("", head, rows, (2, 1.8, 0.8, 6), words=4),))


def _outstanding(words: Wording, found: tuple[PlaceLine, ...]) -> Iterator[tuple[Cell, ...]]:
    def group(line: PlaceLine) -> tuple[str, str]:
        late = words.text("response.late") if line.status.late else ""
        state = words.text(f"states.{line.status.state}")
        label = f"{state}, {late.lower()}" if late else state
        return words.towards(line.status.place.level, line.area), label

    order = {key: number for number, key in enumerate(dict.fromkeys(map(group, found)))}
    areas = {area: number for number, area in enumerate(dict.fromkeys(a for a, _ in order))}
    lines = sorted(found, key=lambda line: (areas[group(line)[0]], order[group(line)]))
    for (area, state), members in groupby(lines, key=group):
        names = [line.status.place.name for line in members]
        listed = ", ".join(names[:_MOST_NAMES])
        if len(names) > _MOST_NAMES:
            rest = words.number(len(names) - _MOST_NAMES)
            listed = words.document("names_more", names=listed, number=rest)
        yield Cell(area), Cell(state), Cell(words.number(len(names))), Cell(listed)


def counted_section(summary: Summary, words: Wording) -> Section:
    """How totals come about, what signs mean, and what the figures cannot tell."""
    reading = [words.document("care.adding")]
    reading += [words.text(f"overview.{key}") for key in _READING]
    reading += [words.text(f"provenance.{key}") for key in _NOTES]
    reading += [words.text("no_data_note"), words.document("care.people")]
    blocks: list[Block] = [Bullets(tuple(reading))]
    parts: list[Section] = []
    if summary.publication is not None:
        below = summary.publication.below
        reasons = [words.text(f"withholding.{key}", below=below) for key in _REASONS]
        withholding = (Bullets(tuple(reasons)),)
        parts.append(Section(words.text("withholding.title"), withholding))
    care = [words.document(f"care.{key}") for key in ("response", "known", "compare", "cause")]
    parts.append(Section(words.document("care.title"), (Bullets(tuple(care)),)))
    return Section(words.document("counting"), tuple(blocks), tuple(parts))


def source_section(summary: Summary, words: Wording) -> Section:
    """What was asked, which files were read, and what became of places since the round before."""
    facts = (
        summary.programme,
        summary.version,
        summary.edition,
        summary.period,
        summary.currency or words.text("no_data"),
    )
    rows = [
        (Cell(words.text(f"provenance.{key}")), Cell(fact))
        for key, fact in zip(_FACTS, facts, strict=True)
    ]
    if summary.publication is None:
        answers, files = len(summary.lines), sum(bool(line.sha256) for line in summary.places)
        rows.append((Cell(words.text("provenance.answers")), Cell(words.number(answers))))
        rows.append((Cell(words.document("files")), Cell(words.number(files))))
    head = (words.document("fact"), words.document("what"))
    blocks: list[Block] = [FiguresTable("", head, tuple(rows), (3, 6), words=2)]
    key = "trace" if summary.publication is None else "trace_public"
    blocks.append(Paragraph(words.document(key)))
    if summary.moved:
        blocks.append(Paragraph(words.last_year("title", last=summary.last)))
        blocks.append(Bullets(tuple(_moved(summary, words))))
    return Section(words.text("provenance.title"), tuple(blocks))


def _moved(summary: Summary, words: Wording) -> Iterator[str]:
    for moved in summary.moved:
        what = words.last_year(moved.kind, old=", ".join(moved.places), day=moved.day)
        yield words.text("theme.chart_value", area=f"{moved.name} ({moved.code})", value=what)
