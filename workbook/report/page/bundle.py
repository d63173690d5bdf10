"""Scripts of the page: our own, and the library that draws the charts."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

PARTS = Path(__file__).parent / "parts"
_OWN = ("frame.js", "places.js", "trace.js", "charts.js")
# What the library leaves behind for our own script; the rest of it stays inside a function.
_HANDED_OVER = "window.vegaEmbed = vegaEmbed;"
_CREDIT = (
    "/* Vega, Vega-Lite and Vega-Embed: Copyright (c) University of Washington Interactive Data Lab"
    " and contributors, BSD-3-Clause, with the libraries they bring along. */"
)


@cache
def own_script() -> str:
    """Our own script: one function, so that it shares no name with anything."""
    parts = "\n".join((PARTS / name).read_text("utf-8") for name in _OWN)
    return f'(function () {{\n"use strict";\n{parts}\n}})();'


@cache
def chart_library() -> str:
    """Vega-Lite and what it draws with, from the installed package: nothing is fetched."""
    from vl_convert import javascript_bundle

    script = javascript_bundle(snippet=_HANDED_OVER)
    return f"{_CREDIT}\n(function () {{\n{script}\n}})();".replace("</script", "<\\/script")


@cache
def style() -> str:
    """The look of the page."""
    return (PARTS / "page.css").read_text("utf-8")


def source_hash(text: str) -> str:
    """How a content security policy names a script or style that stands in the page."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def policy() -> str:
    """Nothing is fetched from anywhere, and nothing runs but the scripts of the page itself."""
    scripts = " ".join(map(source_hash, (own_script(), chart_library())))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {source_hash(style())}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
