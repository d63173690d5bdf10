"""Two compared rounds on the screen, as JSON and as CSV."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cli.printing import print_line, print_table
from templates.localise import format_number
from workbook.compile.changes_model import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Texts
    from workbook.compile.changes_model import AreaFigure, PlaceFigure, RecordChange, RoundChanges
    from workbook.report.comparison_words import ChangeWording

FIGURE_COLUMNS = (
    "of", "code", "name", "figure", "label", "old", "new", "old_places", "new_places",
    "like_places", "like_old", "like_new", "difference", "percent",
)  # fmt: skip


def rounds_object(changes: RoundChanges, words: ChangeWording) -> dict[str, object]:
    """The comparison as JSON has it."""
    return {
        "compared": "rounds",
        "programme": changes.new.programme,
        "rounds": [
            {
                "period": side.period.code,
                "version": side.version,
                "edition": side.edition,
                "expected": side.expected,
                "counted": len(side.returns),
            }
            for side in (changes.old, changes.new)
        ],
        "counted_in_both": len(changes.places),
        "moved": [
            {"place": one.place, "kind": one.kind, "from": list(one.places)}
            for one in changes.moved
        ],
        "asked_only_in_old": list(changes.only_old),
        "asked_only_in_new": list(changes.only_new),
        "figures": list(figure_rows(changes, words)),
        "records": [_record_object(one, words) for one in changes.records],
    }


def figure_rows(changes: RoundChanges, words: ChangeWording) -> Iterator[dict[str, object]]:
    """One line a figure of the region, of each area, and of each place."""
    for area in changes.area_figures:
        yield _area_row(area, changes, words)
    for place in changes.place_figures:
        yield _place_row(place, changes, words)


def _area_row(one: AreaFigure, changes: RoundChanges, words: ChangeWording) -> dict[str, object]:
    percent = changes.percent(one.like_old, one.difference)
    return {
        "of": "area" if one.area else "region",
        "code": one.area or None,
        "name": words.total_of(one.area),
        "figure": one.figure,
        "label": words.figure(one.figure),
        "old": one.old,
        "new": one.new,
        "old_places": one.old_places,
        "new_places": one.new_places,
        "like_places": one.like_places,
        "like_old": one.like_old,
        "like_new": one.like_new,
        "difference": one.difference,
        "percent": None if percent is None else round(percent, 1),
    }


def _place_row(one: PlaceFigure, changes: RoundChanges, words: ChangeWording) -> dict[str, object]:
    percent = changes.percent(one.old, one.difference)
    return {
        "of": "place",
        "code": one.place.code,
        "name": one.place.name,
        "figure": one.figure,
        "label": words.figure(one.figure),
        "old": one.old,
        "new": one.new,
        "old_places": int(one.old is not None),
        "new_places": int(one.new is not None),
        "like_places": int(one.is_like),
        "like_old": one.old if one.is_like else None,
        "like_new": one.new if one.is_like else None,
        "difference": one.difference,
        "percent": None if percent is None else round(percent, 1),
    }


def _record_object(one: RecordChange, words: ChangeWording) -> dict[str, object]:
    return {
        "kind": one.kind,
        "place": one.place.code,
        "name": one.place.name,
        "sheet": one.sheet,
        "row": one.row,
        "record": one.name or None,
        "field": one.field or None,
        "old": words.answer(one.old) if one.field else None,
        "new": words.answer(one.new) if one.field else None,
    }


def print_rounds(changes: RoundChanges, words: ChangeWording, texts: Texts) -> None:
    """Responses, the key figures of the region like with like, and records by area."""
    print_line(words.compared("rounds.title", programme=_programme(changes, texts)), bold=True)
    for key, side in (("old", changes.old), ("new", changes.new)):
        line = words.compared(
            f"rounds.response_{key}", counted=len(side.returns), expected=side.expected
        )
        print_line(line)
    print_line(words.compared("rounds.both", number=len(changes.places)))
    for moved in changes.moved:
        print_line(_moved_line(words, moved.kind, moved.place, moved.places))
    for key, only in (("only_old", changes.only_old), ("only_new", changes.only_new)):
        if only:
            print_line(words.compared(f"rounds.{key}", number=len(only)))
    print_line()
    _print_region(changes, words, texts)
    print_line()
    _print_records(changes, words)


def _moved_line(words: ChangeWording, kind: str, place: str, places: tuple[str, ...]) -> str:
    return words.compared(f"rounds.{kind}", place=place, places=", ".join(places))


def _programme(changes: RoundChanges, texts: Texts) -> str:
    return texts.get(f"programmes.{changes.new.programme}.name", changes.new.programme)


def _print_region(changes: RoundChanges, words: ChangeWording, texts: Texts) -> None:
    """The measures of the region that have figures in both rounds."""
    declared = {measure.key for measure in changes.measures}
    rows = [
        [
            words.figure(one.figure),
            str(one.like_places),
            _written(one.like_old, texts),
            _written(one.like_new, texts),
            _signed(one.difference, texts),
            _percent(changes.percent(one.like_old, one.difference), texts),
        ]
        for one in changes.area_figures
        if not one.area and one.figure in declared and one.like_places
    ]
    keys = ("measure", "like_places", "old", "new", "difference", "percent")
    print_table([words.compared(f"rounds.columns.{key}") for key in keys], rows, last=False)
    print_line(words.compared("rounds.like_note"))


def _print_records(changes: RoundChanges, words: ChangeWording) -> None:
    counts = Counter((one.area, one.kind) for one in changes.records)
    areas = list(dict.fromkeys(one.area for one in changes.records))
    if not areas:
        print_line(words.compared("rounds.no_records"))
        return
    rows = [
        [words.total_of(area), *(str(counts[area, kind]) for kind in RECORD_KINDS)]
        for area in areas
    ]
    whole = [str(sum(counts[area, kind] for area in areas)) for kind in RECORD_KINDS]
    rows.append([words.compared("rounds.all"), *whole])
    headings = [words.compared(f"rounds.records.{kind}") for kind in RECORD_KINDS]
    print_table([words.compared("rounds.records.title"), *headings], rows, last=True)


def _written(value: float | None, texts: Texts) -> str:
    return "–" if value is None else format_number(value, texts)


def _signed(value: float | None, texts: Texts) -> str:
    shown = _written(value, texts)
    return f"+{shown}" if value is not None and value > 0 else shown


def _percent(value: float | None, texts: Texts) -> str:
    return "" if value is None else f"{_signed(round(value, 1), texts)} %"
