"""Writing the document to its two files, which say in their names for whom they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report.document.content import make_document
from workbook.report.document.pdf import print_document
from workbook.report.document.word import write_word
from workbook.report.names import summary_name
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary


def document_name(summary: Summary, ending: str) -> str:
    """The file name of the document, such as with the ending `pdf`."""
    return summary_name(summary, ending)


def write_documents(summary: Summary, texts: Texts, folder: Path) -> tuple[Path, Path]:
    """Write the PDF and the Word file; where they lie."""
    document = make_document(summary, texts)
    printed = folder / document_name(summary, "pdf")
    edited = folder / document_name(summary, "docx")
    write_file(printed, print_document(document))
    write_file(edited, write_word(document))
    return printed, edited
