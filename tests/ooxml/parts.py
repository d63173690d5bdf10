"""Looking into workbooks part by part, and changing them as other programs would."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(one: bytes, other: bytes) -> set[str]:
    first, second = parts(one), parts(other)
    return {n for n in first.keys() | second.keys() if first.get(n) != second.get(n)}


def rewrite(data: bytes, change: Mapping[str, Callable[[str], str]]) -> bytes:
    """The workbook with the text of some parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(data).items():
            text = change[name](content.decode()).encode() if name in change else content
            assert (text != content) == (name in change), f"{name} has nothing to change"
            package.writestr(name, text)
    return target.getvalue()
