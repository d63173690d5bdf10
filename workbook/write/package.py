"""A workbook of XlsxWriter as parts, with the last touches: language, formulas without values."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from typing import TYPE_CHECKING

from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook

from workbook.write.paper import NO_SAVED_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    Name = Sequence[object]

Part = tuple[str, str]

_CORE = "docProps/core.xml"
_LANGUAGE_BEFORE = "<dcterms:created"
_UNSAVED = re.compile(rf' t="str"(><f>[^<]*</f>)<v>{re.escape(NO_SAVED_VALUE)}</v>')
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class _Collector(Packager):  # type: ignore[misc]
    """Hands out the parts as they are written, before anything is packed."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []

    def _create_package(self) -> list[object]:
        for content, name, _ in super()._create_package():
            self.parts.append((name, content.getvalue()))
        return []


class Book(Workbook):  # type: ignore[misc]
    """Should XlsxWriter rename what is overridden here, files stay right and take longer."""

    def __init__(self) -> None:
        self._target = io.BytesIO()
        self._collector = _Collector()
        super().__init__(self._target, _OPTIONS)

    def parts(self, language: str, *, unsaved: bool) -> tuple[Part, ...]:
        """Close the workbook; its parts (name and text), with its language among its properties.

        `unsaved`: some formulas are to stand without a saved value, as some programs write them.
        """
        self.close()
        return tuple(
            (name, _finish(name, text, language, unsaved=unsaved)) for name, text in self._written()
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts in the order of their numbers, once it is closed."""
        return tuple(self.str_table.string_array)

    def begin_with(self, texts: Iterable[str]) -> None:
        """Give these texts the first numbers, though no cell holds them yet."""
        for text in texts:
            self.str_table._get_shared_string_index(text)

    def directory(self, pages: Iterable[Worksheet], names: Iterable[Name]) -> tuple[Part, ...]:
        """The parts that would list these tabs, and what is defined on them, in place of its own.

        `names`: those that were defined besides.
        """
        self.worksheets_objs = [*pages]
        self.defined_names = [[*name] for name in names]
        self._prepare_defined_names()
        packager = Packager()
        packager._set_in_memory(True)
        packager._add_workbook(self)
        packager._write_workbook_file()
        packager._write_app_file()
        return tuple((name, content.getvalue()) for content, name, _ in packager.filenames)

    def _written(self) -> Iterator[Part]:
        yield from self._collector.parts
        with zipfile.ZipFile(self._target) as package:
            for name in package.namelist():
                yield name, package.read(name).decode()

    def _get_packager(self) -> Packager:
        return self._collector


def _finish(name: str, text: str, language: str, *, unsaved: bool) -> str:
    if name == _CORE:
        element = f"<dc:language>{escape(language, quote=False)}</dc:language>"
        return text.replace(_LANGUAGE_BEFORE, element + _LANGUAGE_BEFORE, 1)
    if unsaved and name.startswith("xl/worksheets/"):
        return _UNSAVED.sub(r"\1", text)
    return text
