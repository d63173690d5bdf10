"""`--scheduler`: the work of a command on a Dask cluster, and in words what stands in its way."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.session import Session
    from workbook.round.cluster import Cluster
    from workbook.round.folder import Round
    from workbook.round.opening import Yardstick
    from workbook.round.workers import Reader

_LIBRARIES = ("distributed", "pyarrow")


@contextmanager
def cluster_of(session: Session, collection: Round | None = None) -> Iterator[Cluster | None]:
    """The cluster that was named, or None; what is wrong with it is a `ToolError`."""
    if session.scheduler is None:
        yield None
        return
    texts = session.texts(collection)
    if session.workers is not None:
        raise ToolError(texts["cluster.both"])
    if any(find_spec(name) is None for name in _LIBRARIES):
        raise ToolError(texts["cluster.without"])
    from workbook.round.cluster import ClusterError, connected

    try:
        with connected(session.scheduler) as cluster:
            yield cluster
    except ClusterError as error:
        raise ToolError(texts.fill(f"cluster.{error.why}", **dict(error.facts))) from error


def check_long_table(session: Session, audience: str) -> None:
    """A `ToolError` unless the long table can be made, and nobody wants it for the public."""
    texts = session.texts(session.open() if session.in_round() else None)
    if audience == "public":
        raise ToolError(texts["cluster.public"])
    if find_spec("pyarrow") is None:
        raise ToolError(texts["cluster.parquet"])


@contextmanager
def reader_on_cluster(
    session: Session, collection: Round | None, yardstick: Yardstick
) -> Iterator[Reader]:
    """What opens files on the cluster that was named."""
    from workbook.round.cluster import OnCluster

    with cluster_of(session, collection) as cluster:
        assert cluster is not None  # noqa: S101 - asked for only where one was named
        yield OnCluster(cluster, yardstick)
