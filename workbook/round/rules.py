"""By which rules verdicts are found: a fingerprint that changes when they do."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from templates.load import SHIPPED
from workbook.round.ledger_journal import RuleSet
from workbook.round.renewal import fingerprint as last_year_fingerprint

if TYPE_CHECKING:
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

_ROOMS = ("workbook/read", "workbook/check", "workbook/ooxml", "templates", "indicators")
_ROUND_WAYS = ("round/judge.py", "round/older.py", "round/renewal.py")
_RULE_ENDINGS = frozenset({".py", ".toml", ".csv"})


def rule_fingerprint(collection: Round) -> str:
    """A hash of all that decides how a file is read and judged in this round."""
    settings = collection.settings
    facts = (settings.programme, settings.version, settings.edition, settings.period)
    # An address or a language to write in says nothing of answers.
    places = [replace(place, email="", language="") for place in collection.places]
    digest = hashlib.sha256(repr((version("migbook"), facts, places)).encode())
    digest.update(last_year_fingerprint(collection))
    tool = SHIPPED.parent
    for folder in (*(tool / room for room in _ROOMS), collection.library.folder):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _RULE_ENDINGS:
                digest.update(path.name.encode() + path.read_bytes())
    ways = (
        "anchors.py",
        "checkcode.py",
        "earlier.py",
        "round/judge.py",
        "round/older.py",
        "round/older_files.py",
        "round/renewal.py",
    )
    for path in (tool / "workbook" / way for way in ways):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def outdated(collection: Round, ledger: Ledger) -> int:
    """How many files in the inbox were judged by other rules than those of today."""
    judged_by = [file.content.rules for file in ledger.files() if file.present]
    if not judged_by:
        return 0
    rules = rule_fingerprint(collection)
    return sum(known != rules for known in judged_by)


def rule_set(collection: Round, now: str) -> RuleSet:
    """The rules of this round, as the ledger keeps them."""
    settings = collection.settings
    return RuleSet(
        fingerprint=rule_fingerprint(collection),
        tool=version("migbook"),
        programme=settings.programme,
        version=settings.version,
        edition=settings.edition,
        first_used=now,
    )
