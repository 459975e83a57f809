"""Runs that are stopped, disturbed, refused."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from contextlib import nullcontext
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import newslab
from benchmarks.recombined import CORPUS, write
from newslab import cli
from newslab.scale import extract_to, files, finishing, run
from newslab.scale.layout import WORK, shard_path
from newslab.scale.workers import LostWorkersError, here, processes
from newslab.tables import TableError

from .conftest import SIZE, contents

SCRIPT = """
import sys
from newslab.scale import extract_to
if __name__ == "__main__":
    extract_to(sys.argv[1], sys.argv[2], 1, size=int(sys.argv[3]), progress=False)
"""


class Killed(BaseException):
    """The end of a process, as far as it can be had inside one."""


def again(source: Path, out: Path, **options) -> Path:
    return extract_to(source, out, here, **{"size": SIZE, "progress": False, **options})


def test_row_for_row(tmp_path):
    """Shard by shard the sample corpus gives the tables that `newslab.extract` gives, row for row."""
    simple = newslab.extract(newslab.read(CORPUS), progress=False)
    news = newslab.load(again(CORPUS, tmp_path / "tables", size=9))
    for name, rows in news:
        assert_frame_equal(rows, getattr(simple, name))
    assert news.info == {key: simple.info[key] for key in news.info}
    news.check()


def test_workers_change_nothing(source, expected, tmp_path):
    """Two processes write the same bytes as one."""
    assert contents(extract_to(source, tmp_path / "tables", 2, size=SIZE, progress=False)) == expected


def test_killed_by_the_system(source, expected, tmp_path):
    """Killed at random moments and started again, a run ends with the bytes of an undisturbed one."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    out = tmp_path / "tables"
    command = [sys.executable, str(script), str(source), str(out), str(SIZE)]
    chance = random.Random(3)
    for _ in range(2):
        process = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"})
        time.sleep(chance.uniform(2, 8))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, check=False).returncode == 0
    assert contents(out) == expected


def test_stopped_at_every_step(source, expected, tmp_path, monkeypatch):
    """Killed, or out of disk, at whatever file is put in its place, a run goes on and ends with the same bytes."""
    out, real, stops = tmp_path / "tables", files._sync_folder, 0
    chance = random.Random(5)
    for stops in range(100):
        left = [chance.randint(1, 13)]
        error = Killed() if stops % 2 else OSError(errno.ENOSPC, "No space left on device")

        def sync(folder: Path, left=left, error=error) -> None:
            real(folder)
            left[0] -= 1
            if left[0] < 0:
                raise error

        monkeypatch.setattr(files, "_sync_folder", sync)
        try:
            again(source, out)
            break
        except (Killed, OSError):
            pass
    assert 4 < stops < 99
    assert contents(out) == expected


def stopped(source: Path, out: Path, monkeypatch, before: str = "extract_shard") -> None:
    """A run that was stopped before a step."""
    with monkeypatch.context() as patch:
        patch.setattr(run, before, lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            again(source, out)


def test_damaged(source, expected, tmp_path, monkeypatch):
    """What the disk has lost or torn meanwhile is made again; half-written files are swept away, others stay."""
    out = tmp_path / "tables"
    stopped(source, out, monkeypatch, "finish_entities")
    shards = [shard_path(out, "shards", number) for number in range(4)]
    os.truncate(shards[0] / "records.parquet", 500)
    (shards[1] / "traces.parquet").unlink()
    (shards[2] / "votes.parquet").write_bytes(bytes((shards[2] / "votes.parquet").stat().st_size))
    (shards[3] / files.SUMS).write_text("")
    os.truncate(shard_path(out, "drafts", 2, ".parquet"), 1000)
    os.truncate(shard_path(out, "claims", 1, ".parquet"), 100)
    os.truncate(out / WORK / "entities.db", 8192)
    os.truncate(out / "quotes" / "part-000001.parquet", 300)
    (out / WORK / "drafts" / f".000001.parquet.x{files.UNFINISHED}").write_bytes(b"PAR1")
    (out / WORK / "shards" / f".000001.x{files.UNFINISHED}").mkdir()
    (out / f".manifest.json.x{files.UNFINISHED}").write_text("{")
    (out / ".notes.txt").write_text("mine")
    again(source, out)
    (out / ".notes.txt").unlink()
    assert contents(out) == expected


def test_finished_is_left(source, undisturbed, monkeypatch):
    """A run that is finished does nothing when it is given again."""
    monkeypatch.setattr(run, "_work", lambda *_: pytest.fail("worked"))
    assert again(source, undisturbed) == undisturbed


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"columns": {"text": "body"}}, "a run that was begun with other columns"),
        ({"outlet": "The Quay"}, "a run that was begun with another outlet"),
        ({"size": 5}, "a run that was begun with shards of another size"),
        ({"pipeline": "en_core_web_sm"}, "a run that was begun with another pipeline"),
    ],
)
def test_other_options(source, tmp_path, monkeypatch, change, sentence):
    """A run with other options on the folder is refused with a sentence that says what to do."""
    stopped(source, tmp_path / "tables", monkeypatch)
    before = contents(tmp_path / "tables")
    with pytest.raises(TableError, match=f"{sentence}: name another folder, or delete this one"):
        again(source, tmp_path / "tables", **change)
    assert contents(tmp_path / "tables") == before


