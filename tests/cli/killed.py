"""Reads an inbox in processes that are killed at a given statement to the ledger.

`python killed.py ROUND SEED KILLS` runs in a process of its own, so that the tests' process never
splits itself. It prints how many of the runs were killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from workbook.round.folder import open_round
from workbook.round.intake import take_in
from workbook.round.ledger import Ledger
from workbook.round.ledger_base import Base

NOW = datetime(2027, 1, 5, 4, tzinfo=UTC)


def read_until(folder: Path, statement: int) -> None:
    """Take in the inbox; the process ends without a word before the statement of this number."""
    told = 0

    def counted(method):
        def run(self, *arguments):
            nonlocal told
            told += 1
            if told == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return method(self, *arguments)

        return run

    Base.rows = counted(Base.rows)
    Base.execute_many = counted(Base.execute_many)
    collection = open_round(folder)
    with Ledger(collection.ledger_file) as ledger:
        take_in(collection, ledger, NOW)


def main() -> None:
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    killed = 0
    for _ in range(kills):
        process = os.fork()
        if process == 0:
            read_until(folder, chance.choice((1, 1, 2, 3)) * chance.randint(1, 120))
            os._exit(0)
        _, status = os.waitpid(process, 0)
        killed += os.WIFSIGNALED(status)
    sys.stdout.write(str(killed))


if __name__ == "__main__":
    main()
