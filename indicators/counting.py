"""All that is declared on what is counted, loaded at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.catalogue import load_measures
from indicators.local_indicators import load_local_indicators
from indicators.ranking import load_components
from indicators.sdg_catalogue import load_catalogue
from indicators.sdg_methods import load_participation_method, load_policy_method
from indicators.sdg_sources import load_sources

if TYPE_CHECKING:
    from indicators.local_indicators import LocalIndicator
    from indicators.model import Measure
    from indicators.ranking import Component, Rules
    from indicators.sdg_catalogue import Catalogue
    from indicators.sdg_methods import ParticipationMethod, PolicyMethod
    from indicators.sdg_sources import Source


@dataclass(frozen=True, slots=True)
class Counting:
    """Measures, official indicators and methods, and the ranking's components.

    `rules`: the coordinator's weights; None where nobody is to be ranked. `local`: indicators that
    no official one stands behind.
    """

    measures: tuple[Measure, ...]
    catalogue: Catalogue
    sources: tuple[Source, ...]
    policies: PolicyMethod
    participation: ParticipationMethod
    components: tuple[Component, ...]
    rules: Rules | None = None
    local: tuple[LocalIndicator, ...] = ()


def load_counting(rules: Rules | None = None) -> Counting:
    """Everything as shipped; a mistake in a declared file is a `DefinitionError`."""
    catalogue = load_catalogue()
    return Counting(
        measures=load_measures(),
        catalogue=catalogue,
        sources=load_sources(catalogue),
        policies=load_policy_method(),
        participation=load_participation_method(),
        components=load_components(),
        rules=rules,
        local=load_local_indicators(),
    )
