from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "bicol-2026-data-INTERNAL"


def test_compile_writes_data_for_others_on_request(round_folder: Path) -> None:
    run("validate")
    assert run("compile", "--only", "workbook").code == 0
    assert not (round_folder / "summary" / FOLDER).exists()
    done = run("compile", "--data", "--only", "workbook")
    assert done.code == 0, done.err
    folder = round_folder / "summary" / FOLDER
    assert done.out.splitlines()[-1].endswith(f"summary/{FOLDER}")
    assert "dhis2.toml" in done.err
    assert (round_folder / "dhis2.toml").exists()
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(folder).parts[0] for path in first} >= {"data-package", "hxl", "dhis2"}
    assert run("compile", "--data", "--only", "workbook").code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first


def test_a_mistake_in_the_codes_is_told_before_anything_is_written(round_folder: Path) -> None:
    run("validate")
    (round_folder / "dhis2.toml").write_text("[organisation_units]\n0501724000 = 1\n", "utf-8")
    done = run("compile", "--data", "--only", "workbook")
    assert done.code == 2
    assert "dhis2.toml" in done.err
    assert "quotes" in done.err
    assert not (round_folder / "summary" / FOLDER).exists()
