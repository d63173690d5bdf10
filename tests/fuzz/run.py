"""Fuzzing with atheris: `python -m tests.fuzz.run TARGET --seconds 300`, or `make fuzz`.

What fails is written to the folder given with --found; a small one belongs in tests/fuzz/cases/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["workbook"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--found", type=Path, default=Path("build/fuzz"))
    chosen = parser.parse_args()
    corpus = chosen.found / "corpus" / chosen.target
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={chosen.seconds}",
        f"-artifact_prefix={chosen.found}/{chosen.target}-",
        "-max_len=96",
        "-len_control=0",
        "-timeout=20",
        "-rss_limit_mb=1500",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], TARGETS[chosen.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
