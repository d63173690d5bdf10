"""results.json: what was found, as it stands in `model`."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import TYPE_CHECKING, Any, TypeVar

from benchmarks import model
from benchmarks.model import Made

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_Kind = TypeVar("_Kind")


def write_results(path: Path, made: Mapping[str, Made]) -> None:
    """Write all reports; the same always gives the same bytes."""
    told = {name: dataclasses.asdict(one) for name, one in made.items()}
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_results(path: Path) -> dict[str, Made]:
    """The reports in a file, or none if there is no such file."""
    if not path.is_file():
        return {}
    told = json.loads(path.read_text("utf-8"))
    return {name: _as(Made, one) for name, one in told.items()}


def _as(kind: type[_Kind], told: Mapping[str, Any]) -> _Kind:
    hints = typing.get_type_hints(kind, vars(model) | vars(types))
    return kind(**{key: _value(hints[key], value) for key, value in told.items()})


def _value(kind: Any, value: Any) -> Any:
    """JSON has lists where the model has tuples, and objects where it has classes."""
    if dataclasses.is_dataclass(kind):
        return _as(typing.cast("type[Any]", kind), value)
    if typing.get_origin(kind) is tuple:
        kinds = typing.get_args(kind)
        return tuple(
            _value(kinds[0] if kinds[-1] is Ellipsis else kinds[number], one)
            for number, one in enumerate(value)
        )
    return value
