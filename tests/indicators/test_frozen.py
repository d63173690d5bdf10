"""What `frozen` makes is what `dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from indicators.frozen import frozen


class _Declared:
    """A field of each kind: needed, with a value, made anew, unseen, not given."""

    name: str
    number: int = 3
    found: list[int] = field(default_factory=list)
    hidden: int = field(default=0, repr=False, compare=False)
    kept: dict[str, int] = field(default_factory=dict, init=False, compare=False)
    kind: str = field(default="own", init=False)


class _Prepared:
    """A class that finishes itself, compares in its own way, and has a field that is set late."""

    name: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __hash__(self) -> int:
        return 7


class _Empty:
    """Nothing in it."""


def _made(declared: type) -> tuple[Any, Any]:
    """The same class by ours and by the one of Python."""
    facts = {key: value for key, value in vars(declared).items() if key[:6] != "__dict"}
    facts.pop("__weakref__", None)
    ours, theirs = (type(declared.__name__, (), dict(facts)) for _ in range(2))
    return frozen(ours), dataclass(frozen=True, slots=True)(theirs)


OURS, THEIRS = _made(_Declared)
ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 4), {}),
    (("a", 4, [5], 6), {}),
    (("a",), {"hidden": 9, "found": [1, 2]}),
    ((), {"number": 1, "name": "é"}),
]


@pytest.mark.parametrize(("given", "named"), ARGUMENTS)
def test_shows_and_keeps_the_same(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    one, other = OURS(*given, **named), THEIRS(*given, **named)
    assert repr(one) == repr(other)
    assert asdict(one) == asdict(other)
    assert repr(replace(one, number=12)) == repr(replace(other, number=12))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    assert copy.deepcopy(one) == one == copy.copy(one)


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a", 1, [], 2, {}), {}), (("a",), {"kind": "b"})]
)
def test_refuses_the_same_arguments(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    for kind in (OURS, THEIRS):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_compares_by_what_is_compared() -> None:
    for kind in (OURS, THEIRS):
        assert kind("a", hidden=1) == kind("a", hidden=2)
        assert kind("a") != kind("b")
        assert kind("a") != ("a", 3, [], "own")
    assert OURS("a") != THEIRS("a")
    assert hash(OURS("a", found=())) == hash(THEIRS("a", found=()))
    assert len({OURS("a", found=()), OURS("a", found=(), hidden=1)}) == 1


def test_a_value_made_anew_is_not_shared() -> None:
    assert OURS("a").found is not OURS("a").found


@pytest.mark.parametrize("kind", [OURS, THEIRS])
def test_nothing_can_be_changed_or_added(kind: Any) -> None:
    one = kind("a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"
    with pytest.raises(FrozenInstanceError):
        del one.name
    with pytest.raises((FrozenInstanceError, TypeError)):
        one.other = 1
    assert not hasattr(one, "__dict__")


def test_says_of_itself_what_a_dataclass_says() -> None:
    told = [(one.name, one.default, one.init, one.repr, one.compare) for one in fields(THEIRS)]
    assert [(x.name, x.default, x.init, x.repr, x.compare) for x in fields(OURS)] == told
    assert OURS.__match_args__ == THEIRS.__match_args__
    assert OURS.__slots__ == THEIRS.__slots__
    assert OURS.__dataclass_params__.frozen


def test_what_a_class_does_in_its_own_way_stays() -> None:
    for kind in _made(_Prepared):
        one = kind("four")
        assert (one.length, repr(one), hash(one)) == (4, "<four>", 7)
        assert one == kind("four")


def test_a_class_without_fields() -> None:
    for kind in _made(_Empty):
        assert kind() == kind()
        assert repr(kind()) == "_Empty()"
        assert hash(kind()) == hash(())


# Pickle finds classes by their names.
OURS.__module__ = __name__
OURS.__qualname__ = THEIRS.__qualname__ = "OURS"
