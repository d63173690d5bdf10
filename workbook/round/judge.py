"""The findings of one file: whether it belongs here, and if so what the rules say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from templates.model import Place
from templates.periods import Period, parse_period
from templates.successors import what_became
from templates.versions import kept_versions
from workbook.check.context import CheckContext
from workbook.check.verdict import check_submission
from workbook.model import Finding
from workbook.round.issue import issue_id
from workbook.round.renewal import earlier_of, own_successors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.load import Library
    from templates.model import Definition, Texts
    from workbook.model import Parameters, Submission
    from workbook.round.folder import Round

_IDENTITY_STAGE = "WB0"


def judge(
    submission: Submission, collection: Round | None, library: Library
) -> tuple[Finding, ...]:
    """All findings of a file by itself; outside a round it is held to what it says it is.

    A file that belongs elsewhere has that one finding: what its cells say was not asked here.
    """
    if submission.stopped:
        return submission.findings
    places = _places(submission, collection, library)
    place = next((p for p in places if p.code == submission.identity.place), None)
    period = collection.settings.period if collection else _own_period(submission)
    strange = _strange(submission, collection, library, place, period)
    doubtful = _says(submission, "WB011") or _says(submission, "WB013")
    if strange or doubtful or place is None or period is None:
        kept = [found for found in submission.findings if found.code.startswith(_IDENTITY_STAGE)]
        return (*kept, *strange)
    context = CheckContext(
        definition=_definition(submission, collection, library, place),
        texts=_texts(submission, collection, library),
        place=place,
        places=places,
        period=period,
        earlier=earlier_of(collection, place) if collection else None,
    )
    return check_submission(submission, context)


def date_fields(submission: Submission, library: Library) -> frozenset[tuple[str, str]]:
    """Sheet and field of every date that the file's programme asks for."""
    key = submission.identity.programme
    if key not in library.programmes:
        return frozenset()
    return library.once(("date fields", key), lambda: _date_fields(key, library))


def _date_fields(programme: str, library: Library) -> frozenset[tuple[str, str]]:
    tabs = library.programme(programme).tabs
    sheets = [library.sheets.named(name) for tab in tabs for name in tab.sheets]
    return frozenset(
        (sheet.key, field.key) for sheet in sheets for field in sheet.fields if field.type == "date"
    )


def _strange(
    submission: Submission,
    collection: Round | None,
    library: Library,
    place: Place | None,
    period: Period | None,
) -> tuple[Finding, ...]:
    """Why a file does not belong here; nothing if it does."""
    who = submission.identity
    if collection is not None and who.programme != collection.settings.programme:
        return (Finding("WB007", value=who.programme),)
    found: list[Finding] = []
    if period is None or who.period != period.code:
        found.append(Finding("WB008", value=who.period))
    elif collection is not None and place is not None:
        found += _made_for_another(submission, collection, place)
    if place is None:
        found.append(_unknown_place(submission, collection, library))
    if collection is not None and not _says(submission, "WB011"):
        settings = collection.settings
        versions = (settings.version, *kept_versions(collection.library, settings.programme))
        if who.version not in versions or who.edition != settings.edition:
            found.append(Finding("WB011", value=f"{who.version} {who.edition}"))
        elif place is not None and not _same_questions(collection, who.level, place.level):
            found.append(Finding("WB011", value=f"{who.version} {who.level}"))
    return tuple(found)


def _unknown_place(submission: Submission, collection: Round | None, library: Library) -> Finding:
    """WB024 if the successor table says what became of the place, else WB009."""
    who = submission.identity
    if collection is not None:
        table, until = own_successors(collection), collection.settings.period.end
    else:
        register = library.programme(who.programme).register
        period = _own_period(submission)
        table, until = library.successors.get(register, ()), period.end if period else date.max
    moved = what_became(who.place, table, until)
    if moved is None:
        return Finding("WB009", value=who.place)
    names = {place.code: place.name for place in reversed(_places(submission, collection, library))}
    names |= {line.new: line.name for line in table if line.name}
    shown = tuple(f"{code} ({names[code]})" if code in names else code for code in moved.places)
    day = (moved.day or until).isoformat()
    parameters: Parameters = (("kind", moved.kind), ("day", day), ("successors", shown))
    return Finding("WB024", value=who.place, parameters=parameters)


def _made_for_another(submission: Submission, collection: Round, place: Place) -> Iterator[Finding]:
    """WB013: the id of the workbook is that of another place's than the code in it says."""
    issue, version = submission.identity.issue, submission.identity.version
    if issue == issue_id(collection, place, version) or _says(submission, "WB013"):
        return
    ids = ((p, issue_id(collection, p, version)) for p in collection.places)
    other = next((p for p, known in ids if known == issue), None)
    if other is not None:
        parameters = (("other", place.code),)
        yield Finding("WB013", value=other.code, parameters=parameters, discriminator="issue")


def _says(submission: Submission, code: str) -> bool:
    """Whether reading has made this finding already."""
    return any(finding.code == code for finding in submission.findings)


def _same_questions(collection: Round, asked: str, expected: str) -> bool:
    """Whether governments of these two levels are asked the same."""
    if asked == expected:
        return True
    one, other = (
        [(s.key, [f.key for f in s.fields], s.rows) for s in collection.definition(level).sheets]
        for level in (asked, expected)
    )
    return one == other


def _places(
    submission: Submission, collection: Round | None, library: Library
) -> tuple[Place, ...]:
    if collection is not None:
        return collection.places
    who = submission.identity
    register = library.programme(who.programme).register
    # Without a list of places nobody but the file can say where it comes from.
    return library.places(register) if register else (Place(who.place, "", who.level),)


def _own_period(submission: Submission) -> Period | None:
    try:
        return parse_period(submission.identity.period)
    except ToolError:
        return None


def _definition(
    submission: Submission, collection: Round | None, library: Library, place: Place
) -> Definition:
    if collection is not None:
        return collection.definition(place.level)
    who = submission.identity
    return library.definition(who.programme, who.edition, place.level)


def _texts(submission: Submission, collection: Round | None, library: Library) -> Texts:
    language = submission.identity.language
    if language in library.texts:
        return library.text(language, submission.identity.programme)
    return collection.texts if collection is not None else library.text("en")
