"""From data and a template to the bytes of a PDF; what people wrote never becomes markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
# The standard lets a text have 32,767 bytes, two a letter.
_LONGEST = 16_000
_REPLACEMENT, _MORE = "\ufffd", " …"


def press(template: str, data: Mapping[str, object], folder: Path = _HERE) -> bytes:
    """The PDF that a template makes of the data; the same data give the same bytes.

    `template`: name of a file in the folder, without which it lies beside this one. The data go in
    as one JSON text, so that whatever they hold is printed as it stands; a sign that no font has,
    such as an emoji, as U+FFFD.
    """
    try:
        from typst import TypstError
    except ImportError as error:
        msg = (
            "PDF files need the package typst: run  python -m pip install typst  (it is what "
            "pip install 'migbook[pdf]' adds) and try again"
        )
        raise ToolError(msg) from error
    try:
        return _compile(folder / template, folder, json.dumps(data, ensure_ascii=False))
    except (TypstError, UnicodeEncodeError):
        # Looked for only now: nearly no text has such signs.
        printable = _printable(data, {})
        return _compile(folder / template, folder, json.dumps(printable, ensure_ascii=False))


def _compile(source: Path, root: Path, data: str) -> bytes:
    import typst

    return typst.compile(
        source, root=root, format="pdf", font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"data": data},
        # Can be kept for years, and read by a screen reader.
        pdf_standards=["a-3a", "ua-1"],
    )  # fmt: skip


def _printable(data: object, known: dict[str, str]) -> object:
    """The same with texts that can be printed; `known`: what is printed for each odd sign."""
    if isinstance(data, str):
        begin = data if len(data) <= _LONGEST else data[:_LONGEST] + _MORE
        return "".join(sign if " " <= sign <= "~" else _shown(sign, known) for sign in begin)
    if isinstance(data, dict):
        return {key: _printable(value, known) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value, known) for value in data]
    return data


def _shown(sign: str, known: dict[str, str]) -> str:
    from typst import TypstError

    if sign not in known:
        try:
            _compile(_HERE / "one_sign.typ", _HERE, sign)
            known[sign] = sign
        except (TypstError, UnicodeEncodeError):
            known[sign] = _REPLACEMENT
    return known[sign]
