"""Boundaries that moved: which earlier places a place follows, from one period to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from indicators.tables import read_csv
from templates.records import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from templates.periods import Period

Move = Literal["renamed", "merged", "split"]
MOVES: tuple[Move, ...] = get_args(Move)
COLUMNS = ("old", "new", "kind", "date", "name", "source")
_NEEDED = ("old", "new", "kind", "date")


@dataclass(frozen=True, slots=True)
class Successor:
    """One line of a successor table: from `day` on, `new` stands where `old` stood.

    `name`: what the new place is called, or empty if its name stays.
    """

    old: str
    new: str
    kind: Move
    day: date
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a place comes from: the earlier places, what happened last, and when.

    `kind` is empty for a place that nothing happened to.
    """

    places: tuple[str, ...]
    kind: Move | Literal[""] = ""
    day: date | None = None
    source: str = ""


def read_successors(path: Path) -> tuple[Successor, ...]:
    """Read a successor table; mistakes are a `DefinitionError`."""
    return tuple(
        _successor(row, Origin(path, f"line {n}")) for n, row in enumerate(read_csv(path), 2)
    )


def descents(
    old: Iterable[str], table: Iterable[Successor], before: Period, until: date
) -> dict[str, Descent]:
    """By code, where each place of `until` comes from, seen from the period before.

    `old`: the codes that were expected then. A place that was split has no heir that stands for it
    whole, so that each part descends from it as `split`; what is merged later stays so.
    """
    found = {code: Descent((code,)) for code in old}
    moves = [line for line in table if _counts(line, found, before) and line.day <= until]
    for day in sorted({line.day for line in moves}):
        today = [line for line in moves if line.day == day]
        # A place that was not expected has a past all the same, of which nothing is known.
        past = {line.old: found.pop(line.old, Descent((line.old,))) for line in today}
        for line in today:
            found[line.new] = _joined(found.get(line.new), past[line.old], line)
        for line in today:
            # A place that lost a part and lives on need not be listed as a part of itself.
            if line.kind == "split":
                found.setdefault(line.old, _joined(None, past[line.old], line))
    return found


def what_became(code: str, table: Iterable[Successor], until: date) -> Descent | None:
    """The places that stand by `until` where this one stood; None if nothing happened to it.

    `kind` and `day` are those of the first change; `split` if several places follow.
    """
    lines = sorted((line for line in table if line.day <= until), key=lambda line: line.day)
    first = next((line for line in lines if line.old == code), None)
    if first is None:
        return None
    places, passed = [code], {code}
    for line in lines:
        if line.old in places:
            today = [other.new for other in lines if (other.old, other.day) == (line.old, line.day)]
            at = places.index(line.old)
            places[at : at + 1] = [new for new in today if new not in passed]
            passed |= set(today)
    kind = "split" if len(places) > 1 else first.kind
    return Descent(tuple(dict.fromkeys(places)), kind, first.day, first.source) if places else None


def _counts(line: Successor, old: Container[str], before: Period) -> bool:
    """Whether the change lies after the period before, or was passed over in it."""
    if line.day > before.end:
        return True
    return line.day >= before.start and line.old in old and line.new not in old


def _joined(known: Descent | None, before: Descent, line: Successor) -> Descent:
    places = dict.fromkeys((*(known.places if known else ()), *before.places))
    kinds = {line.kind, before.kind, known.kind if known else ""}
    if len(places) > 1:
        # Whoever takes the code of another place is one with it.
        kinds.add("merged")
    kind = next(kind for kind in ("split", "merged", "renamed") if kind in kinds)
    return Descent(tuple(places), kind, line.day, line.source)


def _successor(row: dict[str, str], origin: Origin) -> Successor:
    for column in row:
        if column not in COLUMNS:
            origin.fail(f"unknown column '{column}'; {nearest(column, COLUMNS)}")
    for column in _NEEDED:
        if not row.get(column):
            origin.fail(f"the column '{column}' is empty; fill it in")
    for kind in MOVES:
        if kind == row["kind"]:
            break
    else:
        origin.fail(f"'{row['kind']}' is no kind of change; write one of: {', '.join(MOVES)}")
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        origin.fail(f"'{row['date']}' is no day; write it as 2027-01-01")
    return Successor(row["old"], row["new"], kind, day, row.get("name", ""), row.get("source", ""))
