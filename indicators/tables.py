"""Readers of the declared CSV and TOML files, and the errors that every room shares."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class ToolError(Exception):
    """A fault of ours or of the machine; its text tells the person what to do next."""


class DefinitionError(ToolError):
    """A mistake in a declared file: which file, where in it, and what to write instead."""

    def __init__(self, path: Path | str, where: str, message: str) -> None:
        super().__init__(f"{path}: {where}: {message}" if where else f"{path}: {message}")
        self.path = str(path)
        self.where = where
        self.message = message


class OutputError(ToolError):
    """A file could not be written."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; a missing file or a syntax error is a `DefinitionError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DefinitionError(
            path, "", "this file is missing; put it back or remove what names it"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(path, "", f"not valid TOML: {error}") from error


def read_csv(path: Path) -> tuple[dict[str, str], ...]:
    """Read a CSV file with a heading line; every value is text, a byte-order mark is allowed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DefinitionError(
            path, "", "this file is missing; put it back or remove what names it"
        ) from None
    except UnicodeDecodeError as error:
        raise DefinitionError(path, "", f"save this file as UTF-8: {error}") from error
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        found = tuple({key: (value or "") for key, value in row.items()} for row in rows)
    except csv.Error as error:
        raise DefinitionError(path, f"line {rows.line_num}", f"not valid CSV: {error}") from error
    for number, row in enumerate(found, start=2):
        if None in row:
            raise DefinitionError(path, f"line {number}", "more cells than headings")
    return found
