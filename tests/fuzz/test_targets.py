"""What fuzzing looks at, on a few files each time; what it once found stays here as a case."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

# Found by fuzzing, each shrunk to the few decisions that made it.
FOUND = {
    "scan": (
        "b32114da49888042f7c7dc9b",  # an encoding that nobody knows
        "0b7fb7af349257167b0b28f2",  # a control sign in an attribute
        "78327878787824",  # cells behind the rows
        "47ff8a92f1c22735",  # an attribute twice
        "ffc701fd077826",  # zeros before the number of a style
        "078c010000008b",  # a sign that is none, and that no XML may hold
    ),
    "patch": (
        "8088899cdded86fe50a677bb",  # cells with styles that are not there
        "239632229b35c3c5",  # tabs linked by a namespace of their own
        "0424357171b15293",
        "72ff14726564646f63222200005d22222222222222",  # a remark among the styles
        # styles that hang on no named one
        "222222222222222222223e22222222222222222222222522b820222222222202222222222222220a",
    ),
}


@pytest.mark.parametrize(
    ("target", "found"), [(name, found) for name, many in FOUND.items() for found in many]
)
def test_what_was_found_once_holds(target: str, found: str) -> None:
    TARGETS[target](bytes.fromhex(found))


@pytest.mark.parametrize("target", TARGETS)
def test_it_holds_for_files_made_at_random(target: str) -> None:
    @given(st.binary(max_size=48))
    @example(b"")
    # The same files every time; `make fuzz` goes on to others.
    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def holds(data: bytes) -> None:
        TARGETS[target](data)

    holds()
