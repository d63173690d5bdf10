"""What a programme says of its older versions must lead to something that there is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from templates.check import check_definitions
from templates.load import SHIPPED, load_library
from templates.model import Change

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The shipped definitions of Bicol as one's own, at version 1.2."""
    for name in ("sheets", "lists", "places"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    text = (SHIPPED / "programmes/bicol.toml").read_text(encoding="utf-8")
    (tmp_path / "programmes").mkdir()
    changed = text.replace('version = "1.0"', 'version = "1.2"')
    (tmp_path / "programmes/bicol.toml").write_text(changed, encoding="utf-8")
    return tmp_path


def declare(folder: Path, *changes: str) -> None:
    with (folder / "programmes/bicol.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"\n[[changes]]\n{change}\n" for change in changes)


def mistakes(folder: Path) -> list[str]:
    return [str(one) for one in check_definitions(folder) if "bicol.toml: changes" in str(one)]


def test_changes_are_read_in_order(own: Path) -> None:
    declare(
        own,
        'version = "1.1"\nsheet = "people"\nfield = "abroad"\nbecomes = "emigrants"',
        'version = "1.2"\nsheet = "people"\nfield = "emigrants"\nbecomes = "residents_abroad"',
        'version = "1.2"\nlist = "structure_status"\ncode = "active"\nbecomes = "established"',
        'version = "1.2"\nsheet = "plans"\nrow = "plan"\nbecomes = "cdp"',
        'version = "1.2"\nsheet = "inhabitants"\nbecomes = "people"',
    )
    assert load_library(own).programme("bicol").changes[:3] == (
        Change("1.1", "emigrants", sheet="people", field="abroad"),
        Change("1.2", "residents_abroad", sheet="people", field="emigrants"),
        Change("1.2", "established", list="structure_status", code="active"),
    )
    assert mistakes(own) == []


def test_a_question_may_move_to_another_form(own: Path) -> None:
    change = 'version = "1.1"\nsheet = "place"\nfield = "abroad"\nbecomes = "people.{field}"'
    declare(own, change.format(field="residents_abroad"))
    assert mistakes(own) == []
    declare(own, change.format(field="residents_abrod"))
    assert "field of people called 'residents_abrod'; did you mean" in mistakes(own)[0]


def test_changes_that_pass_each_other_by_are_mistakes(own: Path) -> None:
    declare(
        own,
        'version = "1.1"\nsheet = "inhabitants"\nbecomes = "people"',
        'version = "1.1"\nsheet = "inhabitants"\nfield = "out"\nbecomes = "residents_abroad"',
        'version = "1.1"\nsheet = "people"\nfield = "away"\nbecomes = "returnee_count"',
        'version = "1.1"\nsheet = "people"\nfield = "back"\nbecomes = "returnee_count"',
    )
    found = "\n".join(mistakes(own))
    assert "changes[2].sheet: 'inhabitants' is called 'people' from here on; write that" in found
    assert "changes[4].becomes: two of them cannot become one" in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            'version = "1.3"\nsheet = "inhabitants"\nbecomes = "people"',
            "the programme is at version 1.2",
        ),
        ('version = "1.1"\nsheet = "inhabitants"\nbecomes = "peple"', "people"),
        ('version = "1.1"\nsheet = "plans"\nrow = "plan"\nbecomes = "cpd"', "row of plans"),
        ('version = "1.1"\nsheet = "people"\nfield = "x"\nbecomes = "y"', "field of people"),
        (
            'version = "1.1"\nlist = "structure_status"\ncode = "on"\nbecomes = "off"',
            "code in structure_status",
        ),
        ('version = "1.1"\nsheet = "people"\nlist = "unit"\nbecomes = "off"', "changes"),
        ('version = "1.1"\nsheet = "people"\nfeild = "x"\nbecomes = "off"', "field"),
    ],
)
def test_mistakes_are_named(own: Path, change: str, message: str) -> None:
    declare(own, change)
    (found, *_) = mistakes(own)
    assert message in found
