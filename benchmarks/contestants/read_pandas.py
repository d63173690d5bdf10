"""Reads every tab of the workbooks that are named as pandas does with openpyxl."""

from __future__ import annotations

import sys

import pandas as pd

for path in sys.argv[1:]:
    pd.read_excel(path, engine="openpyxl", sheet_name=None, header=None)
