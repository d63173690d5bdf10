"""What is installed elsewhere is complete: the command runs from the wheel alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from indicators.version import VERSION

ROOT = Path(__file__).parent.parent
PACKAGES = ("indicators", "templates", "workbook", "cli")


def build(folder: Path) -> Path:
    """The wheel and the source archive, in this folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Folder with the wheel and the source archive."""
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def site(built, tmp_path_factory):
    """The unpacked wheel, as it would lie in a folder of installed packages."""
    folder = tmp_path_factory.mktemp("site")
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - our own wheel
    return folder


def run(site, folder, *arguments):
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def shipped() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_building_again_gives_the_same_bytes(built, tmp_path):
    again = build(tmp_path)
    names = sorted(path.name for path in built.iterdir())
    assert [name.rpartition(".")[2] for name in names] == ["whl", "gz"]
    assert all((built / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_the_wheel_has_every_file_of_the_rooms_and_nothing_else(site):
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {name for name in found if ".dist-info/" not in name} == shipped()


def test_the_wheel_brings_its_licence_and_notice(site):
    [folder] = site.glob("migbook-*.dist-info")
    assert (folder / "licenses/LICENSE").is_file()
    assert (folder / "licenses/NOTICE").is_file()
    assert "migbook = cli.main:main" in (folder / "entry_points.txt").read_text(encoding="utf-8")


def test_the_source_archive_has_rooms_and_tests(built):
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert shipped() <= names
    assert {"tests/conftest.py", "Makefile", "NOTICE", "CHANGELOG.md"} <= names


def test_the_command_runs_from_the_wheel_outside_the_repository(site, tmp_path):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    where = subprocess.run(
        [sys.executable, "-c", "import cli; print(cli.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(site) in where.stdout
    shown = run(site, tmp_path, "--version")
    assert (shown.returncode, version in shown.stdout) == (0, True), shown.stderr
    shown = run(site, tmp_path, "--help")
    assert shown.returncode == 0, shown.stderr
    assert "generate" in shown.stdout


def test_shipped_definitions_are_whole_in_the_wheel(site, tmp_path):
    checked = run(site, tmp_path, "definitions", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_version_is_the_same_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_dependencies_have_lower_bounds_and_no_exact_pins():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["dependencies"]:
        assert ">=" in requirement
        assert "==" not in requirement.partition(";")[0]


def test_constraints_name_every_dependency_exactly():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.partition("==")[0].lower() for line in lines if "==" in line}
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    for requirement in [*project["dependencies"], *extras]:
        name = requirement.partition(">=")[0].partition(";")[0].strip()
        assert name.lower() in pinned, f"add {name} to constraints.txt"
