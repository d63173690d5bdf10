"""What a version asks does not change once it is said: the next one has a number of its own.

The fingerprint is of what reading a workbook hangs on: tabs, sections, rows, questions with their
types, and codes and words of lists. `MIGBOOK_UPDATE_GOLDEN=1` writes it anew, which is right only
while no workbook of that version has been sent out; afterwards raise the version, as
docs/how-to/own-programme.md says.
"""

from __future__ import annotations

import csv
import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from templates.load import SHIPPED, load_library
from templates.model import NOTHING_REASONS
from templates.versions import VERSIONS, files_to_keep, kept_versions, library_of, read_checksums
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from templates.load import Library

KNOWN = ROOT / "tests/cases/versions.csv"
PROGRAMMES = ("bicol", "starter", "vancouver")


def facts(library: Library, key: str) -> Iterator[tuple[object, ...]]:
    programme = library.programme(key)
    lists = {NOTHING_REASONS}
    for tab in programme.tabs:
        for name in tab.sheets:
            sheet = library.sheets[name]
            rows = sorted((row.key, row.group, row.levels) for row in sheet.rows)
            yield name, sheet.layout, sheet.nothing_to_report, rows
            for field in sorted(sheet.fields, key=lambda field: field.key):
                lists.add(field.list)
                yield (
                    name, field.key, field.type, field.list, field.refers_to, field.edition,
                    field.levels, field.groups,
                )  # fmt: skip
    for name in sorted(lists - {""}):
        yield name, library.lists[name].codes
        for language in programme.languages:
            texts = library.text(language, key)
            yield (language, *(texts[f"lists.{name}.{code}"] for code in library.lists[name].codes))


def fingerprint(library: Library, key: str) -> str:
    return hashlib.sha256("\n".join(map(repr, facts(library, key))).encode()).hexdigest()


@pytest.mark.parametrize("key", PROGRAMMES)
def test_what_a_version_asks_stays(library: Library, key: str) -> None:
    version, found = library.programme(key).version, fingerprint(library, key)
    with KNOWN.open(encoding="utf-8", newline="") as file:
        known = {(row["programme"], row["version"]): row["sha256"] for row in csv.DictReader(file)}
    if os.environ.get("MIGBOOK_UPDATE_GOLDEN"):
        known[key, version] = found
        lines = [f"{name},{number},{digest}\n" for (name, number), digest in known.items()]
        KNOWN.write_text("programme,version,sha256\n" + "".join(sorted(lines)), encoding="utf-8")
    assert known.get((key, version)) == found, f"what {key} {version} asks has changed: see above"


@pytest.mark.parametrize("key", PROGRAMMES)
def test_every_older_version_is_kept(library: Library, key: str) -> None:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        said = {row["version"] for row in csv.DictReader(file) if row["programme"] == key}
    kept = kept_versions(library, key)
    assert said == {*kept, library.programme(key).version}
    for version in kept:
        folder = SHIPPED / VERSIONS / key / version
        for name, digest in read_checksums(folder).items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("key", PROGRAMMES)
def test_what_is_kept_asks_the_same(library: Library, key: str, tmp_path: Path) -> None:
    """A kept version says by itself all that a workbook of it is read with."""
    programme = library.programme(key)
    folder = tmp_path / VERSIONS / key / "0.9"
    for name, data in files_to_keep(library, programme).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (tmp_path / "programmes").mkdir()
    now = (SHIPPED / f"programmes/{key}.toml").read_bytes()
    (tmp_path / f"programmes/{key}.toml").write_bytes(now)
    own = load_library(tmp_path)
    assert kept_versions(own, key) == ("0.9",)
    older = library_of(own, key, "0.9")
    assert older is not own
    assert fingerprint(older, key) == fingerprint(library, key)
