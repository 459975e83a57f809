"""Who does the tasks of a run: processes of this machine. `newslab.scale.cluster` has those of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
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


def processes(workers: int) -> Workers:
    """Do the tasks in so many processes. When one dies, what was being done is done again by new ones."""

    def run(task: Task, folder: str, numbers: Iterable[int]) -> Iterator[int]:
        left = list(numbers)
        tries = 0
        while left:
            before = len(left)
            try:
                yield from _round(task, folder, left, workers)
            except BrokenProcessPool as error:
                tries = 1 if len(left) < before else tries + 1
                if tries == TRIES:
                    raise LostWorkersError(
                        f"Workers died {TRIES} times while reading shards {left[0]} to {left[-1]} of {folder}, most "
                        "likely for want of memory: give the same command with fewer --workers to go on."
                    ) from error

    return run


def _round(task: Task, folder: str, left: list[int], workers: int) -> Iterator[int]:
    """Do tasks until all are done or a process dies; what is done is taken out of `left`."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a core for each worker; also, sums do not depend on the cores
    queue = iter(list(left))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin) as pool:
        running: dict[Future[int], int] = {}
        try:
            while True:
                for number in islice(queue, 2 * workers - len(running)):
                    running[pool.submit(task, folder, number)] = number
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    left.remove(running.pop(future))
                    yield result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end with it, also when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
