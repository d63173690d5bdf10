"""What all tests share: the shipped definitions, LibreOffice, and skips with a reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from templates.load import Library

# A test that needs processes of their own for the files asks for them.
os.environ.setdefault("MIGBOOK_WORKERS", "0")

ROOT = Path(__file__).parent.parent
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
NODE = shutil.which("node")
NODE_MODULES = ROOT / "tests/cases/writers/node_modules"

# Without these settings LibreOffice shows the values saved in a file instead of calculating.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, and say what is missing."""
    without_office = pytest.mark.skip(reason="LibreOffice (soffice) is not on the path")
    without_node = pytest.mark.skip(
        reason="needs Node.js and `npm ci --prefix tests/cases/writers`"
    )
    without_chromium = pytest.mark.skip(reason="Chromium is not on the path")
    # Where everything is installed first, what is missing is a fault and not a reason to skip.
    must_run = os.environ.get("CI", "").lower() in {"1", "true"}
    for item in items:
        if CHROMIUM is None and item.get_closest_marker("browser") and not must_run:
            item.add_marker(without_chromium)
        if SOFFICE is None and item.get_closest_marker("office"):
            item.add_marker(without_office)
        if (NODE is None or not NODE_MODULES.is_dir()) and item.get_closest_marker("node"):
            item.add_marker(without_node)


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice with its own profile, so that parallel runs do not meet."""

    profile: Path

    def convert(self, files: Iterable[Path], kind: str, folder: Path) -> list[Path]:
        """Convert all files in one start; `kind` is an ending or `ending:filter name`."""
        sources = list(files)
        assert SOFFICE is not None, "mark tests that use `office` with pytest.mark.office"
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={self.profile.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                *map(str, sources),
            ],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        targets = [folder / f"{source.stem}.{kind.partition(':')[0]}" for source in sources]
        missing = [target.name for target in targets if not target.is_file()]
        assert not missing, f"LibreOffice made no {missing}: {done.stdout}{done.stderr}"
        return targets

    def recalculate(self, files: Iterable[Path], folder: Path) -> list[Path]:
        """Copies of workbooks in which every formula has been calculated afresh."""
        return self.convert(files, "xlsx:Calc MS Excel 2007 XML", folder)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice for tests marked `office`; calculates every formula when it opens a file."""
    profile = tmp_path_factory.mktemp("office-profile")
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    return Office(profile)


@pytest.fixture(scope="session")
def library() -> Library:
    """The definitions as shipped."""
    from templates.load import load_library

    return load_library()
