"""Who does the tasks of a run: processes of this machine. `newslab.scale.cluster` has those of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection

Task = Callable[[str, int], int]
Workers = Callable[[Task, str, Iterable[int]], Iterator[int]]  # what each task returned, in any order
TRIES = 3  # losses of workers without a task done between them


class LostWorkersError(ChildProcessError):
    """Workers die again and again; the message says what to do."""


def here(task: Task, folder: str, numbers: Iterable[int]) -> Iterator[int]:
    """Do the tasks in this process, one after the other."""
    return (task(folder, number) for number in numbers)


@contextmanager
def processes(workers: int) -> Iterator[Workers]:
    """Do the tasks in so many processes. When one dies, what was being done is done again by new ones."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a core for each worker; also, sums do not depend on the cores
    pool = _pool(workers)

    def run(task: Task, folder: str, numbers: Iterable[int]) -> Iterator[int]:
        nonlocal pool
        left = list(numbers)
        tries = 0
        while left:
            before = len(left)
            try:
                yield from _round(pool, task, folder, left, 2 * workers)
            except BrokenProcessPool as error:
                pool.shutdown(wait=True, cancel_futures=True)
                pool = _pool(workers)
                tries = 1 if len(left) < before else tries + 1
                if tries == TRIES:
                    raise LostWorkersError(
                        f"Workers died {TRIES} times while reading shards {left[0]} to {left[-1]} of {folder}, most "
                        "likely for want of memory: give the same command with fewer --workers to go on."
                    ) from error

    try:
        yield run
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin)


def _round(pool: ProcessPoolExecutor, task: Task, folder: str, left: list[int], most: int) -> Iterator[int]:
    """Do tasks, so many at a time, until all are done or a process dies; what is done is taken out of `left`."""
    queue = iter(list(left))
    running: dict[Future[int], int] = {}
    while True:
        for number in islice(queue, most - len(running)):
            running[pool.submit(task, folder, number)] = number
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            result = future.result()
            left.remove(running.pop(future))
            yield result


def _begin() -> None:
    """End at once and without a word on Ctrl-C, and when the parent ends, also when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