def test_other_articles_or_version(source, tmp_path, monkeypatch):
    """So is one with articles that have changed, or with another version of newslab."""
    own = tmp_path / "own.jsonl"
    own.write_bytes(source.read_bytes())
    stopped(own, tmp_path / "tables", monkeypatch)
    monkeypatch.setattr(run, "version", lambda _: "99")
    with pytest.raises(TableError, match="with another version of newslab"):
        again(own, tmp_path / "tables")
    monkeypatch.undo()
    own.write_bytes(source.read_bytes() + b"\n")
    with pytest.raises(TableError, match="from other articles, or they have changed since"):
        again(own, tmp_path / "tables")


def test_unfinished_tables(source, news, tmp_path, monkeypatch):
    """Unfinished tables are not loaded, and not overwritten by others."""
    stopped(source, tmp_path / "tables", monkeypatch)
    with pytest.raises(TableError, match="not finished: give the same"):
        newslab.load(tmp_path / "tables")
    with pytest.raises(TableError, match="a run of `newslab extract --workers` that is not finished"):
        news.save(tmp_path / "tables")
    news.save(tmp_path / "others")
    with pytest.raises(TableError, match="made without --workers"):
        again(source, tmp_path / "others")


def test_one_run_at_a_time(source, tmp_path, capsys):
    """A second run on a folder is turned away with a sentence."""
    out = tmp_path / "tables"
    out.mkdir()
    with files.locked(out):
        assert cli.main(["extract", str(source), "--out", str(out), "--workers", "1"]) == 1
    assert capsys.readouterr().err == (
        f"newslab: Another run of newslab is writing to {out}: wait for its end, or name another folder.\n"
    )


def test_replaced_whole(news, undisturbed, tmp_path):
    """Tables in parts are replaced by those that `save` writes, and nothing of them stays."""
    out = tmp_path / "tables"
    out.mkdir()
    for name, content in contents(undisturbed).items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    news.save(out)
    assert not any(path.is_dir() for path in out.iterdir())
    assert len(newslab.load(out).quotes) == len(news.quotes)


def test_from_a_shell(source, tmp_path, capsys, monkeypatch):
    """The command tells what it found; on a full disk it says so and how to go on."""
    out = tmp_path / "tables"
    monkeypatch.setattr(run, "processes", lambda _: nullcontext(here))
    argv = ["extract", str(source), "--out", str(out), "--workers", "2", "--quiet"]
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr(finishing, "write_table", lambda *_: (_ for _ in ()).throw(full))
        assert cli.main(argv) == 1
    told = capsys.readouterr().err
    assert told == (
        f"newslab: No space is left on the disk of {out}. When that is mended, give the same command again to go on "
        "from here.\n"
    )
    assert cli.main(argv[:-1]) == 0
    printed = capsys.readouterr()
    assert "Read 15 articles.\n" in printed.out and "line 6: The line is not JSON" in printed.out
    assert "writing: 100%" in printed.err and "articles/s" in printed.err
    assert cli.main([*argv[:-2], "0"]) == 2


def test_nothing_found(tmp_path, capsys):
    """Without an article there is a sentence and no folder of tables."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_text("x")
    assert cli.main(["extract", str(tmp_path / "in"), "--out", str(tmp_path / "o"), "--workers", "1"]) == 1
    told = capsys.readouterr().err
    assert "Files of the kind .pdf are not read" in told and "No articles were found in" in told
    with pytest.raises(TableError):
        newslab.load(tmp_path / "o")


def test_own_tables_are_not_read(source, tmp_path):
    """Tables inside the folder that is read change nothing about what is read."""
    (tmp_path / "a.txt").write_text("The port is closed.")
    before = run.fingerprint([tmp_path])
    again(tmp_path, tmp_path / "tables")
    assert run.fingerprint([tmp_path]) == before
    assert newslab.load(tmp_path / "tables").articles["article_id"].tolist() == ["a"]


def die(folder: str, number: int) -> int:
    os._exit(1)


def test_workers_that_die(tmp_path):
    """Workers that die again and again end the run with a sentence that says what to do."""
    told = "give the same command with fewer --workers"
    with processes(1) as workers, pytest.raises(LostWorkersError, match=told):
        list(workers(die, str(tmp_path), [0]))


def test_streaming(tmp_path, monkeypatch):
    """Articles are never all in memory: drafting four times as many takes less than a third of their size more."""

    def peak(n: int) -> int:
        path = write(tmp_path / f"{n}.jsonl", n, 12)
        out = tmp_path / f"tables{n}"
        monkeypatch.setattr(run, "_decide", lambda *_: (_ for _ in ()).throw(Killed()))
        tracemalloc.start()
        with pytest.raises(Killed):
            again(path, out, size=100)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(100)  # imports and caches
    small, large = peak(800), peak(3200)
    assert large < small + (tmp_path / "3200.jsonl").stat().st_size / 3
