"""From a file to a submission, whatever is in the file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from workbook.anchors import EXPLANATION_COLUMN
from workbook.model import Finding, Identity, Submission
from workbook.read.answers import Reading, join
from workbook.read.blocks import find_blocks
from workbook.read.coerce import Context
from workbook.read.foreign import foreign_tabs
from workbook.read.identity import read_identity
from workbook.read.open import OpenedBook, Refusal, open_workbook, read_bytes
from workbook.read.printed import Printed
from workbook.read.records import Setting
from workbook.read.references import resolve_references
from workbook.read.sections import read_section
from workbook.read.words import gather_words

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition, Sheet
    from workbook.read.blocks import Block, Found
    from workbook.read.identity import Issued


def read_file(path: Path, name: str, library: Library) -> Submission:
    """Everything that a respondent's file says; what is wrong with it becomes findings.

    `name`: how the file is shown to people, relative and with `/`.
    """
    digest = ""
    try:
        data, digest = read_bytes(path)
        book = open_workbook(data)
    except Refusal as refusal:
        finding = Finding(refusal.code, parameters=refusal.parameters)
        return Submission(name, digest, Identity(), findings=(finding,), stopped=True)
    return read_book(book, name, digest, library)


def read_book(book: OpenedBook, name: str, digest: str, library: Library) -> Submission:
    """The submission that an opened workbook holds."""
    issued = read_identity(book, library)
    findings = issued.findings
    if book.macros:
        findings = (*findings, Finding("WB016"))
    if issued.stopped:
        return Submission(
            name, digest, issued.identity, issued.currency, findings=findings, stopped=True
        )
    identity = issued.identity
    definition = library.definition(identity.programme, identity.edition, identity.level)
    reading = read_sections(book, definition, issued, library)
    return Submission(
        file=name,
        sha256=digest,
        identity=identity,
        currency=issued.currency,
        answers=reading.answers,
        filled_in=reading.filled_in,
        findings=(*findings, *reading.findings),
        explanations=reading.explanations,
    )


def read_sections(
    book: OpenedBook, definition: Definition, issued: Issued, library: Library
) -> Reading:
    """All sections in the order of the definition."""
    identity = issued.identity
    asked = (identity.programme, identity.edition, identity.level)
    words = library.once(
        ("words", *asked, identity.language),
        lambda: gather_words(library, definition, identity.language),
    )
    wordings = library.wordings(identity.programme)
    setting = Setting(
        definition=definition,
        context=Context(words, book.epoch_1904),
        place=identity.place,
        lists=definition.lists,
        records=issued.records,
        printed=library.once(("printed", *asked), lambda: Printed(wordings, definition)),
        other_version=issued.other_version,
    )
    found = find_blocks(book, definition)
    order = [definition.sheet(key) for tab in definition.tabs for key in tab.sheets]
    reading = join(_read_one(sheet, found, setting) for sheet in order if sheet is not None)
    if not any(finding.code == "SH101" for finding in reading.findings):
        # A tab whose section is missing is one of ours without its keys: that is told already.
        read = {block.tab for block in found.blocks}
        foreign = tuple(foreign_tabs(book, read, wordings))
        reading = join([reading, Reading(findings=foreign)])
    return resolve_references(reading, definition)


def _read_one(sheet: Sheet, found: Found, setting: Setting) -> Reading:
    by_tab: dict[str, list[Block]] = {}
    for block in found.blocks:
        if block.sheet == sheet.key:
            by_tab.setdefault(block.tab, []).append(block)
    if not by_tab:
        return _absent(sheet, setting)
    readings = [
        read_section(sheet, part, setting) for blocks in by_tab.values() for part in _copies(blocks)
    ]
    extra: tuple[Finding, ...] = ()
    if len(readings) > 1:
        extra = (Finding("SH105", sheet.key),)
    elif sheet.key in found.strays:
        extra = (Finding("SH103", sheet.key, discriminator="above"),)
    return join([Reading(findings=extra), readings[0]])


def _absent(sheet: Sheet, setting: Setting) -> Reading:
    if setting.other_version or not (sheet.asked or sheet.nothing_to_report):
        return Reading()
    return Reading(findings=(Finding("SH101", sheet.key),))


def _copies(blocks: list[Block]) -> list[list[Block]]:
    """The blocks of one tab; a second block with the same columns begins a second copy."""
    copies: list[list[Block]] = [[]]
    seen: set[tuple[bool, str]] = set()
    for block in blocks:
        # A record's other columns may stand in a block of their own, with an explanation each.
        own = {(block.is_form, key) for key in block.columns if key != EXPLANATION_COLUMN}
        if block.is_form:
            own = {(True, line.key) for line in block.lines if line.key}
        if own & seen:
            copies.append([])
            seen = set()
        seen |= own
        copies[-1].append(block)
    return copies
