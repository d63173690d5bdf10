"""What travels between the rooms: answers, findings and submissions, all frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from templates.model import Place

State = Literal["answered", "not_applicable", "no_data", "blank", "unreadable"]
Severity = Literal["error", "warning", "note"]
Verdict = Literal["accepted", "accepted_with_warnings", "rejected", "unreadable"]
PlaceState = Literal[
    "missing",
    "unusable",
    "rejected",
    "reopened",
    "accepted",
    "accepted_with_warnings",
    "accepted_by_decision",
    "excluded",
]
Basis = Literal["email", "decision", "first_seen"]
Value = str | int | float | bool | tuple[str, ...]
Record = Mapping[str, "Answer"]
Parameters = tuple[tuple[str, str | int | float | tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What stood in the cell before an obvious repair, and the key of the reason."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was read.

    `row`: null in forms, the row's key in a matrix, the record's id in a table. `value` is None
    unless `state` is `answered`; dates are ISO text, several-of and references are tuples.
    `cell`: where a person sees it, such as `Services!D14`. `raw`: what an unreadable cell shows.
    """

    sheet: str
    row: str | None
    field: str
    state: State
    value: Value | None
    cell: str
    repair: Repair | None = None
    raw: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """By values: a worker sends very many, and by attributes it takes twice as long."""
        values = (self.sheet, self.row, self.field, self.state, self.value, self.cell)
        return Answer, (*values, self.repair, self.raw)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something that looks unusual is right, in the sender's words.

    `row`: null in forms. `field`: null in tables and matrices, where it is about the whole row.
    """

    sheet: str
    row: str | None
    field: str | None
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the sender; its words are made late, in the reader's language.

    `code` is registered in `workbook/check/findings.toml`, which also gives slug and severity.
    `value`: what stands in the cell, for display. `parameters`: what the message names.
    `discriminator` tells apart two findings of one code at the same place. `explanation`: what
    the sender says about it; a warning that is explained does not change the verdict.
    """

    code: str
    sheet: str | None = None
    row: str | None = None
    field: str | None = None
    cell: str | None = None
    value: str | None = None
    parameters: Parameters = ()
    discriminator: str = ""
    explanation: str = ""

    @property
    def id(self) -> str:
        """12 hexadecimal digits that stay the same for the same fault in every file and round."""
        parts = (self.code, self.sheet or "", self.row or "", self.field or "", self.discriminator)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden facts of a workbook say about it; empty text where a fact is missing."""

    programme: str = ""
    version: str = ""
    edition: str = ""
    level: str = ""
    place: str = ""
    period: str = ""
    language: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one section: those without a row by field, the others by row and field.

    `rows`: all of it, with what was said of having nothing to report left out.
    """

    answers: Sequence[Answer] = ()
    form: Record = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    rows: Sequence[tuple[str | None, Record]] = ()


_NO_SECTION = Section()


class _Sections:
    """The sections of a submission, once they were asked for; they do not travel with it."""

    __slots__ = ("by_key",)

    def __init__(self) -> None:
        self.by_key: Mapping[str, Section] | None = None

    def __reduce__(self) -> tuple[type[_Sections], tuple[()]]:
        return _Sections, ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What one file says.

    `file`: as shown to people, relative and with `/`. `filled_in`: the cells that we filled in,
    as they came back. `findings`: those that reading made. `stopped`: reading could not go on
    (no workbook, no identity), so that nothing further can be checked. `check_code`: worked out
    from the cells as they were read, to be held against a printed page.
    """

    file: str
    sha256: str
    identity: Identity
    currency: str = ""
    answers: tuple[Answer, ...] = ()
    filled_in: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    stopped: bool = False
    explanations: tuple[Explanation, ...] = ()
    check_code: str = ""
    _sections: _Sections = field(default_factory=_Sections, init=False, repr=False, compare=False)

    def find(self, sheet: str, field: str, row: str | None = None) -> Answer | None:
        """The answer at this place, or None."""
        section = self.section(sheet)
        record = section.form if row is None else section.records.get(row, {})
        return record.get(field)

    def of_sheet(self, sheet: str) -> Sequence[Answer]:
        """The answers of one section, in their order."""
        return self.section(sheet).answers

    def records(self, sheet: str) -> Iterator[tuple[str, Record]]:
        """Row key and answers by field of each record of a table or row of a matrix."""
        return iter(self.section(sheet).records.items())

    def section(self, sheet: str) -> Section:
        """The same as form and records; rules ask for it a hundred times."""
        if self._sections.by_key is None:
            self._sections.by_key = _by_sheet(self.answers)
        return self._sections.by_key.get(sheet, _NO_SECTION)


def _by_sheet(answers: Iterable[Answer]) -> Mapping[str, Section]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.sheet, []).append(answer)
    return {sheet: _section(own) for sheet, own in found.items()}


def _section(answers: Sequence[Answer]) -> Section:
    form: dict[str, Answer] = {}
    records: dict[str, dict[str, Answer]] = {}
    for answer in answers:
        record = form if answer.row is None else records.setdefault(answer.row, {})
        record[answer.field] = answer
    asked = {key: answer for key, answer in form.items() if key != NOTHING_TO_REPORT}
    alone = [(None, asked)] if asked else []
    return Section(answers, form, records, (*alone, *records.items()))


@dataclass(frozen=True, slots=True)
class Return:
    """The one file that counts for a place, with its answers; `received` is an ISO date."""

    place: Place
    file: str
    sha256: str
    verdict: Verdict
    received: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """Where a place stands in the round; `file` and `received` are empty while it is missing.

    `basis`: how we know the day on which it came. `scan`: a signature scan lies beside it.
    `check_code`: of the cells of its file, to be held against that scan. `due`: its last day in
    time, which is `extended` if it is its own. `returned`: how many of its files went back to be
    corrected; `returned_since`: the day on which the one did that is being corrected now.
    `invited`, `reminded`: the day on which the last letter of this kind was written.
    """

    place: Place
    state: PlaceState
    file: str = ""
    received: str = ""
    late: bool = False
    errors: int = 0
    warnings: int = 0
    basis: Basis | None = None
    scan: bool = False
    check_code: str = ""
    due: str = ""
    extended: bool = False
    returned: int = 0
    returned_since: str = ""
    invited: str = ""
    reminded: str = ""


NOTHING_TO_REPORT = "nothing_to_report"
