"""Writing files so that a person never finds half of one."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from indicators.tables import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_ENDING = ".migbook-part"


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or nothing; an earlier file of this name is replaced at once."""
    with replacing(path) as beside:
        beside.write_bytes(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when the block ends well."""
    # Two programs that write the same file at once must not write into each other's part.
    beside = path.with_name(f".{path.name}.{os.getpid()}{PART_ENDING}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        _flush(beside)
        beside.replace(path)
    except PermissionError as error:
        raise OutputError(_held(path)) from error
    except OSError as error:
        msg = f"{path} could not be written: {error.strerror or error}; mend that and run again"
        raise OutputError(msg) from error
    finally:
        # A left-over part does no harm and may be held by a virus scanner.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and those above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"the folder {path} could not be made: {error.strerror or error}"
        raise OutputError(msg) from error


def _flush(path: Path) -> None:
    """Put the bytes on the disk before the rename, so that a power cut leaves old or new."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _held(path: Path) -> str:
    if path.exists():
        return (
            f"{path} is open in another program or write-protected: close {path.name} and run again"
        )
    return f"{path} could not be written: you may not write in {path.parent}; choose another folder"
