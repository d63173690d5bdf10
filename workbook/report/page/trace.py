"""What every figure is made of, packed: columns of numbers into a list of texts said once.

The page opens it when the first figure is opened, so that it costs nothing before.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from workbook.compile.scored import PARTICIPATION
from workbook.report.goal_lines import code_of, name_of
from workbook.report.page.figures import is_government, unit_of
from workbook.report.page.goals import trace_key
from workbook.report.page.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indicators.sdg_sources import Source
    from workbook.compile.goals import LocalLine
    from workbook.compile.model import Contribution, DataLine, Summary
    from workbook.report.wording import Wording

_LEVEL = 9


@dataclass(slots=True)
class Pool:
    """Texts, each said once and then named by its number."""

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a text."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What a record, or a place, adds to a figure; `answers`: indices of data lines."""

    place: str
    record: str
    shown: str
    adds: float
    answers: tuple[int, ...]


def pack(summary: Summary, words: Wording) -> str:
    """Places, answers and what they add to, deflated, as letters that a page can hold."""
    pool = Pool()
    first, answers = _answers(summary, words, pool)
    number = {line.status.place.code: n for n, line in enumerate(summary.places)}
    figures = [
        _figure(key, label, unit, parts, (pool, number, first))
        for key, label, unit, parts in _figures(summary, words)
    ]
    packed = {
        "places": _places(summary, words, pool, first),
        "answers": answers,
        "figures": figures,
        "texts": pool.texts,
    }
    plain_json = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(plain_json.encode(), _LEVEL)).decode()


def _places(
    summary: Summary, words: Wording, pool: Pool, first: Mapping[str, int]
) -> dict[str, list[int]]:
    """Columns of the places; `area`: number of the area that they add to, or -1."""
    areas = {area.key: n for n, area in enumerate(summary.areas)}
    files: dict[str, str] = {}
    for answer in summary.lines:
        files.setdefault(answer.place, answer.file)
    columns: dict[str, list[int]] = {
        key: [] for key in ("name", "code", "about", "state", "received", "file", "area", "first")
    }
    for line in summary.places:
        status, place = line.status, line.status.place
        adds = is_government(place.level)
        about = [words.level(place.level), words.towards(place.level, line.area)]
        told = {
            "name": place.name,
            "code": place.code,
            "about": " · ".join(about),
            "state": words.text(f"states.{status.state}"),
            "received": status.received,
            "file": files.get(place.code, status.file),
        }
        for key, text in told.items():
            columns[key].append(pool.number(plain(text)))
        columns["area"].append(areas.get(line.area, -1) if adds else -1)
        columns["first"].append(first.get(place.code, -1))
    return columns


def _answers(
    summary: Summary, words: Wording, pool: Pool
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Where the answers of each place begin, and their columns in the order of the data."""
    first: dict[str, int] = {}
    columns: dict[str, list[int]] = {
        key: [] for key in ("section", "record", "question", "state", "value", "cell")
    }
    for index, line in enumerate(summary.lines):
        first.setdefault(line.place, index)
        told = {
            "section": words.section(line.sheet),
            "record": words.record(line.sheet, line.row) if line.row else "",
            "question": words.question(line),
            "state": words.text(f"answers.{line.state}"),
            "value": value_text(line, words),
            "cell": line.cell,
        }
        for key, text in told.items():
            columns[key].append(pool.number(plain(text)))
    return first, columns


def value_text(line: DataLine, words: Wording) -> str:
    """An answer as people read it; empty where there is none."""
    if line.state != "answered" or line.value is None:
        return ""
    label = words.reads_as(line)
    if label:
        return label
    if isinstance(line.value, int | float):
        return words.number(line.value)
    return "; ".join(line.value) if isinstance(line.value, tuple) else str(line.value)


def _figure(
    key: str,
    label: str,
    unit: str,
    parts: Iterable[_Part],
    known: tuple[Pool, Mapping[str, int], Mapping[str, int]],
) -> dict[str, object]:
    """Columns of what a figure is made of: those that add something first, largest first.

    `count` and `answers`: how many answers each rests on, and which, counted from the place's
    first one.
    """
    pool, number, first = known
    listed = sorted(parts, key=lambda part: -part.adds)
    return {
        "key": key,
        "label": plain(label),
        "unit": unit,
        "adding": sum(part.adds > 0 for part in listed),
        "place": [number[part.place] for part in listed],
        "record": [pool.number(plain(part.record)) for part in listed],
        "shown": [pool.number(plain(part.shown)) for part in listed],
        "count": [len(part.answers) for part in listed],
        "answers": [index - first[part.place] for part in listed for index in part.answers],
    }


def _figures(summary: Summary, words: Wording) -> Iterator[tuple[str, str, str, Iterable[_Part]]]:
    behind: dict[tuple[str, str], list[int]] = {}
    for entry in summary.contributions:
        cells = behind.setdefault((entry.measure, entry.place), [])
        cells += [index for _, index in entry.cells]
    by_measure = {
        key: list(group) for key, group in groupby(
            sorted(summary.contributions, key=lambda entry: entry.measure),
            key=lambda entry: entry.measure,
        )
    }  # fmt: skip
    for measure in summary.measures:
        entries = by_measure.get(measure.key, [])
        parts = (_part(words, entry, measure.all_of, measure.sheet, behind) for entry in entries)
        yield measure.key, words.measure(measure.key), unit_of(summary, measure), parts
    for figure in summary.goals.every:
        answers = _supplied(summary.lines, figure.source)
        parts = (_goal_part(words, line, answers.get(line.place, [])) for line in figure.lines)
        one = figure.indicator
        name = f"{code_of(words, one)} {name_of(words, one, figure)}"
        yield trace_key(figure), name, "", parts


def _part(
    words: Wording,
    entry: Contribution,
    all_of: Sequence[str],
    sheet: str,
    behind: Mapping[tuple[str, str], list[int]],
) -> _Part:
    """What an entry adds; one made of other measures rests on the answers of these."""
    answers = [index for _, index in entry.cells]
    for part in all_of:
        answers += behind.get((part, entry.place), ())
    record = words.record(sheet, entry.row) if entry.row else ""
    shown = words.text("no_data") if entry.value is None else words.number(entry.value)
    return _Part(entry.place, record, shown, entry.value or 0, tuple(dict.fromkeys(answers)))


def _supplied(lines: Sequence[DataLine], source: Source | None) -> dict[str, list[int]]:
    """By place, the answers that an indicator comes from; without a source those of its scores."""
    sheet, row = (source.sheet, source.row) if source else (PARTICIPATION, None)
    wanted = {source.numerator, source.denominator, source.value} if source else set()
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.sheet == sheet and row in (None, line.row) and (not wanted or line.field in wanted):
            found.setdefault(line.place, []).append(index)
    return found


def _goal_part(words: Wording, line: LocalLine, answers: Sequence[int]) -> _Part:
    supplied = line.figure
    numbers = (supplied.numerator, supplied.denominator, supplied.value)
    told = [words.number(one) for one in numbers if one is not None]
    shown = " / ".join(told) if line.known else words.text("no_data")
    return _Part(line.place, "", shown, float(line.known), tuple(answers))
