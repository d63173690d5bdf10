"""Weights of the ranking in round.toml: what can be weighed, and the example that `new` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.ranking import TOP, Component, make_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicators.model import Criterion, Measure
    from indicators.ranking import Rules
    from templates.model import Definition, Sheet

_ALL = 100


def asked_measures(
    measures: Sequence[Measure], definitions: Iterable[Definition]
) -> tuple[Measure, ...]:
    """The measures that concern a level which is asked all fields that decide them.

    What counts options of a list that a programme does not offer would always be 0 there.
    """
    by_level = {definition.level: definition for definition in definitions}
    programmes = {definition.programme.key for definition in by_level.values()}
    own = [m for m in measures if not m.programmes or programmes & {*m.programmes}]
    simple = {m.key for m in own if not m.all_of and _is_asked(m, by_level)}
    return tuple(
        measure
        for measure in own
        if measure.key in simple or (measure.all_of and simple.issuperset(measure.all_of))
    )


def asked_components(
    components: Iterable[Component], measures: Iterable[Measure]
) -> tuple[Component, ...]:
    """Components with those of their measures that were asked; none of them without any."""
    asked = {measure.key for measure in measures}
    kept = (
        Component(one.key, tuple(key for key in one.measures if key in asked)) for one in components
    )
    return tuple(component for component in kept if component.measures)


def equal_weights(components: Sequence[Component]) -> Rules | None:
    """Equal weights as an example, in whole points; those that are left go to the first ones."""
    if not components:
        return None
    each, left = divmod(_ALL, len(components))
    weights = {one.key: each + (number < left) for number, one in enumerate(components)}
    return make_rules(weights, TOP, components)


def _is_asked(measure: Measure, definitions: dict[str, Definition]) -> bool:
    for level in measure.levels:
        sheet = definitions[level].sheet(measure.sheet) if level in definitions else None
        if sheet is None or not all(sheet.field(field) for field in measure.fields):
            continue
        if all(_is_offered(test, sheet, definitions[level]) for test in measure.where):
            return True
    return False


def _is_offered(test: Criterion, sheet: Sheet, definition: Definition) -> bool:
    """Whether a test on an option can be passed."""
    field = sheet.field(test.field)
    options = definition.lists.get(field.list) if field and field.list else None
    return not test.one_of or options is None or bool({*test.one_of} & {*options.offered})
