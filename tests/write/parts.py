"""The parts of a workbook so that two can be compared, however they number texts and styles."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_REFERS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist()}


def resolved(parts: Mapping[str, str]) -> dict[str, Any]:
    """Tabs as lists of their elements, with texts and styles in place of their numbers."""
    texts = [etree.tostring(one) for one in _tree(parts[STRINGS])]
    styles = _tree(parts[_STYLES])
    looks = {"s": _looks(styles), "dxfId": _written(styles, "dxfs")}
    looks["style"] = looks["s"]
    found: dict[str, Any] = {}
    for name, text in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            found[name] = [*_elements(_tree(text), texts, looks)]
        elif name not in {STRINGS, _STYLES}:
            found[name] = text
    found[STRINGS] = set(texts)
    return found


def _tree(text: str) -> Any:
    return etree.fromstring(text.encode())


def _written(styles: Any, group: str) -> list[bytes]:
    return [etree.tostring(one) for one in styles.find(f"{_MAIN}{group}")]


def _looks(styles: Any) -> list[object]:
    """What each style of cells looks like."""
    groups = {key: _written(styles, group) for key, group in _REFERS.items()}
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{_MAIN}numFmt")}
    return [
        (
            sorted(
                (key, groups[key][int(value)] if key in groups
                 else formats.get(value, value) if key == "numFmtId" else value)
                for key, value in look.items()
            ),
            [etree.tostring(child) for child in look],
        )
        for look in styles.find(f"{_MAIN}cellXfs")
    ]  # fmt: skip


def _elements(tab: Any, texts: list[bytes], looks: dict[str, list[Any]]) -> Iterator[object]:
    for one in tab.iter():
        tag = one.tag.removeprefix(_MAIN)
        # How far the cells of a row reach is a hint that programs work out for themselves.
        given = {key: value for key, value in one.items() if (tag, key) != ("row", "spans")}
        for key in looks.keys() & given.keys():
            given[key] = looks[key][int(given[key])]
        text: object = one.text
        if tag == "v" and one.getparent().get("t") == "s":
            text = texts[int(one.text)]
        yield tag, given, text
