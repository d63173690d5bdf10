"""What became of answers: exact, exact with a note, or a finding. Anything else is a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tests.read.typed import values
from tests.survival.grid import LIBRARY, Key
from workbook.check.register import load_register
from workbook.read.submission import read_file
from workbook.round.judge import judge

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from workbook.model import Finding, Submission

Outcome = Literal["exact", "note", "finding"]
TABLES = ("partners", "projects")
REFERENCES = {"main_partner", "other_partners", "umbrella", "lead_partner", "with_partners"}
REGISTER = load_register()
Answers = dict[Key, Any]


class Looked:
    """A file as the tool reads and checks it."""

    def __init__(self, path: Path) -> None:
        self.submission: Submission = read_file(path, path.name, LIBRARY)
        self.answers = canonical(values(self.submission))
        self.findings = judge(self.submission, None, LIBRARY)
        self.names = names(values(self.submission))


def names(answers: Mapping[Key, Any]) -> dict[tuple[str, str], str]:
    """The name of each record, by its key; a second one of the same name has a number."""
    found: dict[tuple[str, str], str] = {}
    for (sheet, row, field), value in answers.items():
        if sheet in TABLES and row is not None:
            found.setdefault((sheet, row), "")
            if field == "name":
                taken = [other for key, other in found.items() if key[0] == sheet]
                same = sum(other.partition(" #")[0] == value for other in taken)
                found[sheet, row] = f"{value} #{same + 1}" if same else str(value)
    return found


def canonical(answers: Mapping[Key, Any]) -> Answers:
    """Answers with records called by their name, so that what a person means can be compared.

    Records of `partners` were issued filled in: their own key is an answer too.
    """
    called = names(answers)
    found: Answers = {}
    for (sheet, row, field), value in answers.items():
        line = called.get((sheet, row or ""), row)
        refers = isinstance(value, tuple) and field in REFERENCES
        meant = tuple(called.get(("partners", key), key) for key in value) if refers else value
        found[sheet, line, field] = meant
        if sheet == "partners" and row is not None:
            found[sheet, line, "(key)"] = row
    return found


def outcome(
    looked: Looked, expected: Answers, usual: Collection[str], only: Collection[Key] | None = None
) -> tuple[Outcome, list[str]]:
    """What became of the answers, and what was lost: different from what was meant, and not told.

    `usual`: ids of findings that the untouched workbook has too. `only`: the answers to judge.
    """
    new = [finding for finding in looked.findings if finding.id not in usual]
    keys = set(expected) | set(looked.answers) if only is None else set(only)
    wrong = [key for key in keys if looked.answers.get(key) != expected.get(key)]
    lost = [
        f"{key}: {expected.get(key)!r} was read as {looked.answers.get(key)!r}"
        for key in sorted(wrong, key=str)
        if not any(_tells(finding, key, looked) for finding in new)
    ]
    near = [f for f in new if only is None or any(_tells(f, key, looked, True) for key in keys)]
    if wrong or any(REGISTER[finding.code].severity == "error" for finding in near):
        return "finding", lost
    return ("note" if near else "exact"), lost


def told(looked: Looked, key: Key, usual: Collection[str]) -> bool:
    """Whether an error or a warning names this answer."""
    return any(_tells(f, key, looked) for f in looked.findings if f.id not in usual)


def _tells(finding: Finding, key: Key, looked: Looked, also_notes: bool = False) -> bool:
    """Whether a person who reads this finding learns of this answer."""
    if REGISTER[finding.code].severity == "note" and not also_notes:
        return False
    sheet, row, field = key
    if finding.sheet is None:
        return not also_notes or finding.code.startswith("WB")
    if finding.sheet != sheet:
        return False
    called = looked.names.get((sheet, finding.row or ""), finding.row)
    of_record = finding.field is None or finding.code.startswith("RW")
    return called in (None, row) and (of_record or finding.field == field)
