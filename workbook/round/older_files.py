"""Workbooks of an older version: what they say, as answers to the questions of today.

A file is read by the questions that it was made from. What has another name since gets it here, so
that everything that follows is checked and counted by one version; what has no counterpart is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NUMERIC_TYPES, REFERENCE_TYPES
from templates.versions import kept_versions, library_of
from workbook.check.view import shown_as
from workbook.check.wording import field_label, section_title
from workbook.model import NOTHING_TO_REPORT, Answer, Finding
from workbook.round.older import changes_between, today_key, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from templates.load import Library
    from templates.model import Change, Definition, Field, Sheet, Texts
    from workbook.earlier import AnswerKey
    from workbook.model import Submission
    from workbook.read.sources import Source
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger, SeenFile
    from workbook.round.older import Left

_READ_OLDER, _WITHOUT_COUNTERPART = "WB023", "SH112"
_ANY_RECORD = "*"
# The question is still asked, but not in a way that this answer would fit.
_ASKED_OTHERWISE = frozenset({"option", "type"})


@dataclass(frozen=True, slots=True)
class _Versions:
    """What was asked then and is asked now of one place, and what has another name since."""

    then: Definition
    now: Definition
    changes: tuple[Change, ...]
    texts: Texts


def read_return(source: Source, library: Library) -> Submission:
    """What a file says, by the names that the questions have today."""
    # What is in the ledger needs no reader of files.
    from workbook.read.submission import read_source

    return in_todays_words(read_source(source, library), library)


def in_todays_words(submission: Submission, library: Library) -> Submission:
    """The same submission if it is of today's version, else one that answers today's questions."""
    who = submission.identity
    if submission.stopped or who.version not in kept_versions(library, who.programme):
        return submission
    versions = _versions(submission, library)
    kept, left = translate(submission.answers, versions.changes, versions.now)
    unfit = [_unfit(one, versions) for one in left if one.reason in _ASKED_OTHERWISE]
    kept |= {(answer.sheet, answer.row, answer.field): answer for answer, _ in unfit}
    newer = versions.now.programme.version
    return replace(
        submission,
        answers=tuple(_completed(kept, versions)),
        filled_in=tuple(_filled_in(submission, versions)),
        findings=(
            Finding(_READ_OLDER, value=who.version, parameters=(("now", newer),)),
            *filter(None, (_renamed(found, versions) for found in submission.findings)),
            *(finding for _, finding in unfit),
            *_without_counterpart(left, versions),
        ),
        explanations=tuple(
            replace(one, sheet=key[0], row=key[1], field=key[2] or None)
            for one in submission.explanations
            if _stands((key := today_key(_key(one), versions.changes)), versions.now)
        ),
    )


def kept_answers(
    collection: Round, ledger: Ledger, files: Iterable[tuple[str, SeenFile]]
) -> Mapping[str, tuple[Answer, ...]]:
    """The answers that the ledger has of these files, by today's names; `files`: with their level.

    A file that was judged before the questions changed has its answers by the names of then.
    """
    chosen = list(files)
    found = dict(ledger.answers(file.content.sha256 for _, file in chosen))
    asked = {fingerprint: rules.version for fingerprint, rules in ledger.rule_sets().items()}
    now = collection.programme.version
    for level, file in chosen:
        then = asked.get(file.content.rules, now)
        if then != now:
            changes = changes_between(collection.programme.changes, then, now)
            sha256 = file.content.sha256
            kept, _ = translate(found[sha256], changes, collection.definition(level))
            found[sha256] = tuple(kept.values())
    return found


def _versions(submission: Submission, library: Library) -> _Versions:
    who = submission.identity
    asked = (who.programme, who.edition, who.level)
    older = library_of(library, who.programme, who.version)
    now = library.definition(*asked)
    language = who.language if who.language in older.texts else now.programme.languages[0]
    return _Versions(
        then=older.definition(*asked),
        now=now,
        changes=changes_between(now.programme.changes, who.version, now.programme.version),
        texts=older.text(language, who.programme),
    )


def _key(part: object) -> AnswerKey:
    """Where a finding or an explanation stands; without a field it is about the whole row."""
    sheet, row, field = (getattr(part, name) or None for name in ("sheet", "row", "field"))
    return sheet or "", row, field or ""


def _stands(key: AnswerKey, definition: Definition) -> bool:
    """Whether there is such a section, row and question; an empty field stands for all of a row."""
    name, row, field = key
    sheet = definition.sheet(name)
    if sheet is None:
        return False
    known = field in {"", NOTHING_TO_REPORT} or sheet.field(field) is not None
    rows = {one.key for one in sheet.rows}
    return known and (sheet.layout != "matrix" or row is None or row in rows)


def _renamed(found: Finding, versions: _Versions) -> Finding | None:
    """What reading found, by the names of today; None if it is about what is not asked any more."""
    if found.sheet is None:
        return found
    sheet, row, field = key = today_key(_key(found), versions.changes)
    if not _stands(key, versions.now):
        return None
    return replace(found, sheet=sheet, row=row, field=field or None)


def _filled_in(submission: Submission, versions: _Versions) -> Iterator[Answer]:
    """What we had filled in, as far as it is still filled in."""
    for answer in submission.filled_in:
        sheet, row, field = key = today_key(
            (answer.sheet, answer.row, answer.field), versions.changes
        )
        if _stands(key, versions.now):
            yield replace(answer, sheet=sheet, row=row, field=field)


def _completed(kept: Mapping[AnswerKey, Answer], versions: _Versions) -> Iterator[Answer]:
    """The answers as the form of today runs; what it asks anew is blank and has no cell."""
    before = {today_key(key, versions.changes) for key in _asked(versions.then)}
    for key in _asked(versions.now, kept):
        sheet, row, field = key
        if key in kept:
            yield kept[key]
        elif key not in before and (sheet, _ANY_RECORD, field) not in before:
            yield Answer(sheet, row, field, "blank", None, "")


def _asked(
    definition: Definition, kept: Mapping[AnswerKey, Answer] | None = None
) -> Iterator[AnswerKey]:
    """Everything that is asked; `kept` says which records the tables have."""
    for sheet in definition.sheets:
        if sheet.nothing_to_report:
            yield sheet.key, None, NOTHING_TO_REPORT
        for row in _rows(sheet, kept):
            group = next((one.group for one in sheet.rows if one.key == row), "")
            for field in sheet.asked:
                if not field.groups or group in field.groups:
                    yield sheet.key, row, field.key


def _rows(sheet: Sheet, kept: Mapping[AnswerKey, Answer] | None) -> tuple[str | None, ...]:
    if sheet.layout == "form":
        return (None,)
    if sheet.layout == "matrix":
        return tuple(row.key for row in sheet.rows)
    if kept is None:
        return (_ANY_RECORD,)
    rows = (row for key, row, _ in kept if key == sheet.key and row is not None)
    return tuple(dict.fromkeys(rows))


def _unfit(one: Left, versions: _Versions) -> tuple[Answer, Finding]:
    """An answer that the question does not take any more: it is to be given anew."""
    answer = one.answer
    sheet, row, field = today_key((answer.sheet, answer.row, answer.field), versions.changes)
    now, then = versions.now.sheet(sheet), versions.then.sheet(answer.sheet)
    asked, old = now.field(field) if now else None, then.field(answer.field) if then else None
    raw = shown_as(answer, old, versions.texts)
    unread = Answer(sheet, row, field, "unreadable", None, answer.cell, raw=raw)
    parameters = (("type", asked.type),) if asked and asked.type in NUMERIC_TYPES else ()
    finding = Finding(
        _code(asked), sheet, row, field, answer.cell or None, raw, parameters=parameters
    )
    return unread, finding


def _code(asked: Field | None) -> str:
    """What is said of a cell that does not hold what a question of this type wants."""
    kind = asked.type if asked is not None else "text"
    if kind in NUMERIC_TYPES:
        return "CE201"
    if kind in LIST_TYPES:
        return "CE203"
    if kind in REFERENCE_TYPES:
        return "CE214"
    return {"date": "CE202", "yes_no": "CE219"}.get(kind, "CE221")


def _without_counterpart(left: Iterable[Left], versions: _Versions) -> Iterator[Finding]:
    """SH112: a finding for each question that is not asked any more, with the cells of answers."""
    cells: dict[tuple[str, str], list[str]] = {}
    for one in left:
        if one.reason not in _ASKED_OTHERWISE:
            cells.setdefault((one.answer.sheet, one.answer.field), []).append(one.answer.cell)
    for (sheet, field), places in cells.items():
        title, label = (
            section_title(sheet, versions.texts),
            field_label(sheet, field, versions.texts),
        )
        yield Finding(
            _WITHOUT_COUNTERPART,
            sheet,
            None,
            field,
            places[0] or None,
            parameters=(("section", title), ("question", label), ("cells", _listed(places))),
        )


def _listed(cells: Iterable[str]) -> tuple[str, ...]:
    """`Services!D14`, `D15`: the tab is named once."""
    shown: list[str] = []
    last = ""
    for cell in cells:
        tab, mark, place = cell.rpartition("!")
        shown.append(place if mark and tab == last else cell)
        last = tab
    return tuple(shown)
