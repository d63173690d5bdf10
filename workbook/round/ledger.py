"""The ledger: every file ever seen, its verdict, its answers, in one SQLite file.

What a file says is kept by the hash of its content, so that the same content under two names is
read once. A file is a name in the inbox, with the verdict that it has beside the other files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbook.model import Answer, Finding, Identity, Submission, Verdict
from workbook.round.ledger_journal import RECEIVED, Journal
from workbook.round.ledger_tables import ANSWER_COLUMNS, answer_of, answer_row, finding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ANSWERS = f"SELECT {ANSWER_COLUMNS} FROM answers WHERE content = ? ORDER BY position"  # noqa: S608
_FINDING_COLUMNS = "code, sheet, row, field, cell, value, parameters, discriminator, explanation"


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of one content: identity, findings of its own, and the verdict they give.

    `rules`: fingerprint of what it was read and checked with. `first_seen`: a moment in UTC.
    `check_code`: that of its cells, to be held against a signed page. `number`: counts up with
    each content that is new to the ledger. `judged`: the moment of the verdict, if it was not read
    for the first time then.
    """

    sha256: str
    rules: str
    first_seen: str
    identity: Identity
    verdict: Verdict
    findings: tuple[Finding, ...]
    check_code: str = ""
    number: int = field(default=0, compare=False)
    judged: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A content under a name in the inbox: when it was first seen there, and its verdict.

    `findings`: those of its content and those that come from the other files beside it.
    `received`: when the mail around it was sent, a moment in UTC, or empty. `decided`: the day on
    which it came as somebody said, or empty. `evidence`: the place that a scan belongs to.
    """

    id: int
    path: str
    first_seen: str
    present: bool
    verdict: Verdict
    content: Content
    findings: tuple[Finding, ...]
    received: str = ""
    decided: str = ""
    evidence: str = ""


class Ledger(Journal):
    """An open ledger; `transaction` groups what has to be written together or not at all."""

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def content(self, sha256: str) -> Content | None:
        """What is kept of the content with this hash, or None."""
        found = self.rows("SELECT * FROM contents WHERE sha256 = ?", (sha256,))
        return self._contents(found)[0] if found else None

    def contents(self) -> dict[str, Content]:
        """What is kept of every content, by its hash."""
        return {one.sha256: one for one in self._contents(self.rows("SELECT * FROM contents"))}

    def keep_content(
        self,
        submission: Submission,
        content: Content,
        dates: Iterable[tuple[str, str]],
    ) -> None:
        """Keep what a content says in place of what was kept of it before.

        `dates`: sheet and field of the answers that are dates.
        """
        who = submission.identity
        self.execute(
            "INSERT INTO contents (sha256, rules, first_seen, programme, version, edition, level,"
            " place, period, language, issue, currency, verdict, check_code)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET rules = excluded.rules,"
            " programme = excluded.programme, version = excluded.version,"
            " edition = excluded.edition, level = excluded.level, place = excluded.place,"
            " period = excluded.period, language = excluded.language, issue = excluded.issue,"
            " currency = excluded.currency, verdict = excluded.verdict,"
            " check_code = excluded.check_code",
            (
                content.sha256, content.rules, content.first_seen, who.programme, who.version,
                who.edition, who.level, who.place, who.period, who.language, who.issue,
                submission.currency, content.verdict, content.check_code,
            ),
        )  # fmt: skip
        key = self._key(content.sha256)
        self.execute("DELETE FROM answers WHERE content = ?", (key,))
        self.execute("DELETE FROM findings WHERE content = ?", (key,))
        known = frozenset(dates)
        self.execute_many(
            "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (key, number, *answer_row(answer, (answer.sheet, answer.field) in known))
                for number, answer in enumerate(submission.answers)
            ),
        )
        self._add_findings("content", key, content.findings)
        self._keep_past_verdict(key, content)

    def sight(self, path: str, sha256: str, moment: str) -> str:
        """Note that a whole file was found under this name; when that was so for the first time."""
        self.execute("INSERT OR IGNORE INTO sighted VALUES (?, ?, ?)", (path, sha256, moment))
        found = self.rows(
            "SELECT moment FROM sighted WHERE path = ? AND sha256 = ?", (path, sha256)
        )
        return str(found[0]["moment"])

    def keep_file(self, path: str, content: Content, first_seen: str, received: str = "") -> None:
        """Note that this content is in the inbox under this name; its first date stays."""
        self.execute(
            "INSERT INTO files (path, content, first_seen, present, verdict, received)"
            " VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (path, content)"
            " DO UPDATE SET present = 1, received = excluded.received",
            (path, self._key(content.sha256), first_seen, content.verdict, received),
        )

    def keep_container(self, path: str, sha256: str) -> None:
        """Note that an archive or mail with this content was taken apart."""
        self.execute("INSERT OR REPLACE INTO containers VALUES (?, ?)", (path, sha256))

    def containers(self) -> Mapping[str, str]:
        """The hash of each archive and mail in the inbox, by its name."""
        return {row["path"]: row["sha256"] for row in self.rows("SELECT * FROM containers")}

    def clear_present(self) -> None:
        """Begin to note anew which files are in the inbox; the others stay known."""
        self.execute("UPDATE files SET present = 0")
        self.execute("DELETE FROM containers")

    def keep_verdict(
        self, file: SeenFile, verdict: Verdict, beside: tuple[Finding, ...], evidence: str = ""
    ) -> None:
        """Keep a file's verdict and the findings that come from the files beside it.

        `evidence`: the place whose scan it is; what its content was found to be is then no fault.
        """
        self.execute(
            "UPDATE files SET verdict = ?, evidence = ? WHERE id = ?", (verdict, evidence, file.id)
        )
        self.execute("DELETE FROM findings WHERE file = ?", (file.id,))
        self._add_findings("file", file.id, beside)

    def files(self) -> tuple[SeenFile, ...]:
        """Every file ever seen, by name; a name whose content changed is there more than once."""
        contents = {one.number: one for one in self._contents(self.rows("SELECT * FROM contents"))}
        beside: dict[int, list[Finding]] = {}
        for row in self.rows("SELECT * FROM findings WHERE file IS NOT NULL ORDER BY position"):
            beside.setdefault(row["file"], []).append(finding_of(row))
        decided = {
            decision.sha256: decision.value
            for decision in self.decisions()
            if decision.kind == RECEIVED
        }
        return tuple(
            _seen(row, contents[row["content"]], beside.get(row["id"], []), decided)
            for row in self.rows("SELECT * FROM files ORDER BY path, id")
        )

    def answers(self, hashes: Iterable[str]) -> Mapping[str, tuple[Answer, ...]]:
        """The answers of each of these contents, in the order in which they were read."""
        found: dict[str, list[Answer]] = {sha256: [] for sha256 in hashes}
        names = {
            row["id"]: row["sha256"]
            for row in self.rows("SELECT id, sha256 FROM contents")
            if row["sha256"] in found
        }
        for key, sha256 in names.items():
            found[sha256] = [answer_of(row) for row in self.rows(_ANSWERS, (key,))]
        return {sha256: tuple(answers) for sha256, answers in found.items()}

    def _keep_past_verdict(self, key: int, content: Content) -> None:
        """Add a verdict to those that a content has had, unless it is the same as the last."""
        last = self.rows(
            "SELECT rules, verdict FROM verdicts WHERE content = ? ORDER BY id DESC LIMIT 1", (key,)
        )
        if not last or tuple(last[0]) != (content.rules, content.verdict):
            self.execute(
                "INSERT INTO verdicts (content, rules, made, verdict) VALUES (?, ?, ?, ?)",
                (key, content.rules, content.judged or content.first_seen, content.verdict),
            )

    def _contents(self, rows: Sequence[Mapping[str, Any]]) -> list[Content]:
        """What is kept of these contents, each with its findings."""
        only, values = ("= ?", (rows[0]["id"],)) if len(rows) == 1 else ("IS NOT NULL", ())
        findings: dict[int, list[Finding]] = {}
        for row in self.rows(
            f"SELECT * FROM findings WHERE content {only} ORDER BY position",  # noqa: S608 (ours)
            values,
        ):
            findings.setdefault(row["content"], []).append(finding_of(row))
        return [_content(row, findings.get(row["id"], ())) for row in rows]

    def _add_findings(self, owner: str, key: object, findings: Iterable[Finding]) -> None:
        self.execute_many(
            f"INSERT INTO findings ({owner}, position, {_FINDING_COLUMNS})"  # noqa: S608 (ours)
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    key, number, found.code, found.sheet, found.row, found.field, found.cell,
                    found.value, json.dumps(found.parameters, ensure_ascii=False),
                    found.discriminator, found.explanation,
                )
                for number, found in enumerate(findings)
            ),
        )  # fmt: skip


def _content(row: Mapping[str, Any], findings: Iterable[Finding]) -> Content:
    return Content(
        sha256=row["sha256"],
        rules=row["rules"],
        first_seen=row["first_seen"],
        identity=Identity(**{key: row[key] for key in Identity.__slots__}),
        verdict=row["verdict"],
        findings=tuple(findings),
        check_code=row["check_code"],
        number=row["id"],
    )


def _seen(
    row: Mapping[str, Any],
    content: Content,
    beside: Iterable[Finding],
    decided: Mapping[str, str],
) -> SeenFile:
    own = () if row["evidence"] else content.findings
    return SeenFile(
        id=row["id"],
        path=row["path"],
        first_seen=row["first_seen"],
        present=bool(row["present"]),
        verdict=row["verdict"],
        content=content,
        findings=(*beside, *own),
        received=row["received"],
        decided=decided.get(content.sha256, ""),
        evidence=row["evidence"],
    )
