"""A run over a corpus of any size: drafts, shards, the passes over the whole, tables. Killed, it goes on where it was.

Everything is written aside and put in its place whole, in one order, so that what is there is always right and only
what is missing is done. Articles are cut into shards in the order of the input, whatever the number of workers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import astuple
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newslab.articles.drafts import Position, Surveys, draft, renamed, stream
from newslab.articles.sources import walk
from newslab.records import Problem
from newslab.scale.extracting import extract_shard
from newslab.scale.files import aside, locked, sha256, write_json
from newslab.scale.finishing import finish_entities, finish_shard, manifest_of_parts
from newslab.scale.layout import SHARD, WORK, read_plan, shard_path, write_table
from newslab.scale.linking import claims_of_shard, link
from newslab.scale.mending import mend
from newslab.scale.resolving import resolve
from newslab.scale.workers import Task, Workers, processes
from newslab.tables.schema import TableError
from newslab.tables.storage import MANIFEST, RUNNING, check_target, read_manifest

Found = tuple[Position, Any]  # the place after an article or a Problem, and that
ASKED = {
    "newslab": "with another version of newslab", "reader": "with another reader", "pipeline": "with another pipeline",
    "columns": "with other columns", "outlet": "with another outlet", "size": "with shards of another size",
    "input": "from other articles, or they have changed since",
}  # fmt: skip
RENAMED = pa.schema([("row", pa.int64()), ("article_id", pa.large_string()), ("note", pa.large_string())])


class NothingFoundError(ValueError):
    """There are no articles; `problems` says why each thing was left out."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


def extract_to(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    workers: Workers | int = 1,
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    pipeline: str | None = None,
    size: int = SHARD,
    progress: bool = True,
) -> Path:
    """Read articles from files and write their tables into a folder, as parts; its path is returned.

    `workers` is a number of processes, or who else does the tasks. The articles are streamed and never all in memory.
    What was done stays when the run ends for whatever reason, and the same call goes on from there. Raises `BusyError`
    when another run has the folder, `TableError` when it holds something else, also a run with other options or
    articles, and `NothingFoundError` when there are no articles.
    """
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    asked = {"columns": dict(columns or {}) or None, "outlet": outlet, "size": size, "input": fingerprint(paths)}
    with processes(workers) if isinstance(workers, int) else nullcontext(workers) as hands:
        return run(lambda after: stream(paths, columns, after), out, hands, asked, pipeline, progress)


def fingerprint(paths: Iterable[str | os.PathLike[str]]) -> str:
    """A hash of the names, sizes and times of change of all files that are read."""
    sums = hashlib.sha256()
    for file in walk(paths):
        if not isinstance(file, Problem):
            sums.update(json.dumps([file.name, *file.stamp]).encode())
    return sums.hexdigest()


def run(
    articles: Callable[[Position], Iterator[Found]],
    out: str | os.PathLike[str],
    workers: Workers,
    asked: Mapping[str, Any],
    pipeline: str | None,
    progress: bool,
) -> Path:
    """The same for any stream of articles that can go on after a place; `asked` is what must not change between."""
    folder = check_target(Path(out), unfinished=True)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        wanted = {"newslab": version("newslab"), "reader": _weights(), "pipeline": pipeline, **asked}
        if _begun(folder, wanted):
            _work(folder, articles, workers, wanted, progress)
    return folder


def _weights() -> str:
    """A hash of the reader's network and inventories."""
    sums = hashlib.sha256()
    for path in sorted(Path(str(files("newslab.reader") / "weights")).glob("*")):
        sums.update(f"{path.name} {sha256(path)}\n".encode())
    return sums.hexdigest()


def _begun(folder: Path, wanted: Mapping[str, Any]) -> bool:
    """Tell whether something is left to do; a fresh folder gets its manifest. Raises `TableError` for another's."""
    manifest = read_manifest(folder)
    if manifest is None:
        write_json(folder / MANIFEST, {"newslab": wanted["newslab"], "state": RUNNING, "run": wanted, "tables": {}})
        return True
    before = manifest.get("run")
    if before is None:
        raise TableError(f"{folder} holds tables that were made without --workers: delete it, or name another folder.")
    other = next((told for key, told in ASKED.items() if before.get(key) != wanted[key]), None)
    if other:
        state = "a run that was begun" if manifest.get("state") == RUNNING else "tables that were made"
        raise TableError(f"{folder} holds {state} {other}: name another folder, or delete this one to start afresh.")
    return manifest.get("state") == RUNNING


