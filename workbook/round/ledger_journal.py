"""What happened beside the files: decisions, past verdicts, rules in use, what was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from workbook.round.ledger_base import Base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.model import Verdict

RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a place: when, who at this computer, which content, why.

    `kind`: what was decided, such as `received`. `value`: empty undoes the one before it.
    `contents_seen`: number of the last content that the ledger knew by then.
    """

    made: str
    made_by: str
    place: str
    kind: str
    sha256: str
    value: str
    note: str
    contents_seen: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What verdicts are found with: a fingerprint of it all, and the versions that people know."""

    fingerprint: str
    tool: str
    programme: str
    version: str
    edition: str
    first_used: str


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """A verdict that a content has had: when it was found, and with which rules."""

    sha256: str
    rules: str
    made: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for a place: a marked copy of a content, or a letter without one.

    `kind`: `returned` or a kind of letter. `file`: relative to the round.
    """

    made: str
    made_by: str
    place: str
    kind: str
    sha256: str
    file: str


class Journal(Base):
    """The part of the ledger to which lines are only ever added."""

    def keep_decision(self, decision: Decision) -> None:
        """Keep what a person decided; nothing that was decided before is ever changed."""
        self.execute(
            "INSERT INTO decisions"
            " (made, made_by, place, kind, content, value, note, contents_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(id), 0) FROM contents))",
            (
                decision.made, decision.made_by, decision.place, decision.kind,
                self._key(decision.sha256) if decision.sha256 else None, decision.value,
                decision.note,
            ),
        )  # fmt: skip

    def decisions(self) -> tuple[Decision, ...]:
        """Everything that was decided, oldest first."""
        rows = self.rows(
            "SELECT decisions.*, contents.sha256 FROM decisions"
            " LEFT JOIN contents ON contents.id = decisions.content ORDER BY decisions.id"
        )
        return tuple(
            Decision(
                made=row["made"],
                made_by=row["made_by"],
                place=row["place"],
                kind=row["kind"],
                sha256=row["sha256"] or "",
                value=row["value"],
                note=row["note"],
                contents_seen=row["contents_seen"],
            )
            for row in rows
        )

    def keep_rule_set(self, rules: RuleSet) -> None:
        """Keep with which rules verdicts are found from now on; their first day stays."""
        self.execute(
            "INSERT OR IGNORE INTO rule_sets VALUES (?, ?, ?, ?, ?, ?)",
            (
                rules.fingerprint, rules.tool, rules.programme, rules.version, rules.edition,
                rules.first_used,
            ),
        )  # fmt: skip

    def rule_sets(self) -> Mapping[str, RuleSet]:
        """All rules that verdicts were found with, by fingerprint."""
        rows = self.rows("SELECT * FROM rule_sets ORDER BY first_used, fingerprint")
        return {row["fingerprint"]: RuleSet(**dict(row)) for row in rows}

    def past_verdicts(self) -> tuple[PastVerdict, ...]:
        """Every verdict that a content has had, oldest first."""
        rows = self.rows(
            "SELECT verdicts.*, contents.sha256 FROM verdicts"
            " JOIN contents ON contents.id = verdicts.content ORDER BY verdicts.id"
        )
        return tuple(
            PastVerdict(row["sha256"], row["rules"], row["made"], row["verdict"]) for row in rows
        )

    def keep_written(self, written: Written) -> None:
        """Keep that something was written for a place."""
        self.execute(
            "INSERT INTO written (made, made_by, place, kind, content, file)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                written.made, written.made_by, written.place, written.kind,
                self._key(written.sha256) if written.sha256 else None, written.file,
            ),
        )  # fmt: skip

    def written(self) -> tuple[Written, ...]:
        """Everything that was written for places, oldest first."""
        rows = self.rows(
            "SELECT written.*, contents.sha256 FROM written"
            " LEFT JOIN contents ON contents.id = written.content ORDER BY written.id"
        )
        return tuple(
            Written(
                made=row["made"],
                made_by=row["made_by"],
                place=row["place"],
                kind=row["kind"],
                sha256=row["sha256"] or "",
                file=row["file"],
            )
            for row in rows
        )

    def _key(self, sha256: str) -> int:
        return cast(
            "int", self.rows("SELECT id FROM contents WHERE sha256 = ?", (sha256,))[0]["id"]
        )
