"""Programs that save workbooks anew."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.conftest import SOFFICE
from tests.read.saving import save_all_with_node

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

WRITERS = (
    "openpyxl",
    "LibreOffice .xlsx",
    "LibreOffice .ods",
    "LibreOffice .xls",
    "ExcelJS",
    "SheetJS",
)
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
# Opening is what takes long, so that each file is opened once and saved in all three formats.
MACRO = """Sub SaveAll(list, folder)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden" : hidden(0).Value = True
 Dim saved(0) As New com.sun.star.beans.PropertyValue
 saved(0).Name = "FilterName"
 file = FreeFile
 Open list For Input As #file
 Do While Not Eof(file)
  Line Input #file, source
  stem = Left(source, InStr(source, ".xlsx") - 1)
  address = ConvertToURL(folder & "/" & source)
  book = StarDesktop.loadComponentFromURL(address, "_blank", 0, hidden())
{saves}
  book.close(True)
 Loop
 Close #file
End Sub
"""
SAVE = """  saved(0).Value = "{kind}"
  book.storeToURL(ConvertToURL(folder & "/{ending}/" & stem & ".{ending}"), saved())
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0} PUBLIC "{1}" "{2}">\n'
PUBLIC = "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"
SCRIPT = 'xmlns:script="http://openoffice.org/2000/script"'
LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'


def save_with(writer: str, sources: list[Path], folder: Path) -> list[Path]:
    """Copies of these files as the program saves them, in the same order; not LibreOffice."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = [folder / source.name for source in sources]
    for source, copy in zip(sources, copies, strict=True):
        shutil.copyfile(source, copy)
    if writer == "openpyxl":
        return copies
    return save_all_with_node(writer.lower(), copies, "xlsx")


def save_with_office(sources: list[Path], office: Office) -> dict[str, list[Path]]:
    """By the writer's name, copies as LibreOffice saves them; they lie beside the files."""
    assert SOFFICE is not None
    folder = sources[0].parent
    # The profile gets its folders at the first start.
    office.convert(sources[:1], "ods", folder / "first")
    _put_macro(office.profile)
    for ending in FILTERS:
        (folder / ending).mkdir()
    names = folder / "names.txt"
    names.write_text("".join(f"{source.name}\n" for source in sources), encoding="utf-8")
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={office.profile.as_uri()}",
            "--headless",
            f'macro:///Standard.Savers.SaveAll("{names}","{folder}")',
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {
        f"LibreOffice .{ending}": [
            folder / ending / f"{source.stem}.{ending}" for source in sources
        ]
        for ending in FILTERS
    }


def _put_macro(profile: Path) -> None:
    saves = "".join(SAVE.format(kind=kind, ending=ending) for ending, kind in FILTERS.items())
    folder = profile / "user/basic/Standard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Savers.xba").write_text(
        HEAD.format("script:module", PUBLIC, "module.dtd")
        + f'<script:module {SCRIPT} script:name="Savers" script:language="StarBasic">'
        + escape(MACRO.format(saves=saves))
        + "</script:module>",
        encoding="utf-8",
    )
    (folder / "script.xlb").write_text(
        HEAD.format("library:library", PUBLIC, "library.dtd")
        + f'<library:library {LIBRARY} library:name="Standard" library:readonly="false"'
        + ' library:passwordprotected="false"><library:element library:name="Savers"/>'
        + "</library:library>",
        encoding="utf-8",
    )
