"""TOML tables made into the frozen shapes of `templates.model`, strictly and with plain errors."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, get_args

from indicators.tables import DefinitionError
from templates.model import (
    EDITIONS,
    PLACE_LEVELS,
    Change,
    Condition,
    Field,
    FieldType,
    Layout,
    MatrixRow,
    Screen,
    Sheet,
    Tab,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

Shape = TypeVar("Shape")


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stands: its file and the dotted path in it."""

    path: Path
    where: str = ""

    def inside(self, step: str | int) -> Origin:
        """One step further in: a key, or the number of an item (from 1)."""
        if isinstance(step, int):
            return Origin(self.path, f"{self.where}[{step}]")
        return Origin(self.path, f"{self.where}.{step}" if self.where else step)

    def named(self, item: object) -> Origin:
        """An item of a list shown by its key, `fields.name` for `fields[3]`, if it has one."""
        outer, bracket, _ = self.where.rpartition("[")
        if self.where.endswith("]") and bracket and isinstance(item, dict):
            key = item.get("key")
            return Origin(self.path, f"{outer}.{key}") if isinstance(key, str) else self
        return self

    def mistake(self, message: str) -> DefinitionError:
        """The error that says what is wrong here and what to write instead."""
        return DefinitionError(self.path, self.where, message)

    def fail(self, message: str) -> NoReturn:
        """Raise the mistake."""
        raise self.mistake(message)


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that a misspelt word most likely means, or nothing."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.casefold(), list(choices), n=1)), "")


def nearest(word: str, choices: Iterable[str]) -> str:
    """A hint such as `did you mean 'required'?`, or what there is to choose from."""
    known = list(choices)
    if meant := closest(word, known):
        return f"did you mean '{meant}'?"
    return f"write one of: {', '.join(known)}" if known else "there is none"


def check_keys(data: object, known: Collection[str], origin: Origin) -> dict[str, Any]:
    """The table itself, if it is one and has only known keys."""
    if not isinstance(data, dict):
        origin.fail(f"write a table of keys here, not {describe(data)}")
    for key in data:
        if key not in known:
            origin.inside(key).fail(f"unknown key '{key}'; {nearest(key, known)}")
    return data


def build(shape: type[Shape], data: object, origin: Origin) -> Shape:
    """A frozen record from a TOML table whose keys are the record's attributes."""
    readers, needed = _attributes(shape)  # type: ignore[arg-type]
    origin = origin.named(data)
    table = check_keys(data, readers, origin)
    for name in needed:
        if name not in table:
            origin.fail(f"'{name}' is missing; write {name} = ...")
    return shape(**{key: readers[key](value, origin.inside(key)) for key, value in table.items()})


@cache
def _attributes(shape: type) -> tuple[dict[str, Callable[[Any, Origin], Any]], tuple[str, ...]]:
    """What reads each attribute of a record, and which of them have to be written."""
    attributes = dataclasses.fields(shape)
    missing = dataclasses.MISSING
    needed = [one.name for one in attributes if one.default is one.default_factory is missing]
    return {one.name: _READERS[str(one.type)] for one in attributes}, tuple(needed)


def build_field(data: object, origin: Origin) -> Field:
    """A field; without `edition` it is core, without `levels` every level is asked."""
    if isinstance(data, dict):
        data = {"edition": EDITIONS[0], "levels": list(PLACE_LEVELS), **data}
    return build(Field, data, origin)


def build_row(data: object, origin: Origin) -> MatrixRow:
    """A row of a matrix; without `levels` it stands at every level."""
    if isinstance(data, dict):
        data = {"group": "", "levels": list(PLACE_LEVELS), **data}
    return build(MatrixRow, data, origin)


def build_condition(data: object, origin: Origin) -> Condition:
    """A condition `{field, in=[...]}` or `{field, answered=true}`."""
    table = check_keys(data, ("field", "in", "answered"), origin)
    if ("in" in table) == ("answered" in table):
        origin.fail("write either in = [...] or answered = true, one of the two")
    if "field" not in table:
        origin.fail("'field' is missing; write the key of the field that decides")
    if "in" in table and not table["in"]:
        origin.inside("in").fail("write a list of codes, such as ['established']")
    return Condition(
        field=_text(table["field"], origin.inside("field")),
        one_of=_codes(table.get("in", []), origin.inside("in")),
        answered=_boolean(table["answered"], origin) if "answered" in table else None,
    )


