"""The same run on many machines: one task a shard on a Dask cluster. Needs the extra `newslab[dask]`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslab.articles.drafts import Position, entries_of
from newslab.scale.layout import SHARD
from newslab.scale.run import Found, extract_to, run
from newslab.scale.workers import Task, Workers

if TYPE_CHECKING:
    from distributed import Client

RETRIES = 3


def extract(
    articles: Any,
    client: Client,
    out: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    pipeline: str | None = None,
    size: int = SHARD,
    progress: bool = True,
) -> Path:
    """Read articles on a Dask cluster and write their tables into a folder; its path is returned.

    `articles` are paths, or a Dask DataFrame whose partitions are taken one at a time; `out` is a folder that all
    machines reach by the same name. Each shard is one task, done again when its worker is lost; a task that is done
    twice writes the same. Otherwise as `newslab.scale.extract_to`, which also says what is raised. Give workers one
    thread each: a reader reads for one thread at a time.
    """
    workers = on_cluster(client)
    if isinstance(articles, str | os.PathLike | list | tuple):
        return extract_to(
            articles, out, workers, columns=columns, outlet=outlet, pipeline=pipeline, size=size, progress=progress
        )
    from dask.base import tokenize

    asked = {"columns": dict(columns or {}) or None, "outlet": outlet, "size": size, "input": tokenize(articles)}
    return run(lambda after: _rows(articles, columns, after), out, workers, asked, pipeline, progress)


def on_cluster(client: Client) -> Workers:
    """Do the tasks on a cluster, so many at a time as keep its threads busy."""

    def run_all(task: Task, folder: str, numbers: Iterable[int]) -> Iterator[int]:
        from distributed import as_completed

        queue = iter(numbers)
        most = 2 * max(1, sum(client.nthreads().values()))

        def some(n: int) -> list[Any]:
            return [client.submit(task, folder, k, retries=RETRIES, pure=False) for k in islice(queue, n)]

        running = as_completed(some(most), with_results=True)
        for _, result in running:
            for future in some(1):
                running.add(future)
            yield result

    return run_all


def _rows(articles: Any, columns: Mapping[str, str] | None, after: Position) -> Iterator[Found]:
    """The rows of a Dask DataFrame, partition by partition, each with the place after it."""
    for number in range(after[0], articles.npartitions):
        done = after[1] if number == after[0] else 0
        entries = entries_of(articles.partitions[number].compute(), columns, f"partition {number}")
        for count, entry in enumerate(islice(entries, done, None), start=done + 1):
            yield (number, count), entry
