"""The rooms stand as drawn: imports go one way, start-up is light, functions say what they do."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("indicators", "templates", "workbook", "cli")

# What each room may import; a room may always import itself and what stands below its package.
ROOMS = {
    "workbook.model": set(),
    "workbook.anchors": {"workbook.model"},
    "workbook.checkcode": set(),
    "workbook.earlier": {"workbook.model"},
    "workbook.ooxml": {"workbook.model", "workbook.anchors"},
    "workbook.write": {
        "workbook.model",
        "workbook.anchors",
        "workbook.checkcode",
        "workbook.earlier",
        "workbook.ooxml",
    },
    "workbook.paper": {
        "workbook.model",
        "workbook.anchors",
        "workbook.checkcode",
        "workbook.write",
    },
    "workbook.read": {"workbook.model", "workbook.anchors", "workbook.checkcode", "workbook.ooxml"},
    "workbook.check": {
        "workbook.model",
        "workbook.anchors",
        "workbook.earlier",
        "workbook.ooxml",
        "workbook.read",
    },
    "workbook.simulate": {
        "workbook.model",
        "workbook.anchors",
        "workbook.earlier",
        "workbook.ooxml",
        "workbook.read",
        "workbook.write",
    },
    "workbook.giveback": {
        "workbook.model",
        "workbook.anchors",
        "workbook.ooxml",
        "workbook.write",
        "workbook.read",
        "workbook.check",
    },
    "workbook.round": {
        "workbook.model",
        "workbook.anchors",
        "workbook.earlier",
        "workbook.ooxml",
        "workbook.write",
        "workbook.read",
        "workbook.check",
    },
    "workbook.compile": {
        "workbook.model",
        "workbook.anchors",
        "workbook.earlier",
        "workbook.read",
        "workbook.check",
        "workbook.round",
    },
    "workbook.report": {
        "workbook.model",
        "workbook.anchors",
        "workbook.earlier",
        "workbook.paper",
        "workbook.read",
        "workbook.check",
        "workbook.round",
        "workbook.compile",
    },
}
HEAVY = (
    "pandas",
    "numpy",
    "openpyxl",
    "highspy",
    "jsonschema",
    "rich",
    "lxml",
    "xlsxwriter",
    "typst",
    "altair",
    "docx",
    "jinja2",
    "vl_convert",
    "dask",
    "distributed",
    "pyarrow",
)


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a project's module: where it stands and what it names."""

    path: Path
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.target}"


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> list[Import]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the full name of the module"
            found.append(Import(path, node.lineno, node.module or ""))
        elif isinstance(node, ast.Import):
            found += [Import(path, node.lineno, alias.name) for alias in node.names]
    return [one for one in found if one.target.partition(".")[0] in PACKAGES]


def room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_packages_import_only_what_stands_below_them():
    wrong = [
        str(one)
        for path in modules()
        for one in imports(path)
        if PACKAGES.index(one.target.partition(".")[0])
        > PACKAGES.index(module_name(path).partition(".")[0])
    ]
    assert wrong == []


def test_rooms_of_the_workbook_import_only_the_steps_before_them():
    wrong = []
    for path in modules():
        own = room(module_name(path))
        if not own.startswith("workbook."):
            continue
        assert own in ROOMS, f"{own} is a new room: say in this test what it may import"
        wrong += [
            str(one)
            for one in imports(path)
            if one.target.startswith("workbook") and room(one.target) not in ROOMS[own] | {own}
        ]
    assert wrong == []


def test_rooms_are_imported_by_full_name():
    whole = [str(one) for path in modules() for one in imports(path) if "." not in one.target]
    assert whole == []


@pytest.mark.parametrize("path", modules(), ids=module_name)
def test_public_functions_say_what_they_do(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path} begins without saying what it is for"
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    bodies = [tree.body, *(node.body for node in classes if not node.name.startswith("_"))]
    silent = [
        f"{path.name}:{node.lineno} {node.name}"
        for body in bodies
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_package_files_only_say_what_they_are_for():
    packages = [path for path in modules() if path.name == "__init__.py"]
    longer = [path for path in packages if len(ast.parse(path.read_text("utf-8")).body) != 1]
    assert longer == []


def test_the_command_starts_without_heavy_libraries():
    code = "import sys, cli.main; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & set(HEAVY) == set()
