"""Words for two compared rounds: figures, areas, places, records; safe to write into a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import REFERENCE_TYPES
from workbook.check.view import shown_as
from workbook.check.wording import field_label
from workbook.report.wording import Wording
from workbook.round.status import INDEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.model import Definition, Texts
    from workbook.compile.changes_model import RoundChanges
    from workbook.model import Answer


class ChangeWording(Wording):
    """Texts of one language for one comparison; periods in declared labels stay neutral."""

    def __init__(
        self, changes: RoundChanges, definitions: Iterable[Definition], texts: Texts
    ) -> None:
        super().__init__(
            texts,
            facts={
                "period": texts["findings.words.period"],
                "period_end": texts["compare.rounds.period_end"],
                "place": texts["findings.words.place"],
                "old_period": changes.old.period.code,
                "new_period": changes.new.period.code,
                "region": changes.region,
                "currency": changes.new.currency,
            },
            areas={area.key: area.name for area in changes.areas},
            places={
                status.place.code: status.place.name
                for side in (changes.old, changes.new)
                for status in side.statuses
            },
        )
        self._questions = {question.key: question for question in changes.questions}
        self._asked = {
            (sheet.key, field.key): field
            for definition in definitions
            for sheet in definition.sheets
            for field in sheet.fields
        }

    def text(self, key: str, **values: object) -> str:
        """A text of the report; what stands on every page is that of the comparison."""
        if key in {"internal", "footer"}:
            return self.compared(f"book.{key}", **values)
        return super().text(key, **values)

    def state(self, state: str) -> str:
        """How a place stands in a round."""
        return self._fill(f"cli.states.{state}", state)

    def compared(self, key: str, **values: object) -> str:
        """A text on the comparison, with the two periods."""
        return self._fill(f"compare.{key}", key, **values)

    def figure(self, key: str) -> str:
        """What a figure counts, be it a declared measure or a question that adds up."""
        question = self._questions.get(key)
        if question is None:
            return self.measure(key)
        parts = [self.section(question.sheet)]
        parts += [self.record(question.sheet, question.row)] if question.row else []
        label = field_label(question.sheet, question.field, self._texts, self._facts)
        return " · ".join((*parts, label))

    def total_of(self, area: str) -> str:
        """What a total is of: an area, or the whole region."""
        if not area:
            return self.compared("rounds.region")
        return self.text("independent_cities") if area == INDEPENDENT else self.area(area)

    def question_label(self, sheet: str, field: str) -> str:
        """What was asked of a record; empty where the record as a whole is meant."""
        return field_label(sheet, field, self._texts, self._facts) if field else ""

    def answer(self, answer: Answer | None) -> str:
        """An answer as people read it; contacts and references are never among them."""
        if answer is None or answer.state == "blank":
            return self.compared("states.blank")
        if answer.state in {"not_applicable", "no_data"}:
            return self.compared(f"states.{answer.state}")
        field = self._asked.get((answer.sheet, answer.field))
        if field is not None and field.type in REFERENCE_TYPES:
            return self.compared("states.private")
        return shown_as(answer, field, self._texts) or self.compared("states.unreadable")