def build_screen(data: object, origin: Origin) -> Screen:
    """A screening question `{sheet, field, in=[...]}`."""
    table = check_keys(data, ("sheet", "field", "in"), origin)
    for key, what in (("sheet", "sheet"), ("field", "screening question")):
        if key not in table:
            origin.fail(f"'{key}' is missing; write the key of the {what}")
    if not table.get("in"):
        origin.fail("'in' is missing; write the answers that ask, such as in = [true]")
    return Screen(
        sheet=_text(table["sheet"], origin.inside("sheet")),
        field=_text(table["field"], origin.inside("field")),
        one_of=_codes(table["in"], origin.inside("in")),
    )


def _codes(value: object, origin: Origin) -> tuple[str, ...]:
    """Codes of a list; yes and no of TOML become words."""
    if not isinstance(value, list):
        origin.fail("write a list of codes, such as ['established']")
    written = [str(code).lower() if isinstance(code, bool) else code for code in value]
    return _texts(written, origin)


def describe(value: object) -> str:
    """A value of a TOML file named for people."""
    names = {bool: "true or false", str: "text", list: "a list", dict: "a table"}
    return f"{names.get(type(value), 'a number')} ({value!r})" if value != {} else "a table"


def _text(value: object, origin: Origin) -> str:
    if not isinstance(value, str):
        origin.fail(f"write text in quotes, not {describe(value)}")
    return value


def _boolean(value: object, origin: Origin) -> bool:
    if not isinstance(value, bool):
        origin.fail(f"write true or false without quotes, not {describe(value)}")
    return value


def _whole(value: object, origin: Origin) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        origin.fail(f"write a whole number without quotes, not {describe(value)}")
    return value


def _number(value: object, origin: Origin) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        origin.fail(f"write a number without quotes, not {describe(value)}")
    return value


def _items(value: object, origin: Origin, read: Callable[[Any, Origin], Any]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        origin.fail(f"write a list in square brackets, not {describe(value)}")
    return tuple(read(item, origin.inside(number)) for number, item in enumerate(value, 1))


def _texts(value: object, origin: Origin) -> tuple[str, ...]:
    return _items(value, origin, _text)


def _chosen(choices: tuple[str, ...]) -> Callable[[Any, Origin], str]:
    def read(value: object, origin: Origin) -> str:
        word = _text(value, origin)
        if word not in choices:
            origin.fail(f"'{word}' is not possible here; {nearest(word, choices)}")
        return word

    return read


def _codes_by_list(value: object, origin: Origin) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        origin.fail(f"write a table of lists here, not {describe(value)}")
    return {key: _texts(codes, origin.inside(key)) for key, codes in value.items()}


def _several(read: Callable[[Any, Origin], Any]) -> Callable[[Any, Origin], tuple[Any, ...]]:
    return lambda value, origin: _items(value, origin, read)


# By the annotations in templates.model, so that a new attribute needs nothing here.
_READERS: dict[str, Callable[[Any, Origin], Any]] = {
    "str": _text,
    "bool": _boolean,
    "bool | None": _boolean,
    "int": _whole,
    "float | None": _number,
    "tuple[str, ...]": _texts,
    "FieldType": _chosen(get_args(FieldType)),
    "Layout": _chosen(get_args(Layout)),
    "Edition": _chosen(EDITIONS),
    "Literal['sum', 'no']": _chosen(("sum", "no")),
    "tuple[Condition, ...]": _several(build_condition),
    "tuple[Screen, ...]": _several(build_screen),
    "tuple[Field, ...]": _several(build_field),
    "tuple[MatrixRow, ...]": _several(build_row),
    "Mapping[str, tuple[str, ...]]": _codes_by_list,
    "tuple[Tab, ...]": _several(lambda value, origin: build(Tab, value, origin)),
    "tuple[Change, ...]": _several(lambda value, origin: build(Change, value, origin)),
}


def build_sheet(data: object, origin: Origin) -> Sheet:
    """A sheet with its fields and rows; a field without a domain has that of its sheet."""
    sheet = build(Sheet, data, origin)
    fields = (
        field if field.domain else dataclasses.replace(field, domain=sheet.domain)
        for field in sheet.fields
    )
    return dataclasses.replace(sheet, fields=tuple(fields))