def _work(
    folder: Path,
    articles: Callable[[Position], Iterator[Found]],
    workers: Workers,
    wanted: Mapping[str, Any],
    progress: bool,
) -> None:
    work = folder / WORK
    work.mkdir(exist_ok=True)
    mend(folder)
    if not (work / "plan.json").exists():
        _draft(folder, articles, wanted["size"], progress)
        _decide(folder, wanted["pipeline"])
    plan = read_plan(folder)
    shards, total = len(plan["firsts"]), plan["articles"]
    if not total:
        problems = [Problem(*row) for number in range(shards) for row in _metadata(folder, number)["problems"]]
        shutil.rmtree(work)
        (folder / MANIFEST).unlink()
        raise NothingFoundError("No articles were found", problems)

    def each(task: Task, kind: str, suffix: str, told: str) -> None:
        left = [number for number in range(shards) if not shard_path(folder, kind, number, suffix).exists()]
        with _bar(told, total, progress) as bar:
            bar.update(total - sum(plan["sizes"][number] for number in left))
            bar.initial = bar.n
            for done in workers(task, str(folder), left):
                bar.update(done)

    each(extract_shard, "shards", "", "reading")
    resolve(folder, shards)
    each(claims_of_shard, "claims", ".parquet", "comparing")
    link(folder, shards)
    each(finish_shard, "finished", ".json", "writing")
    finish_entities(folder)
    made = {"newslab": wanted["newslab"], **_info(plan["pipeline"]), "run": wanted, **manifest_of_parts(folder, shards)}
    write_json(folder / MANIFEST, made)
    shutil.rmtree(work, ignore_errors=True)


def _bar(told: str, total: int | None, progress: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, unit=" articles", desc=told, file=sys.stderr, disable=not progress, smoothing=0.05)


def _info(pipeline: str | None) -> dict[str, Any]:
    """What the tables' `info` says of their making, as `newslab.extract` does."""
    from newslab.reader import load

    nlp = load(pipeline)
    reader = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}" if pipeline else "newslab_reader"
    return {"reader": reader, "components": list(nlp.pipe_names), "same": [], "different": []}


def _metadata(folder: Path, number: int) -> dict[str, Any]:
    """What a draft says beside its rows."""
    schema = pq.read_schema(shard_path(folder, "drafts", number, ".parquet"))
    found: dict[str, Any] = json.loads(schema.metadata[b"newslab"])
    return found


def _draft(folder: Path, articles: Callable[[Position], Iterator[Found]], size: int, progress: bool) -> None:
    """Cut the articles into drafts of a size, after those that are there."""
    number, after, outlet = 0, (0, 0), json.loads((folder / MANIFEST).read_bytes())["run"]["outlet"]
    while shard_path(folder, "drafts", number, ".parquet").exists():
        after = tuple(_metadata(folder, number)["after"])
        number += 1
    entries: list[Any] = []
    problems: list[Problem] = []

    def put() -> None:
        nonlocal number
        table, surveys = draft(entries, outlet)
        told = {"after": after, "problems": [astuple(problem) for problem in problems], "surveys": surveys.to_json()}
        with aside(shard_path(folder, "drafts", number, ".parquet")) as fresh:
            write_table(table.replace_schema_metadata({"newslab": json.dumps(told)}), fresh)
        number += 1
        entries.clear()
        problems.clear()

    with _bar("finding", None, progress) as bar:
        bar.update(number * size)
        bar.initial = bar.n
        for place, found in articles(after):
            after = place
            if isinstance(found, Problem):
                problems.append(found)
            else:
                entries.append(found)
                bar.update(1)
            if len(entries) == size or len(problems) == 20 * size:
                put()
        if entries or problems:
            put()


def _decide(folder: Path, pipeline: str | None) -> None:
    """Write what all drafts together decide: repeated ids, dates, dtypes; and which shards there are."""
    paths: list[Path] = []
    while (path := shard_path(folder, "drafts", len(paths), ".parquet")).exists():
        paths.append(path)
    surveys, firsts, sizes, rows = Surveys(), [], [], 0
    light = [pq.read_table(path, columns=["digest", "origin", "severity"]) for path in paths]
    for number, table in enumerate(light):
        surveys.add(Surveys.from_json(_metadata(folder, number)["surveys"]))
        firsts.append(rows)
        sizes.append(table["severity"].null_count)
        rows += table.num_rows
    again = (
        (first, pq.read_table(path, columns=["article_id", "origin", "source"]))
        for first, path in zip(firsts, paths, strict=True)
    )
    names = sorted((row, *named) for row, named in renamed(light, again).items())
    columns = zip(*names, strict=True) if names else [()] * len(RENAMED)
    with aside(folder / WORK / "renamed.parquet") as fresh:
        write_table(pa.table([list(cells) for cells in columns], schema=RENAMED), fresh)
    plan = {"pipeline": pipeline, "firsts": firsts, "sizes": sizes, "articles": sum(sizes)}
    write_json(folder / WORK / "plan.json", {**plan, "surveys": surveys.to_json()})
