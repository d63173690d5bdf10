"""Saving a workbook anew with ExcelJS or SheetJS."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

WRITERS = Path(__file__).parent.parent / "cases/writers"


def save_with_node(program: str, source: Path, ending: str) -> Path:
    """A copy of the file as the program saves it; `program` is a script in tests/cases/writers."""
    (target,) = save_all_with_node(program, [source], ending)
    return target


def save_all_with_node(program: str, sources: list[Path], ending: str) -> list[Path]:
    """The same for several files, in one start of Node.js."""
    node = shutil.which("node")
    assert node is not None, "mark tests that save with Node.js with pytest.mark.node"
    targets = [source.parent / f"{program}-{source.stem}.{ending}" for source in sources]
    paths = [str(path) for pair in zip(sources, targets, strict=True) for path in pair]
    subprocess.run([node, str(WRITERS / f"{program}.js"), *paths], check=True, timeout=120)
    return targets
