"""A bar without a figure says so: blank is not zero in a chart either."""

from __future__ import annotations

import io
import re
import zipfile

from tests.compile.conftest import Bicol
from workbook.report.spreadsheet import build_summary


def test_an_area_without_data_has_no_zero_above_its_name(library, english):
    """Only a town of Camarines Sur, the third area of seven, tells a figure."""
    bicol = Bicol(library, measures=frozenset({"residents_abroad"}))
    summary = bicol.summary({"0501701000": [("people", None, "residents_abroad", 120)]})
    with zipfile.ZipFile(io.BytesIO(build_summary(summary, english))) as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if "charts/chart" in n]
    (chart,) = [text for text in charts if "Residents working" in text]
    labels = re.findall(r'<c:dLbl><c:idx val="(\d)"/>.*?</c:dLbl>', chart)
    assert labels == ["0", "1", "3", "4", "5", "6"]
    assert re.findall(r"<c:dLbl>.*?<a:t>(.*?)</a:t>", chart) == ["–"] * 6
