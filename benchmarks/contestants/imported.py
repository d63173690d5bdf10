"""Runs a command and tells which large libraries it imported, in all its processes but workers.

`imported.py LIBRARIES ARGUMENT...`: LIBRARIES with commas between them.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys

from cli.main import main

watched = sys.argv[1].split(",")
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    main.main(sys.argv[2:])
found = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps([name for name in watched if name in found]))
