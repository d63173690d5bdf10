"""Frozen shapes and frames as plain JSON, and back to what they were, without losing anything.

What is read may have been changed by anybody, so that it can make nothing but frozen shapes of
our own, frames of plain values, and numbers: never anything that runs.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import pandas as pd

_ROOMS = ("indicators.", "templates.", "workbook.")
_TYPES = frozenset({"str", "object", "int64"})
_TEXTS = frozenset({"str", "string"})
_NAN = {"number": "nan"}
_ODD = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class NotPlainError(Exception):
    """A value has no plain form, or something plain is no form of any value."""


def as_plain(value: object) -> Any:
    """What JSON can hold of a value; a `NotPlainError` names what it cannot."""
    return _Writer().plain(value)


def from_plain(plain: Any) -> Any:
    """The value that `as_plain` was given; a `NotPlainError` for anything else."""
    try:
        return _Reader().value(plain)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        msg = f"nothing of ours: {error}"
        raise NotPlainError(msg) from error


class _Writer:
    """A shape that comes again is told by its number, in the order in which they are finished."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._made = 0
        # An object that is gone would leave its identity to another one.
        self._alive: list[object] = []

    def plain(self, value: object) -> Any:
        """The plain form of any value."""
        if value is None or isinstance(value, str | bool):
            return value
        if isinstance(value, int | float):
            return _plain_number(value)
        if isinstance(value, tuple) and type(value) is tuple:
            return self._lines(value) if _are_lines(value) else [self.plain(one) for one in value]
        if is_dataclass(value) and not isinstance(value, type):
            return self._shape(value)
        return self._other(value)

    def _shape(self, value: Any) -> dict[str, Any]:
        known = self._numbers.get(id(value))
        if known is not None:
            return {"again": known}
        kind: Any = type(value)
        _checked_kind(kind)
        parts = [self.plain(getattr(value, name)) for name in _names(kind)]
        self._count(value)
        return {"shape": f"{kind.__module__}:{kind.__qualname__}", "parts": parts}

    def _lines(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """Many shapes of one kind by column, of which most hold texts and numbers alone."""
        kind: Any = type(values[0])
        _checked_kind(kind)
        columns = [[self.plain(getattr(value, name)) for value in values] for name in _names(kind)]
        for value in values:
            self._count(value)
        return {"lines": f"{kind.__module__}:{kind.__qualname__}", "columns": columns}

    def _count(self, value: object) -> None:
        self._numbers[id(value)] = self._made
        self._made += 1
        self._alive.append(value)

    def _other(self, value: object) -> dict[str, Any]:
        match value:
            case frozenset():
                return {"set": [self.plain(one) for one in sorted(value, key=repr)]}
            case Mapping():
                return {"map": [[self.plain(key), self.plain(value[key])] for key in value]}
            case Decimal():
                return {"decimal": str(value)}
            case date() if type(value) is date:
                return {"date": value.isoformat()}
        if _is_frame(value):
            frame: Any = value
            return {"frame": [self._column(frame, name) for name in frame.columns]}
        msg = f"{type(value).__module__}.{type(value).__qualname__} has no plain form"
        raise NotPlainError(msg)

    def _column(self, frame: pd.DataFrame, name: str) -> list[Any]:
        """Name, type, and values: as they are if they are numbers, else each different one once."""
        column = frame[name]
        values = column.tolist()
        if column.dtype == float:
            return [name, "float64", [_plain_number(value, nothing=None) for value in values]]
        if column.dtype == bool:
            return [name, "bool", [int(value) for value in values]]
        different = dict.fromkeys(values)
        number = {value: number for number, value in enumerate(different)}
        kind = "str" if column.dtype.name in _TEXTS else str(column.dtype)
        return [name, kind, [self.plain(one) for one in different], [number[v] for v in values]]


class _Reader:
    def __init__(self) -> None:
        self._shapes: list[object] = []

    def value(self, plain: Any) -> Any:
        """The value of a plain form."""
        if isinstance(plain, list):
            return tuple([self.value(one) for one in plain])
        if not isinstance(plain, dict):
            return plain
        if "shape" in plain:
            kind = _kind(plain["shape"])
            parts = [self.value(one) for one in plain["parts"]]
            made = _made(kind, parts)
            self._shapes.append(made)
            return made
        if "lines" in plain:
            kind = _kind(plain["lines"])
            columns = [self._values(column) for column in plain["columns"]]
            rows = list(zip(*columns, strict=True)) or [()]
            several = tuple([_made(kind, parts) for parts in rows])
            self._shapes += several
            return several
        if "frame" in plain:
            import pandas as pd

            return pd.DataFrame({name: self._column(*rest) for name, *rest in plain["frame"]})
        [(kind_of, held)] = plain.items()
        return self._other(kind_of, held)

    def _values(self, column: list[Any]) -> list[Any]:
        return [self.value(one) if type(one) in {list, dict} else one for one in column]

    def _other(self, kind: str, held: Any) -> Any:
        match kind:
            case "again":
                return self._shapes[held]
            case "set":
                return frozenset(self.value(one) for one in held)
            case "map":
                return {self.value(key): self.value(value) for key, value in held}
            case "number":
                return _ODD[held]
            case "decimal":
                return Decimal(held)
            case "date":
                return date.fromisoformat(held)
        msg = f"no kind of value is called {kind}"
        raise NotPlainError(msg)

    def _column(self, kind: str, held: list[Any], numbers: list[int] | None = None) -> Any:
        import pandas as pd

        if kind == "float64":
            odd = [self.value(one) if isinstance(one, dict) else one for one in held]
            return pd.Series(odd, dtype="float64")
        if kind == "bool":
            return pd.Series([bool(one) for one in held], dtype=bool)
        if kind not in _TYPES or numbers is None:
            msg = f"no column is of the type {kind}"
            raise NotPlainError(msg)
        different = [self.value(one) for one in held]
        column: Any = pd.Series([different[number] for number in numbers], dtype=object)
        return column.astype(kind)


def _is_frame(value: object) -> bool:
    """Whether it is a frame of pandas, which is not imported to find that out."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def _made(kind: type, parts: Sequence[Any]) -> Any:
    if len(parts) != len(_names(kind)):
        msg = f"{kind.__qualname__} is not made of {len(parts)} parts"
        raise NotPlainError(msg)
    return kind(*parts)


def _are_lines(values: tuple[object, ...]) -> bool:
    """Whether these are several shapes of one kind."""
    kinds = set(map(type, values))
    return len(values) > 1 and len(kinds) == 1 and is_dataclass(kinds.pop())


def _plain_number(value: float, nothing: Any = _NAN) -> Any:
    """Numbers of other libraries that are `float` too become one; JSON has no word for some."""
    if isinstance(value, int):
        return int(value)
    if math.isfinite(value):
        return float(value)
    return nothing if math.isnan(value) else {"number": str(float(value))}


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    """What a shape is made from."""
    return tuple(field.name for field in fields(kind) if field.init)  # type: ignore[arg-type]


@cache
def _kind(name: str) -> type:
    """A shape of ours by its name, if a module that is loaded anyway has it."""
    module, _, inside = name.partition(":")
    kind = getattr(sys.modules.get(module), inside, None)
    if not isinstance(kind, type):
        msg = f"no shape is called {name}"
        raise NotPlainError(msg)
    _checked_kind(kind)
    return kind


@cache
def _checked_kind(kind: Any) -> None:
    """A `NotPlainError` unless it is a frozen shape of ours, which does nothing when it is made."""
    ours = kind.__module__.startswith(_ROOMS) and is_dataclass(kind)
    in_order = ours and not any(field.kw_only for field in fields(kind) if field.init)
    if not in_order or not _names(kind) or not kind.__dataclass_params__.frozen:
        msg = f"{kind.__module__}.{kind.__qualname__} is no frozen shape of ours"
        raise NotPlainError(msg)
