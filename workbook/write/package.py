"""The last touches to the file as a package: its language, and formulas without saved values."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from workbook.write.paper import NO_SAVED_VALUE

_CORE = "docProps/core.xml"
_LANGUAGE_BEFORE = "<dcterms:created"
_UNSAVED = re.compile(rf' t="str"(><f>[^<]*</f>)<v>{re.escape(NO_SAVED_VALUE)}</v>')


def finish_package(data: bytes, language: str, *, unsaved: bool) -> bytes:
    """The same workbook with its language in the core properties.

    `unsaved`: some formulas are to stand without a saved value, as some programs write them.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as finished,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _CORE:
                content = _with_language(content, language)
            elif unsaved and part.filename.startswith("xl/worksheets/"):
                content = _UNSAVED.sub(r"\1", content.decode()).encode()
            finished.writestr(part, content)
    return target.getvalue()


def _with_language(content: bytes, language: str) -> bytes:
    element = f"<dc:language>{escape(language)}</dc:language>"
    return content.decode().replace(_LANGUAGE_BEFORE, element + _LANGUAGE_BEFORE, 1).encode()
