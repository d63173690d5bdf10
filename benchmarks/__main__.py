"""`python -m benchmarks [NAME...]`: measures, and writes RESULTS.md and results.json."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import compile as compiling
from benchmarks import generate, growth, start, validate
from benchmarks.machine import changed, commit, machine
from benchmarks.measure import ROOT
from benchmarks.model import Made
from benchmarks.results import results_page
from benchmarks.rounds import Kitchen
from benchmarks.store import read_results, write_results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.model import Machine, Report

    Benchmark = Callable[[Kitchen, int], Report]

NAMES = ("validate", "generate", "compile", "start", "growth")
_ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what was named, or all; each is written down as soon as it is done."""
    options = _options(arguments)
    kitchen = Kitchen(options.folder.resolve(), options.quick)
    kitchen.folder.mkdir(parents=True, exist_ok=True)
    target = options.to or (kitchen.folder if options.quick else ROOT / "benchmarks")
    for name in options.names or NAMES:
        print(name, file=sys.stderr)
        keep = partial(_keep, target, (commit(), machine(), changed()))
        benchmark = _benchmarks(options, keep)[name]
        keep(benchmark(kitchen, 1 if options.quick else options.rounds))
    print(target / "RESULTS.md")


def _keep(target: Path, where: tuple[str, Machine, tuple[str, ...]], report: Report) -> None:
    made = read_results(target / "results.json") | {report.name: Made(report, *where)}
    ordered = {key: made[key] for key in NAMES if key in made}
    write_results(target / "results.json", ordered)
    (target / "RESULTS.md").write_text(results_page(ordered), encoding="utf-8")


def _benchmarks(
    options: argparse.Namespace, keep: Callable[[Report], object]
) -> dict[str, Benchmark]:
    sizes = growth.sizes_up_to(growth.QUICK if options.quick else options.most)
    found = (
        validate.measure,
        generate.measure,
        compiling.measure,
        start.measure,
        partial(growth.measure, sizes=sizes, keep=keep),
    )
    return dict(zip(NAMES, found, strict=True))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", choices=[*NAMES, []],
                        help=f"which of {', '.join(NAMES)}; all, if none is named")  # fmt: skip
    parser.add_argument("--quick", action="store_true",
                        help="two places and one run each, to see that it works")  # fmt: skip
    parser.set_defaults(most=growth.USUAL)
    parser.add_argument("--all", dest="most", action="store_const", const=growth.ALL,
                        default=argparse.SUPPRESS,
                        help="growth to 100,000 workbooks, which takes up to an hour")  # fmt: skip
    parser.add_argument("--most", type=int, default=argparse.SUPPRESS, metavar="NUMBER",
                        help="growth to this many workbooks; 10,000 unless said")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="alternating runs of each")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/bench",
                        help="where practice rounds are made, and kept for later")  # fmt: skip
    parser.add_argument("--to", type=Path, help="where RESULTS.md and results.json go")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
