"""Which measures a round counts: those that its programme asks about and offers."""

from __future__ import annotations

import pytest

from indicators.catalogue import load_measures
from workbook.round.weights import asked_measures

OF_BICOL = {"ordinances", "ordinances_or_orders", "instrument_and_council"}
OF_VANCOUVER = {"decisions_in_force", "decision_and_council"}


@pytest.mark.parametrize(
    ("programme", "shown", "hidden"),
    [("bicol", OF_BICOL, OF_VANCOUVER), ("vancouver", OF_VANCOUVER, OF_BICOL)],
)
def test_what_a_programme_does_not_offer_is_not_counted_as_zero(library, programme, shown, hidden):
    asked = asked_measures(load_measures(), [library.definition(programme, "core", "city")])
    keys = {measure.key for measure in asked}
    assert shown <= keys
    assert not hidden & keys


@pytest.mark.parametrize(("edition", "is_asked"), [("core", False), ("standard", True)])
def test_visits_are_shown_where_they_can_be_ticked(library, edition, is_asked):
    asked = asked_measures(load_measures(), [library.definition("bicol", edition, "city")])
    keys = {measure.key for measure in asked}
    assert "people_served" in keys
    assert ("visits_received" in keys) == is_asked
