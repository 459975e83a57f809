"""What the disk lost or damaged since it was written is taken away, so that a run makes it again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newslab.scale.files import is_whole, sha256, sweep
from newslab.scale.layout import WORK
from newslab.scale.linking import LINKS
from newslab.scale.resolving import STORE
from newslab.tables.schema import codebook

KINDS = ("drafts", "shards", "claims", "finished")


def mend(folder: Path) -> None:
    """Take away what is half written, torn or missing a piece, and what follows from a draft that is."""
    work = folder / WORK
    for kind in ("", *KINDS):
        (work / kind).mkdir(exist_ok=True)
        sweep(work / kind)
    for name in ("", *codebook()):
        sweep(folder / name)
    torn = False
    for path in sorted((work / "drafts").glob("*.parquet")):
        torn = torn or not _readable(path)
        if torn:
            path.unlink()
    if torn:
        (work / "plan.json").unlink(missing_ok=True)
    for path in (work / "claims").glob("*.parquet"):
        if not _readable(path):
            path.unlink()
    for path in (work / "shards").iterdir():
        if not is_whole(path):
            shutil.rmtree(path)
    for path in (work / STORE, work / LINKS):
        if path.exists() and not _complete(path):
            path.unlink()
    for path in [*(work / "finished").glob("*.json"), work / "entities.json"]:
        if path.exists() and not _written(folder, path):
            path.unlink()


def _readable(path: Path) -> bool:
    """Parquet has its table of contents at its end, so that a file that breaks off has none."""
    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError):
        return False
    return True


def _complete(path: Path) -> bool:
    """Tell whether a database has as many pages as it says (https://sqlite.org/fileformat.html, section 1.3)."""
    with path.open("rb") as file:
        head = file.read(100)
    size = int.from_bytes(head[16:18], "big")
    return path.stat().st_size == (65536 if size == 1 else size) * int.from_bytes(head[28:32], "big") > 0


def _written(folder: Path, done: Path) -> bool:
    """Tell whether the parts that a list names are as they were written."""
    try:
        return all(sha256(folder / name) == digest for name, (_, digest) in json.loads(done.read_bytes()).items())
    except (OSError, ValueError):
        return False
