"""Readers of the declared CSV and TOML files, and the errors that every room shares."""

from __future__ import annotations

import csv
import io
import re
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
    import tomli

    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomli.loads(text)
    except FileNotFoundError:
        raise DefinitionError(
            path, "", "this file is missing; put it back or remove what names it"
        ) from None
    except UnicodeDecodeError as error:
        raise DefinitionError(path, "", f"save this file as UTF-8: {error}") from error
    except tomli.TOMLDecodeError as error:
        raise DefinitionError(path, "", f"not valid TOML: {error}{_hint(text, error)}") from error


def _hint(text: str, error: Exception) -> str:
    """What people often write in the line that TOML stumbles over."""
    number = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    line = lines[int(number[1]) - 1] if number and int(number[1]) <= len(lines) else ""
    if set("“”‘’„«»") & set(line):
        return '; use straight quotes: "'
    if re.search(r"=\s*(True|False|yes|no|Yes|No)\b", line):
        return "; write true or false in small letters"
    return ""


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
