"""What the page of one place shows: declared figures and next steps, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from indicators.sdg_catalogue import DATA
from indicators.tables import DefinitionError, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from indicators.model import Measure

PROFILE = DATA / "profile.toml"
Shows = Literal["number", "money", "yes"]
Counts = Literal["sum", "reached"]
_STEP_LISTS = ("none", "some", "names", "unless")


@dataclass(frozen=True, slots=True)
class Group:
    """A part of what a place told; at most so many of its figures are shown."""

    key: str
    most: int


@dataclass(frozen=True, slots=True)
class ProfileFigure:
    """A line of the page, made of measures.

    `counts`: their sum, or how many of them are `reached`, that is more than zero. `beside`: its
    place in the order in which figures are held beside those of other places; 0: it is not.
    `within`: the figure that it is a part of, without which it is not shown.
    """

    key: str
    group: str
    measures: tuple[str, ...]
    counts: Counts = "sum"
    shows: Shows = "number"
    beside: int = 0
    within: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, and when it fits; `who`: the office that can usually help.

    It fits where each measure of `none` is known to be zero, one of `some` and none of `unless` is
    more than zero, and one of `names` is known to be zero. Of an empty list nothing is asked.
    """

    key: str
    group: str
    none: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """Everything that is declared on the page of a place."""

    fewest_others: int
    most_bars: int
    most_steps: int
    most_to_gather: int
    groups: tuple[Group, ...]
    figures: tuple[ProfileFigure, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a place told on a figure; `of`: out of how many, 0 for a sum.

    `unknown`: how many of these it did not tell, so that the value may be larger.
    """

    value: float
    of: int = 0
    unknown: int = 0


def load_profile(measures: Sequence[Measure], path: Path = PROFILE) -> ProfileRules:
    """The rules as declared; a mistake, such as an unknown measure, is a `DefinitionError`."""
    data = read_toml(path)
    known = {measure.key for measure in measures}
    groups = tuple(Group(str(one["key"]), int(one["most"])) for one in data["groups"])
    keys = {group.key for group in groups}
    figures = tuple(_figure(one, keys, path) for one in data["figures"])
    steps = tuple(_step(one) for one in data["steps"])
    above: set[str] = set()
    for figure in figures:
        _check(figure.key, figure.measures, known, path)
        if figure.within and figure.within not in above:
            msg = f"within names '{figure.within}', which is not declared above it"
            raise DefinitionError(path, figure.key, msg)
        above.add(figure.key)
    for step in steps:
        _check(step.key, (*step.none, *step.some, *step.names, *step.unless), known, path)
    return ProfileRules(
        fewest_others=int(data["fewest_others"]),
        most_bars=int(data["most_bars"]),
        most_steps=int(data["most_steps"]),
        most_to_gather=int(data["most_to_gather"]),
        groups=groups,
        figures=figures,
        steps=steps,
    )


def is_asked(figure: ProfileFigure, asked: Collection[str]) -> bool:
    """Whether what was asked is enough to make the figure."""
    if figure.counts == "reached":
        return any(key in asked for key in figure.measures)
    return all(key in asked for key in figure.measures)


def told(figure: ProfileFigure, values: Mapping[str, float | None]) -> Told | None:
    """What a place told, from its values by measure; None where that is not known.

    A measure that is absent was not asked or does not concern the place; one that is None has no
    data. A sum is known if all its parts are.
    """
    parts = [values[key] for key in figure.measures if key in values]
    known = [part for part in parts if part is not None]
    if figure.counts == "reached":
        reached = sum(part > 0 for part in known)
        return Told(reached, len(parts), len(parts) - len(known)) if known else None
    if not parts or len(known) < len(parts):
        return None
    return Told(sum(known))


def missing(step: Step, values: Mapping[str, float | None]) -> tuple[str, ...] | None:
    """The measures that a step names, if it fits a place; None if it does not."""
    if any(values.get(key) != 0 for key in step.none):
        return None
    there = {key for key in (*step.some, *step.unless) if (values.get(key) or 0) > 0}
    if (step.some and not there & set(step.some)) or there & set(step.unless):
        return None
    named = tuple(key for key in step.names if values.get(key) == 0)
    return None if step.names and not named else named


def next_steps(
    rules: ProfileRules, values: Mapping[str, float | None]
) -> tuple[tuple[Step, tuple[str, ...]], ...]:
    """The first steps that fit, one of a group, each with the measures that it names."""
    found: dict[str, tuple[Step, tuple[str, ...]]] = {}
    for step in rules.steps:
        named = missing(step, values)
        if named is not None and step.group not in found:
            found[step.group] = (step, named)
    return tuple(found.values())[: rules.most_steps]


def _figure(data: Mapping[str, Any], groups: Collection[str], path: Path) -> ProfileFigure:
    figure = ProfileFigure(**{**data, "measures": tuple(data["measures"])})
    if figure.group not in groups:
        raise DefinitionError(path, figure.key, f"no group '{figure.group}'; add it to groups")
    if figure.counts not in get_args(Counts) or figure.shows not in get_args(Shows):
        msg = (
            f"counts is one of {', '.join(get_args(Counts))}; shows of {', '.join(get_args(Shows))}"
        )
        raise DefinitionError(path, figure.key, msg)
    return figure


def _step(data: Mapping[str, Any]) -> Step:
    lists = {name: tuple(data.get(name, ())) for name in _STEP_LISTS}
    return Step(**{**data, **lists})


def _check(key: str, named: Sequence[str], known: Collection[str], path: Path) -> None:
    if unknown := sorted(set(named) - set(known)):
        msg = f"no measure {', '.join(unknown)} in measures.toml; write keys of that file"
        raise DefinitionError(path, key, msg)
