"""The finishing of a Word file: no clock in it, and no part that the format does not know."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
# A left-over of the template that no program reads and that is not part of the standard.
_LEFT_OVER = "word/stylesWithEffects.xml"
_NAMED_BY = {
    "[Content_Types].xml": re.compile(rb'<Override[^>]*stylesWithEffects\.xml"[^>]*/>'),
    "word/_rels/document.xml.rels": re.compile(
        rb'<Relationship [^>]*Target="stylesWithEffects\.xml"[^>]*/>'
    ),
}


def same_bytes(data: bytes) -> bytes:
    """The file packed again: the same content gives the same bytes."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == _LEFT_OVER or name.startswith("docProps/thumbnail"):
                continue
            content = old.read(name)
            if name in _NAMED_BY:
                content = _NAMED_BY[name].sub(b"", content)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, content)
    return stream.getvalue()
