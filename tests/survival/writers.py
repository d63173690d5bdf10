"""Programs that save workbooks anew."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.read.saving import save_all_with_node

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = (
    "openpyxl",
    "LibreOffice .xlsx",
    "LibreOffice .ods",
    "LibreOffice .xls",
    "ExcelJS",
    "SheetJS",
)
OFFICE = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}


def save_with(writer: str, sources: list[Path], folder: Path, office: Any) -> list[Path]:
    """Copies of these files as the program saves them, in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    if writer.startswith("LibreOffice"):
        kind = OFFICE[writer.rpartition(".")[2]]
        return list(office.convert(sources, kind, folder))
    copies = [folder / source.name for source in sources]
    for source, copy in zip(sources, copies, strict=True):
        shutil.copyfile(source, copy)
    if writer == "openpyxl":
        return copies
    return save_all_with_node(writer.lower(), copies, "xlsx")
