"""One declared example of each finding, for `migbook explain` and the reference."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.tables import read_toml
from templates.localise import format_date
from workbook.check.view import figure
from workbook.model import Finding

if TYPE_CHECKING:
    from templates.model import Texts

EXAMPLES = Path(__file__).parent / "examples.toml"
_CELL = re.compile(r"([a-z_]+)!([A-Z]+[0-9]+)")


@cache
def load_examples() -> dict[str, dict[str, Any]]:
    """What is declared, by code."""
    return read_toml(EXAMPLES)


def example_of(code: str, texts: Texts) -> Finding:
    """The example as a finding, in the words of a language; a bare one where none is declared."""
    facts = load_examples().get(code, {})
    sheet, _, field = facts.get("about", "").partition(".")
    names = {name: _said(value, texts) for name, value in facts.get("names", {}).items()}
    return Finding(
        code=code,
        sheet=sheet or None,
        row=facts.get("row"),
        field=field or None,
        cell=str(_said(facts["at"], texts)) if "at" in facts else None,
        value=_written(facts["value"], texts) if "value" in facts else None,
        parameters=tuple(names.items()),
    )


def _said(value: str | float, texts: Texts) -> str | float:
    """A cell with the name of its tab, or a text by its key; anything else as it stands."""
    if not isinstance(value, str):
        return value
    cell = _CELL.fullmatch(value)
    if cell:
        return f"{texts[f'tabs.{cell[1]}.name']}!{cell[2]}"
    return texts.get(value, value)


def _written(value: str | float | date, texts: Texts) -> str:
    """What stands in the cell, as the language writes it."""
    if isinstance(value, date):
        return format_date(value, texts)
    return str(_said(value, texts)) if isinstance(value, str) else figure(value, texts)
