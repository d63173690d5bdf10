"""By which rules verdicts are found: a fingerprint that changes when they do."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.version import VERSION
from templates.load import SHIPPED
from workbook.round.ledger_journal import RuleSet
from workbook.round.renewal import fingerprint as last_year_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

_ROOMS = ("workbook/read", "workbook/check", "workbook/ooxml", "templates", "indicators")
_WAYS = (
    "anchors.py",
    "checkcode.py",
    "earlier.py",
    "round/judge.py",
    "round/older.py",
    "round/older_files.py",
    "round/renewal.py",
)
_RULE_ENDINGS = (".py", ".toml", ".csv")


def rule_fingerprint(collection: Round) -> str:
    """A hash of all that decides how a file is read and judged in this round."""
    settings, library = collection.settings, collection.library
    facts = (settings.programme, settings.version, settings.edition, settings.period)
    # An address or a language to write in says nothing of answers.
    places = [replace(place, email="", language="") for place in collection.places]
    digest = hashlib.sha256(repr((VERSION, facts, places)).encode())
    digest.update(last_year_fingerprint(collection))
    digest.update(library.once(("rule files",), lambda: _files_hash(library.folder)))
    return digest.hexdigest()


def _files_hash(definitions: Path) -> bytes:
    """The hash of every file that says how to read and judge, ours and those of the round."""
    tool, digest = SHIPPED.parent, hashlib.sha256()
    for folder in (*(tool / room for room in _ROOMS), definitions):
        for path in _rule_files(folder):
            digest.update(path.name.encode() + path.read_bytes())
    for way in _WAYS:
        digest.update((tool / "workbook" / way).read_bytes())
    return digest.digest()


def _rule_files(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(inside, name) for name in sorted(names) if name.endswith(_RULE_ENDINGS))


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
        tool=VERSION,
        programme=settings.programme,
        version=settings.version,
        edition=settings.edition,
        first_used=now,
    )
