"""JSON Schema's complaints about a declared file, turned into plain words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from templates.records import Origin, closest, describe, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import Draft202012Validator

    from indicators.tables import DefinitionError

SCHEMAS = Path(__file__).parent / "schema"
_WORDS = {
    "nothing allowed": "'{key}' does not fit this type of field; remove it or change the type",
    "const": "'{value}' does not fit this type of field; write '{expected}'",
    "uniqueItems": "one item stands here twice; write {hint}",
    "oneOf": "write either in = [...] or answered = true, one of the two",
    "minItems": "nothing stands here; write {hint}",
    "minLength": "nothing stands here; write {hint}",
}
_OTHER_WORDS = "{described} does not fit here; write {hint}"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error of JSON Schema.

    `keyword`: the keyword that failed; `expected`: what the schema says beside it; `value`: what
    stands there instead; `steps`: the way to it; `hint`: the schema's own words for what belongs
    there; `by_type`: whether it depends on the type of the field.
    """

    keyword: str
    expected: Any
    value: Any
    steps: tuple[str | int, ...]
    hint: str
    known: tuple[str, ...]
    by_type: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that ought to be there."""
        if self.keyword != "required":
            return ()
        return tuple(key for key in self.expected if key not in self.value)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The keys that ought not to be there."""
        if self.keyword != "additionalProperties":
            return ()
        return tuple(key for key in self.value if key not in self.known)

    @property
    def order(self) -> list[str]:
        """Sorts complaints by where they stand."""
        return [f"{step:06d}" if isinstance(step, int) else step for step in self.steps]


def find_schema_mistakes(path: Path, data: object, schema: str) -> Iterator[DefinitionError]:
    """All that schema/<schema>.json finds wrong in a file, by place."""
    complaints = sorted(_complaints(data, schema), key=lambda complaint: complaint.order)
    told: set[tuple[str, str]] = set()
    for complaint in _causes(complaints):
        origin = _origin(path, data, complaint.steps)
        for mistake in _explain(complaint, origin, _descriptions(schema)):
            if (mistake.where, mistake.message) not in told:
                told.add((mistake.where, mistake.message))
                yield mistake


def _causes(complaints: list[Complaint]) -> Iterator[Complaint]:
    """Without the complaints that only follow from another one."""
    untyped = {found.steps for found in complaints if "type" in found.missing}
    untyped |= {found.steps[:-1] for found in complaints if found.steps[-1:] == ("type",)}
    misspelt = {found.steps: found for found in complaints if found.unknown}
    for found in complaints:
        beside = misspelt.get(found.steps)
        meant = {closest(key, beside.known) for key in beside.unknown} if beside else set()
        follows = (
            (found.by_type and bool(untyped & {found.steps, found.steps[:-1]}))
            or (found.keyword == "oneOf" and beside is not None)
            or bool(found.missing and meant.issuperset(found.missing))
        )
        if not follows:
            yield found


def _complaints(data: object, schema: str) -> Iterator[Complaint]:
    for error in _validator(schema).iter_errors(data):
        declared: Any = error.schema if isinstance(error.schema, dict) else {}
        yield Complaint(
            keyword="nothing allowed" if error.validator_value == {} else str(error.validator),
            expected=error.validator_value,
            value=error.instance,
            steps=tuple(error.absolute_path),
            hint=declared.get("description", ""),
            known=tuple(declared.get("properties", ())),
            by_type="allOf" in error.absolute_schema_path,
        )


@cache
def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema(name))


@cache
def _descriptions(name: str) -> dict[str, str]:
    """What to write under each key, wherever in the schema it is described."""
    found: dict[str, str] = {}
    waiting: list[Any] = [_schema(name)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())
            for key, value in node.get("properties", {}).items():
                if isinstance(value, dict) and "description" in value:
                    found.setdefault(key, value["description"])
    return found


def _origin(path: Path, data: Any, steps: tuple[str | int, ...]) -> Origin:
    """The place in words: items of a list by their key."""
    origin, node = Origin(path), data
    for step in steps:
        node = node[step]
        origin = origin.inside(step + 1 if isinstance(step, int) else step).named(node)
    return origin


def _explain(
    complaint: Complaint, origin: Origin, descriptions: dict[str, str]
) -> Iterator[DefinitionError]:
    for key in complaint.unknown:
        text = f"unknown key '{key}'; {nearest(key, complaint.known)}"
        yield origin.inside(key).mistake(text)
    for key in complaint.missing:
        text = f"'{key}' is missing; write {descriptions.get(key, f'{key} = ...')}"
        yield origin.mistake(text)
    if not complaint.missing and not complaint.unknown:
        yield origin.mistake(_wording(complaint, origin, descriptions))


def _wording(complaint: Complaint, origin: Origin, descriptions: dict[str, str]) -> str:
    """What is wrong with one value, and what to write instead."""
    key = origin.where.rpartition(".")[2]
    if complaint.keyword == "enum":
        word = str(complaint.value)
        return f"'{word}' is not possible here; {nearest(word, complaint.expected)}"
    return _WORDS.get(complaint.keyword, _OTHER_WORDS).format(
        key=key,
        value=complaint.value,
        expected=complaint.expected,
        hint=complaint.hint or descriptions.get(key.partition("[")[0], "something else"),
        described=describe(complaint.value),
    )
