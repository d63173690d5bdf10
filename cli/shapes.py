"""The shapes of the contract: what the commands print as JSON and CSV."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from templates.localise import period_texts
from templates.periods import parse_period
from workbook.check.register import load_register
from workbook.check.wording import render_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from templates.model import Texts
    from workbook.check.wording import RenderedFinding
    from workbook.model import Answer, Finding, Submission
    from workbook.round.checking import CheckedFile

VERDICTS = ("accepted", "accepted_with_warnings", "rejected", "unreadable")
SEVERITIES = {"error": "errors", "warning": "warnings", "note": "notes"}
ANSWER_COLUMNS = (
    "file", "programme", "place", "period", "sheet", "row", "field", "state", "value", "cell",
    "raw", "repaired_from", "repaired_why",
)  # fmt: skip
FINDING_COLUMNS = (
    "file", "place", "period", "verdict", "severity", "trial", "code", "slug", "sheet", "row",
    "field", "cell", "value", "message", "remedy", "explanation", "id",
)  # fmt: skip


def words_of(findings: Iterable[Finding], period: str, texts: Texts) -> list[RenderedFinding]:
    """Findings as objects, with the period of their file named where it is known."""
    facts: Mapping[str, str] = {}
    if period:
        facts = _period_facts(period, texts)
    return [render_finding(found, texts, load_register(), facts) for found in findings]


def submission_object(submission: Submission, texts: Texts) -> dict[str, object]:
    """What `extract` says of one file."""
    who = submission.identity
    return {
        "file": submission.file,
        "sha256": submission.sha256,
        "programme": who.programme or None,
        "version": who.version or None,
        "language": who.language or None,
        "place": who.place or None,
        "period": who.period or None,
        "currency": submission.currency or None,
        "answers": [answer_object(answer) for answer in submission.answers],
        "findings": words_of(submission.findings, who.period, texts),
    }


def answer_object(answer: Answer) -> dict[str, object]:
    """One answer; `raw` only where it could not be read."""
    repair = answer.repair
    found: dict[str, object] = {
        "sheet": answer.sheet,
        "row": answer.row,
        "field": answer.field,
        "state": answer.state,
        "value": plain_value(answer),
        "cell": answer.cell,
        "repair": {"from": repair.origin, "why": repair.why} if repair else None,
    }
    if answer.state == "unreadable":
        found["raw"] = answer.raw
    return found


def plain_value(answer: Answer) -> object:
    """The value as JSON has it: lists for tuples, whole numbers without a decimal point."""
    if isinstance(answer.value, tuple):
        return list(answer.value)
    if isinstance(answer.value, float) and answer.value.is_integer():
        return int(answer.value)
    return answer.value


def answer_rows(submissions: Iterable[Submission]) -> Iterator[dict[str, object]]:
    """One line an answer, for CSV."""
    for submission in submissions:
        who = submission.identity
        about = {
            "file": submission.file,
            "programme": who.programme,
            "place": who.place,
            "period": who.period,
        }
        for answer in submission.answers:
            repair = answer.repair
            yield (
                about
                | answer_object(answer)
                | {
                    "repaired_from": repair.origin if repair else None,
                    "repaired_why": repair.why if repair else None,
                }
            )


def checked_object(file: CheckedFile, texts: Texts) -> dict[str, object]:
    """What `validate` says of one file."""
    return {
        "file": file.file,
        "sha256": file.sha256,
        "place": file.place or None,
        "period": file.period or None,
        "verdict": file.verdict,
        "findings": words_of(file.findings, file.period, texts),
    }


def finding_rows(files: Iterable[CheckedFile], texts: Texts) -> Iterator[dict[str, object]]:
    """One line a finding, for CSV; a file without findings has a line with its verdict."""
    for file in files:
        about: dict[str, object] = {
            "file": file.file,
            "place": file.place,
            "period": file.period,
            "verdict": file.verdict,
        }
        for found in words_of(file.findings, file.period, texts):
            yield {**found, **about}
        if not file.findings:
            yield about


class Tally:
    """How many files have which verdict, and how many findings are how heavy, as files pass."""

    def __init__(self) -> None:
        self._files = 0
        self._verdicts: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()

    def add(self, file: CheckedFile) -> None:
        """Count one more file."""
        register = load_register()
        self._files += 1
        self._verdicts[file.verdict] += 1
        self._severities.update(register[found.code].severity for found in file.findings)

    @property
    def refused(self) -> int:
        """How many files nothing can be taken from."""
        return self._verdicts["rejected"] + self._verdicts["unreadable"]

    def numbers(self) -> dict[str, int]:
        """All numbers, as they are told."""
        return {
            "files": self._files,
            **{verdict: self._verdicts[verdict] for verdict in VERDICTS},
            **{plural: self._severities[severity] for severity, plural in SEVERITIES.items()},
        }


def _period_facts(period: str, texts: Texts) -> Mapping[str, str]:
    from indicators.tables import ToolError

    try:
        return period_texts(parse_period(period), texts)
    except ToolError:
        return {}
