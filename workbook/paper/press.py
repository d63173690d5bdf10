"""From data and a template to the bytes of a PDF; what people wrote never becomes markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"


def press(template: str, data: Mapping[str, object], folder: Path = _HERE) -> bytes:
    """The PDF that a template makes of the data; the same data give the same bytes.

    `template`: name of a file in the folder, without which it lies beside this one. The data go in
    as one JSON text, so that whatever they hold is printed as it stands.
    """
    try:
        import typst
    except ImportError as error:
        msg = (
            "PDF files need the package typst: run  python -m pip install typst  (it is what "
            "pip install 'migbook[pdf]' adds) and try again"
        )
        raise ToolError(msg) from error
    return typst.compile(
        folder / template,
        root=folder,
        format="pdf",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # Can be kept for years, and read by a screen reader.
        pdf_standards=["a-3a", "ua-1"],
    )
