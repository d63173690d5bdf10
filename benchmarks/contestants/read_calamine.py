"""Reads every tab of the workbooks that are named, and does nothing with what it reads."""

from __future__ import annotations

import sys

from python_calamine import CalamineWorkbook

for path in sys.argv[1:]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
