"""From a file to a submission, whatever is in the file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from templates.versions import library_of
from workbook.anchors import EXPLANATION_COLUMN
from workbook.model import Finding, Identity, Submission
from workbook.read.answers import NOTHING, join, telling
from workbook.read.beside import typed_beside
from workbook.read.blocks import find_blocks
from workbook.read.checkcode import read_code
from workbook.read.coerce import Context
from workbook.read.foreign import foreign_tabs, own_titles
from workbook.read.identity import read_identity
from workbook.read.open import OpenedBook, open_workbook
from workbook.read.printed import Printed
from workbook.read.private import country_of, without_details, without_raw_details
from workbook.read.records import Setting
from workbook.read.references import resolve_references
from workbook.read.refusal import Refusal
from workbook.read.sections import read_section
from workbook.read.sources import Source, read_bytes
from workbook.read.words import gather_words

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library
    from templates.model import Definition, Sheet
    from workbook.read.answers import Reading
    from workbook.read.blocks import Block, Found
    from workbook.read.identity import Issued


def read_file(path: Path, name: str, library: Library) -> Submission:
    """Everything that a respondent's file says; what is wrong with it becomes findings.

    `name`: how the file is shown to people, relative and with `/`. Of an archive or mail this
    only says that it is one; `find_sources` gives what is in it.
    """
    try:
        data = read_bytes(path)
    except Refusal as refusal:
        return refused(Source(name, "", refusal=refusal), refusal)
    return read_source(Source(name, hashlib.sha256(data).hexdigest(), data), library)


def read_source(source: Source, library: Library) -> Submission:
    """The same for bytes that are at hand, such as those of a member of an archive."""
    if source.refusal is not None:
        return refused(source, source.refusal)
    try:
        book = open_workbook(source.data, source.name)
    except Refusal as refusal:
        return refused(source, refusal)
    return read_book(book, source.name, source.sha256, library)


def refused(source: Source, refusal: Refusal) -> Submission:
    """What there is to say of a file that cannot be read."""
    finding = Finding(refusal.code, parameters=refusal.parameters)
    return Submission(source.name, source.sha256, Identity(), findings=(finding,), stopped=True)


def read_book(book: OpenedBook, name: str, digest: str, library: Library) -> Submission:
    """The submission that an opened workbook holds, by the names that it uses itself."""
    issued = read_identity(book, library)
    findings = issued.findings
    if book.macros:
        findings = (*findings, Finding("WB016"))
    if issued.stopped:
        return Submission(
            name, digest, issued.identity, issued.currency, findings=findings, stopped=True
        )
    identity = issued.identity
    library = library_of(library, identity.programme, identity.version)
    definition = library.definition(identity.programme, identity.edition, identity.level)
    found = find_blocks(book, definition)
    reading = read_sections(book, found, definition, issued, library)
    code = read_code(book, found.blocks, definition)
    if not issued.other_version:
        findings = (*findings, *code.findings)
    country = country_of(issued.currency)
    return Submission(
        file=name,
        sha256=digest,
        identity=identity,
        currency=issued.currency,
        answers=tuple(without_raw_details(answer, country) for answer in reading.answers),
        filled_in=reading.filled_in,
        findings=(*findings, *(without_details(found, country) for found in reading.findings)),
        explanations=reading.explanations,
        check_code=code.code,
    )


def read_sections(
    book: OpenedBook, found: Found, definition: Definition, issued: Issued, library: Library
) -> Reading:
    """All sections in the order of the definition, from the blocks that were found."""
    identity = issued.identity
    asked = (identity.programme, identity.edition, identity.level)
    words = library.once(
        ("words", *asked, identity.language),
        lambda: gather_words(library, definition, identity.language),
    )
    said = (identity.programme, identity.language)
    wordings = library.once(("wordings", *said), lambda: library.wordings(*said))
    setting = Setting(
        definition=definition,
        context=Context(words, book.epoch_1904),
        place=identity.place,
        lists=definition.lists,
        records=issued.records,
        printed=library.once(
            ("printed", *asked, identity.language), lambda: Printed(wordings, definition)
        ),
        other_version=issued.other_version,
    )
    order = [definition.sheet(key) for tab in definition.tabs for key in tab.sheets]
    blocks: dict[str, list[Block]] = {}
    for block in found.blocks:
        blocks.setdefault(block.sheet, []).append(block)
    reading = join(
        _read_one(sheet, blocks.get(sheet.key, []), sheet.key in found.strays, setting)
        for sheet in order
        if sheet is not None
    )
    if not any(finding.code == "SH101" for finding in reading.findings):
        # A tab whose section is missing is one of ours without its keys: that is told already.
        read = {block.tab for block in found.blocks}
        titles = library.once(("own tabs", *said), lambda: own_titles(wordings))
        beside = () if issued.other_version else typed_beside(book, found.blocks)
        reading = join([reading, telling(foreign_tabs(book, read, titles)), telling(beside)])
    return resolve_references(reading, definition)


def _read_one(sheet: Sheet, found: list[Block], stray: bool, setting: Setting) -> Reading:
    """A section from its blocks; `stray`: its keys stand above them, too."""
    if not found:
        return _absent(sheet, setting)
    by_tab: dict[str, list[Block]] = {}
    for block in found:
        by_tab.setdefault(block.tab, []).append(block)
    readings = [
        read_section(sheet, part, setting) for blocks in by_tab.values() for part in _copies(blocks)
    ]
    if len(readings) > 1:
        return join([telling([Finding("SH105", sheet.key)]), readings[0]])
    if stray:
        return join([telling([Finding("SH103", sheet.key, discriminator="above")]), readings[0]])
    return readings[0]


def _absent(sheet: Sheet, setting: Setting) -> Reading:
    if setting.other_version or not (sheet.asked or sheet.nothing_to_report):
        return NOTHING
    return telling([Finding("SH101", sheet.key)])


def _copies(blocks: list[Block]) -> list[list[Block]]:
    """The blocks of one tab; a second block with the same columns begins a second copy."""
    if len(blocks) == 1:
        return [blocks]
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
