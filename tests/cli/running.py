"""Running the command in tests, and files that nobody can read."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
from click.testing import CliRunner

from cli.main import main

SCHEMAS = Path(__file__).parent / "schemas"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command left: its code, what it printed where."""

    code: int
    out: str
    err: str

    def json(self, schema: str) -> Any:
        data = json.loads(self.out)
        rules = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(rules).validate(data)
        return data


def run(*arguments: str | Path) -> Done:
    """Run the command in this process."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return Done(result.exit_code, result.stdout_bytes.decode(), result.stderr)


def locked_workbook() -> bytes:
    """What Excel saves if a password is asked before opening: streams in a compound file."""
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, last, 0, last, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table, last, last, *[free] * 125)
    entries = b"".join(
        _entry(name, kind, child, sibling)
        for name, kind, child, sibling in (
            ("Root Entry", 5, 1, free),
            ("EncryptedPackage", 2, free, 2),
            ("EncryptionInfo", 2, free, free),
            ("", 0, free, free),
        )
    )
    return header + sectors + entries + bytes(512)


def _entry(name: str, kind: int, child: int, sibling: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16s4x8x8xIII",
        text, length, kind, 1, 0xFFFFFFFF, sibling, child, b"", 2 if kind == 2 else 0xFFFFFFFE,
        16 if kind == 2 else 0, 0,
    )  # fmt: skip
