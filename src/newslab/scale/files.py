"""Files that are there whole or not at all, whatever happens while they are written; and a lock on a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from newslab.tables.storage import LEFT

LOCK, UNFINISHED = LEFT  # the latter is the end of the names under which files are written
SUMS = "sums.json"  # in a folder that was written whole: SHA-256 of each of its files


class BusyError(OSError):
    """Another run works on the folder; the message is a sentence."""


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A name beside the target under which to write a file or a folder, which then is put in its place whole.

    What was written is on the disk before it gets its name (fsync), so that a power cut leaves no torn file. A folder
    that has been put there meanwhile stays: a task that is done twice does the same twice.
    """
    fresh = target.with_name(f".{target.name}.{uuid4().hex}{UNFINISHED}")
    try:
        yield fresh
        if fresh.is_dir():
            sums = {path.name: _synced_sum(path) for path in sorted(fresh.iterdir())}
            (fresh / SUMS).write_text(json.dumps(sums), encoding="utf8")
            _synced_sum(fresh / SUMS)
            _sync_folder(fresh)
            try:
                os.rename(fresh, target)
            except OSError:
                if not is_whole(target):
                    raise
        else:
            _synced_sum(fresh)
            os.replace(fresh, target)
        _sync_folder(target.parent)
    finally:
        if fresh.is_dir():
            shutil.rmtree(fresh, ignore_errors=True)
        else:
            fresh.unlink(missing_ok=True)


def is_whole(folder: Path) -> bool:
    """Tell whether a folder that `aside` put there has all its files as they were written."""
    try:
        sums = json.loads((folder / SUMS).read_bytes())
        return all(sha256(folder / name) == expected for name, expected in sums.items())
    except (OSError, ValueError):
        return False


def write_json(path: Path, value: Any) -> None:
    """Write a small file, whole."""
    with aside(path) as fresh:
        fresh.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sweep(folder: Path) -> None:
    """Remove what killed runs left half written in a folder of ours."""
    for path in folder.glob(f".*{UNFINISHED}"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _synced_sum(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other run away from a folder; the system lets go of it when the process ends, however it ends.

    Raises `BusyError` when another run has it.
    """
    with (folder / LOCK).open("a+") as file:
        try:
            _lock(file)
        except OSError as error:
            raise BusyError(
                f"Another run of newslab is writing to {folder}: wait for its end, or name another folder."
            ) from error
        yield


def _lock(file: IO[str]) -> None:
    if os.name == "posix":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
