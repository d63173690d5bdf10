"""What the rules may know besides the submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbook.check.register import load_register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Definition, Place, Texts
    from templates.periods import Period
    from workbook.check.register import Rule
    from workbook.earlier import Earlier


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What was asked, of whom and for when; `place` is None where the round does not know it.

    `places`: all places of the round. `texts`: in the language of the workbook. `earlier`: what the
    place said for the period before.
    """

    definition: Definition
    texts: Texts
    place: Place | None
    places: tuple[Place, ...]
    period: Period
    register: Mapping[str, Rule] = field(default_factory=load_register)
    earlier: Earlier | None = None

    def parameter(self, code: str, name: str) -> Any:
        """A declared parameter of a rule."""
        return self.register[code].parameters[name]
