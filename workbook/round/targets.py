"""Targets in round.toml: what measures of the whole region are to reach, and by when."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from indicators.catalogue import load_measures
from indicators.model import Target
from indicators.tables import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indicators.model import Measure
    from templates.model import Texts

_KEYS = {"value", "year"}
_YEARS = range(2000, 2101)


def read_targets(table: dict[str, Any], path: Path, year: int) -> tuple[Target, ...]:
    """The targets below `[targets]`; `year` is that of the round, for targets without one."""
    if "targets" not in table:
        return ()
    section = table["targets"]
    if not isinstance(section, dict):
        message = "write the line [targets] and below it lines such as councils = 20"
        raise DefinitionError(path, "targets", message)
    known = [measure.key for measure in load_measures()]
    if unknown := sorted(set(section) - set(known)):
        message = f"there is no measure {', '.join(unknown)}; choose from {', '.join(known)}"
        raise DefinitionError(path, "targets", message)
    return tuple(_target(key, section[key], path, year) for key in known if key in section)


def check_targets(targets: Iterable[Target], measures: Iterable[Measure], path: Path) -> None:
    """A `DefinitionError` if a target is for what this round does not count."""
    counted = [measure.key for measure in measures]
    if others := [target.measure for target in targets if target.measure not in counted]:
        message = (
            f"this round does not count {', '.join(others)}: remove the line, or choose from "
            f"{', '.join(counted)}"
        )
        raise DefinitionError(path, "targets", message)


def targets_text(targets: Iterable[Target], texts: Texts) -> str:
    """The lines of round.toml for these targets, with a remark on what each one counts."""
    lines = (
        f"{one.measure} = {{ value = {one.value!r}, year = {one.year} }}"
        f" # {texts.get(f'indicators.measures.{one.measure}')}"
        for one in targets
    )
    return texts.fill("figures.round_file_targets", targets="\n".join(lines))


def _target(key: str, value: object, path: Path, year: int) -> Target:
    where = f"targets.{key}"
    found: dict[str, Any] = value if isinstance(value, dict) else {"value": value}
    if "value" not in found or not found.keys() <= _KEYS:
        message = f"write {key} = 20, or {key} = {{ value = 20, year = 2028 }}"
        raise DefinitionError(path, where, message)
    figure, by = found["value"], found.get("year", year)
    if not _is_number(figure) or not isfinite(figure) or figure < 0:
        raise DefinitionError(path, where, "write a number from 0, without quotes")
    if not isinstance(by, int) or isinstance(by, bool) or by not in _YEARS:
        message = "write the year in four digits without quotes, such as 2028"
        raise DefinitionError(path, where, message)
    return Target(key, figure, by)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
