"""The same work on many machines: a Dask cluster does what the processes of one machine would.

Which worker does what, and what happens if one dies, is Dask's business. What comes back is in the
order in which it was asked for, and one process alone writes it down, so that neither the number
of workers nor their end changes any result. Files are read from a folder that all machines share.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from indicators.version import VERSION
from workbook.read.sources import fingerprint
from workbook.round.opening import open_file
from workbook.round.pool import Limits
from workbook.round.workers import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from distributed import Future

    from workbook.round.opening import Job, Opened, Yardstick
    from workbook.round.workers import Opening

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")

UNREACHABLE, NO_WORKERS, LOST, FAILED = "unreachable", "no_workers", "lost", "failed"
DAEMON, UNSEEN, OTHER, OTHER_VERSION = "daemon", "unseen", "other", "version"
# A message to a worker costs a millisecond, so that files travel together.
FILES_TOGETHER = 50
_AHEAD = 4
_SECONDS_TO_CONNECT = 10
_SECONDS_OF_SILENCE = 30.0
_LIMITS = Limits()
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]+")
_LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.comm")


class ClusterError(Exception):
    """The cluster cannot do the work; `why` is a key of the texts under `cluster`."""

    def __init__(self, why: str, facts: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(why, facts)
        self.why = why
        self.facts = facts


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler has this address; a `ClusterError` if there is none."""
    if not _ADDRESS.fullmatch(address):
        raise ClusterError(UNREACHABLE, (("address", address),))
    from distributed import Client

    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client: Any = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(UNREACHABLE, (("address", address),)) from error
    try:
        cluster = Cluster(client, address)
        cluster.wait(_SECONDS_TO_CONNECT)
        yield cluster
    finally:
        client.close()


class Cluster:
    """Workers on other machines, behind one scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address

    @property
    def threads(self) -> int:
        """How many tasks are done at once."""
        number: int = sum(self._client.nthreads().values())
        return max(number, 1)

    def wait(self, seconds: float) -> None:
        """Give workers time to come, or to come back; a `ClusterError` if none is there then."""
        try:
            self._client.wait_for_workers(1, timeout=seconds)
        except TimeoutError as error:
            raise ClusterError(NO_WORKERS, (("address", self._address),)) from error

    def map(
        self, work: Callable[[Item, Shared], Result], items: Iterable[Item], shared: Shared
    ) -> Iterator[Result]:
        """What `work` makes of each item, in their order; only a few are under way at a time.

        `work` may be done more than once for an item, and must not depend on it. `shared` goes to
        each worker once. An item that ends its worker again and again is worked on here.
        """
        sent = self._client.submit(_same, shared, pure=False)
        ahead = _AHEAD * self.threads
        waiting: deque[tuple[Item, Future[Any]]] = deque()

        def finish() -> Result:
            item, future = waiting.popleft()
            return self._outcome(future, lambda: work(item, shared))

        for item in items:
            task = (work, item, sent, VERSION)
            waiting.append((item, self._client.submit(_do, *task, pure=False)))
            if len(waiting) > ahead:
                yield finish()
        while waiting:
            yield finish()

    def _outcome(self, future: Future[Any], here: Callable[[], Result]) -> Result:
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        while True:
            try:
                result: Result = future.result(timeout=_SECONDS_OF_SILENCE)
            except (ClusterError, KeyboardInterrupt):
                raise
            except KilledWorker:
                return here()
            except TimeoutError:
                # Long work is no fault, but without workers it would never end.
                self.wait(_SECONDS_OF_SILENCE)
            except (CancelledError, CommClosedError) as error:
                raise ClusterError(LOST) from error
            except Exception as error:
                said = f"{type(error).__name__}: {error}".splitlines()[0]
                raise ClusterError(FAILED, (("error", said),)) from error
            else:
                return result


class OnCluster:
    """Opens files on a cluster, each in a process of its own under the limits of one machine."""

    def __init__(
        self,
        cluster: Cluster,
        yardstick: Yardstick,
        limits: Limits = _LIMITS,
        opening: Opening = open_file,
    ) -> None:
        self._cluster = cluster
        self._shared = Sent(yardstick, limits, opening)

    def read(self, jobs: Iterable[Job]) -> Iterator[Opened]:
        """What is in the files, in their order; of a large archive a part at a time."""
        planned = tuple(jobs)
        if not planned:
            return
        # Few files are spread too.
        share = -(-len(planned) // (2 * self._cluster.threads))
        size = min(FILES_TOGETHER, share)
        chunks = (planned[first : first + size] for first in range(0, len(planned), size))
        paths = {job.name: job.path for job in planned}
        compared = ("", "")
        for found in self._cluster.map(open_together, chunks, self._shared):
            for opened in found:
                # The parts of a large archive come one after the other.
                if compared != (opened.name, opened.sha256):
                    compared = (opened.name, opened.sha256)
                    _compare(opened, paths[opened.name])
                yield opened


def _compare(opened: Opened, path: Path) -> None:
    """A `ClusterError` if a worker has read another file than lies here under this name."""
    if opened.sha256 != fingerprint(path, opened.name):
        raise ClusterError(OTHER, (("file", str(path)),))


@dataclass(frozen=True, slots=True)
class Sent:
    """What every worker needs to open files."""

    yardstick: Yardstick
    limits: Limits
    opening: Opening


def open_together(jobs: tuple[Job, ...], sent: Sent) -> tuple[Opened, ...]:
    """Open some files on the machine where this runs, bounded as on any other."""
    if multiprocessing.current_process().daemon:
        raise ClusterError(DAEMON)
    for job in jobs:
        # Otherwise every file would be found unreadable.
        if not os.path.lexists(job.path):
            raise ClusterError(UNSEEN, (("file", str(job.path)),))
    with reader(sent.yardstick, 1, sent.limits, sent.opening) as files:
        return tuple(files.read(jobs))


def _do(
    work: Callable[[Item, Shared], Result], item: Item, shared: Shared, expected: str
) -> Result:
    """Work on a worker, if it has the same program as the process that asks for it."""
    found = VERSION
    if found != expected:
        raise ClusterError(OTHER_VERSION, (("found", found), ("expected", expected)))
    return work(item, shared)


def _same(shared: Shared) -> Shared:
    return shared
