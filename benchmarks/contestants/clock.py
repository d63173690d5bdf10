"""What a program tells of the work alone, without its start and its preparations."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def timed() -> Iterator[None]:
    """Print the CPU seconds of what is done inside, as the last line."""
    begin = time.process_time()
    yield
    print(json.dumps({"seconds": time.process_time() - begin}))
