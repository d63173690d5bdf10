"""Whole workbooks as text. After a change that is meant: MIGBOOK_UPDATE_GOLDEN=1 pytest tests/write

and then read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.write.dump import dump_workbook

if TYPE_CHECKING:
    from tests.write.conftest import OrderMaker

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("MIGBOOK_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize(
    ("name", "code"),
    [("municipality", "0500501000"), ("province", "0500500000"), ("region", "0500000000")],
)
def test_workbook_is_as_agreed(name: str, code: str, bicol: OrderMaker, save) -> None:
    found = dump_workbook(save(bicol(code)))
    golden = GOLDEN / f"{name}.txt"
    if UPDATE:
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_text(encoding="utf-8")
