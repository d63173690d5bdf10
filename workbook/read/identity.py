"""Which workbook this is: the hidden facts, from the tab `_meta` or the document properties."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from templates.model import EDITIONS, PLACE_LEVELS
from templates.versions import kept_versions, same_version
from workbook.anchors import IDENTITY_KEYS, META_RECORD, META_TAB, PROPERTY_PREFIX
from workbook.model import Finding, Identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from templates.load import Library
    from workbook.read.open import OpenedBook, Tab

_CURRENCY = "currency"
_ENOUGH_KEYS = 3


@dataclass(frozen=True, slots=True)
class Issued:
    """What the hidden facts say: identity, currency, and identity texts of filled-in records.

    `records`: by sheet, the identity text of each row key.
    `stopped`: without a known programme, edition and level nothing can be read.
    """

    identity: Identity
    currency: str = ""
    records: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    stopped: bool = False

    @property
    def other_version(self) -> bool:
        """The workbook asks questions of which no definitions are at hand."""
        return any(finding.code == "WB011" for finding in self.findings)


def read_identity(book: OpenedBook, library: Library) -> Issued:
    """The identity of the workbook, completed and repaired, with what is wrong with it."""
    facts, records = _read_meta(book.tabs)
    saved = {
        key: text
        for key in (*IDENTITY_KEYS, _CURRENCY)
        if (text := book.properties.get(PROPERTY_PREFIX + key, "").strip())
    }
    findings: list[Finding] = []
    if any(key in saved and not facts.get(key) for key in IDENTITY_KEYS):
        findings.append(Finding("WB012"))
    findings += _contradictions(facts, saved)
    facts = saved | {key: text for key, text in facts.items() if text}
    identity = Identity(**{key: facts.get(key, "") for key in IDENTITY_KEYS})
    currency = facts.get(_CURRENCY, "")
    issued = Issued(identity, currency, records, tuple(findings))
    return _judge(issued, library)


def _contradictions(facts: Mapping[str, str], saved: Mapping[str, str]) -> Iterator[Finding]:
    """Where the tab and the properties differ, nobody can tell whose answers these are."""
    for key in ("place", "period"):
        said, other = facts.get(key, ""), saved.get(key, "")
        if said and other and said.lstrip("0") != other.lstrip("0"):
            yield Finding("WB013", value=said, parameters=(("other", other),), discriminator=key)


def _judge(issued: Issued, library: Library) -> Issued:
    identity = issued.identity
    if not identity.programme:
        return _stop(issued, Finding("WB006"))
    if identity.programme not in library.programmes:
        return _stop(issued, Finding("WB007", value=identity.programme))
    missing = [f.name for f in fields(Identity) if not getattr(identity, f.name)]
    known = identity.edition in EDITIONS and identity.level in PLACE_LEVELS
    if not known or {"place", "period"} & set(missing):
        return _stop(issued, Finding("WB006"))
    return _repair(issued, library)


def _repair(issued: Issued, library: Library) -> Issued:
    """Give a place code its zeros back, and say if the questions are of an unknown version."""
    identity = issued.identity
    programme = library.programmes[identity.programme]
    findings = list(issued.findings)
    if identity.place.isdigit() and len(identity.place) < programme.code_length:
        findings.append(Finding("WB014", value=identity.place))
        identity = replace(identity, place=identity.place.zfill(programme.code_length))
    known = (programme.version, *kept_versions(library, programme.key))
    version = next((one for one in known if same_version(identity.version, one)), "")
    if version:
        identity = replace(identity, version=version)
    else:
        findings.append(Finding("WB011", value=identity.version or None))
    return replace(
        issued,
        identity=identity,
        currency=issued.currency or programme.currency,
        findings=tuple(findings),
    )


def _stop(issued: Issued, finding: Finding) -> Issued:
    return replace(issued, findings=(*issued.findings, finding), stopped=True)


def _read_meta(tabs: Iterable[Tab]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The facts and records of the tab `_meta`, else of a tab that holds the same keys."""
    ordered = sorted(tabs, key=lambda tab: tab.name.casefold() != META_TAB)
    for tab in ordered:
        column = _key_column(tab)
        if column is not None:
            return _facts(tab, column)
    return {}, {}


def _key_column(tab: Tab) -> int | None:
    named = tab.name.casefold() == META_TAB
    for column in range(tab.width):
        keys = {tab.key(row, column) for row in range(len(tab.rows))}
        enough = 1 if named else _ENOUGH_KEYS
        if "programme" in keys and len(keys.intersection(IDENTITY_KEYS)) >= enough:
            return column
    return None


def _facts(tab: Tab, column: int) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    facts: dict[str, str] = {}
    records: dict[str, dict[str, str]] = {}
    for row in range(len(tab.rows)):
        key, first, second, third = (tab.key(row, column + n) for n in range(4))
        if key == META_RECORD:
            records.setdefault(first, {})[second] = third
        elif key in IDENTITY_KEYS or key == _CURRENCY:
            facts.setdefault(key, first)
    return facts, records
