"""The catalogue of measures, read from data/measures.toml and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from indicators.model import ALL_LEVELS, Criterion, Measure
from indicators.tables import DefinitionError, read_toml

MEASURES = Path(__file__).parent / "data" / "measures.toml"
_KINDS = ("records", "sum", "marks", "places")
_KEYS = {field.name for field in fields(Measure)}
_TESTS = {"field", "in", "at_least", "answered", "not_ended"}


def load_measures(path: Path = MEASURES) -> tuple[Measure, ...]:
    """All measures in the order in which they are shown; a mistake is a `DefinitionError`."""
    measures: list[Measure] = []
    for data in read_toml(path).get("measures", []):
        measure = _measure(data, path)
        known = {earlier.key for earlier in measures}
        if measure.key in known:
            raise DefinitionError(path, measure.key, "this key is used twice; choose another")
        for part in measure.all_of:
            if part not in known:
                msg = f"all_of names '{part}', which is not declared above it"
                raise DefinitionError(path, measure.key, msg)
        for name in ("part_of", "no_fewer_than"):
            other = getattr(measure, name)
            if other and other not in known:
                msg = f"{name} names '{other}', which is not declared above it"
                raise DefinitionError(path, measure.key, msg)
        measures.append(measure)
    return tuple(measures)


def _measure(data: dict[str, Any], path: Path) -> Measure:
    key = str(data.get("key", ""))
    if unknown := sorted(set(data) - _KEYS):
        msg = f"unknown words {', '.join(unknown)}; use {', '.join(sorted(_KEYS))}"
        raise DefinitionError(path, key, msg)
    if not key or not data.get("theme") or data.get("counts") not in _KINDS:
        msg = f"write key, theme and counts (one of {', '.join(_KINDS)})"
        raise DefinitionError(path, key, msg)
    values = {name: _frozen(value) for name, value in data.items()}
    for tests in ("where", "unless"):
        values[tests] = tuple(_test(test, path, key) for test in data.get(tests, []))
    measure = Measure(**values)
    if mistake := _mistake(measure):
        raise DefinitionError(path, key, mistake)
    return measure


def _test(data: dict[str, Any], path: Path, key: str) -> Criterion:
    tests = set(data) - {"field"}
    if "field" not in data or len(tests) != 1 or not tests <= _TESTS:
        msg = (
            "each test of `where` and `unless` has a field and one of in, at_least, answered, "
            "not_ended"
        )
        raise DefinitionError(path, key, msg)
    one_of = tuple(
        str(code).lower() if isinstance(code, bool) else str(code) for code in data.get("in", [])
    )
    return Criterion(
        field=data["field"],
        one_of=one_of,
        at_least=data.get("at_least"),
        answered=bool(data.get("answered", False)),
        not_ended=bool(data.get("not_ended", False)),
    )


def _mistake(measure: Measure) -> str:
    """What is missing from a measure of its kind; empty if nothing is."""
    needed = {
        "records": bool(measure.sheet and measure.where),
        "sum": bool(measure.sheet and measure.field),
        "marks": bool(measure.sheet and measure.marks and measure.marks_needed),
        "places": bool(measure.all_of),
    }
    if not needed[measure.counts]:
        return (
            "records need sheet and where, sum needs sheet and field, marks needs sheet, marks "
            "and marks_needed, places needs all_of"
        )
    if measure.withhold and measure.counts != "sum":
        return "only a sum counts people; remove withhold"
    if wrong := [level for level in measure.levels if level not in ALL_LEVELS]:
        return f"unknown level {wrong[0]}; use {', '.join(ALL_LEVELS)}"
    return ""


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
