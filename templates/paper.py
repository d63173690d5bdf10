"""What is declared about printing: paper.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from indicators.tables import DefinitionError, read_toml
from templates.load import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Definition

SETTINGS = SHIPPED / "paper.toml"


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """How paper is laid out.

    `slip_records`, `blank_records`: room for this many records of a table. `roles`: who signs.
    `sign_off`: the tab that is filled in last, by those who sign; no office is sent a slip for it.
    `brief`: sheet and field of the answers that stand on the page to sign; without a field, the
    number of records of a table.
    """

    slip_records: int
    blank_records: int
    roles: tuple[str, ...]
    sign_off: str
    brief: tuple[tuple[str, str], ...]


@cache
def load_settings(path: Path = SETTINGS) -> PaperSettings:
    """Read the declared settings."""
    table = read_toml(path)
    try:
        return PaperSettings(
            slip_records=int(table["slips"]["records"]),
            blank_records=int(table["blank"]["records"]),
            roles=tuple(table["signatures"]["roles"]),
            sign_off=table["sign_off"]["tab"],
            brief=tuple((b["sheet"], b.get("field", "")) for b in table["sign_off"]["brief"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionError(path, str(error).strip("'"), "this is missing or no number") from None


def signature_rows(definition: Definition) -> int:
    """How many rows of the last tab are for what is printed to be signed."""
    settings = load_settings()
    lines = max(len(definition.tabs), len(settings.brief))
    return 4 + lines + 2 + 3 + len(settings.roles)
