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
from newslab.scale.workers import processes
if __name__ == "__main__":
    extract_to(sys.argv[1], sys.argv[2], processes(2), size=int(sys.argv[3]), progress=False)
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
    assert contents(extract_to(source, tmp_path / "tables", processes(2), size=SIZE, progress=False)) == expected


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


@pytest.mark.parametrize("error", [Killed(), OSError(errno.ENOSPC, "No space left on device")], ids=["killed", "full"])
def test_stopped_at_every_step(source, expected, tmp_path, monkeypatch, error):
    """Stopped before each file that is put in its place, one after the other, a run ends with the same bytes."""
    out, real, steps = tmp_path / "tables", files._sync_folder, 0

    def allow(n: int) -> None:
        left = [n]

        def sync(folder: Path) -> None:
            real(folder)
            left[0] -= 1
            if left[0] < 0:
                raise error

        monkeypatch.setattr(files, "_sync_folder", sync)

    while steps < 300:
        allow(1)
        try:
            again(source, out)
            break
        except (Killed, OSError):
            steps += 1
    assert 20 < steps < 300
    assert contents(out) == expected


def stopped(source: Path, out: Path, monkeypatch) -> None:
    """A run that was stopped when all shards were extracted."""
    with monkeypatch.context() as patch:
        patch.setattr(run, "resolve", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            again(source, out)


@pytest.mark.parametrize("damage", ["truncated", "lost", "zeros", "debris"])
def test_damaged(source, expected, tmp_path, monkeypatch, damage):
    """A shard that the disk has lost or damaged meanwhile is made again; half-written files are swept away."""
    out = tmp_path / "tables"
    stopped(source, out, monkeypatch)
    victim = shard_path(out, "shards", 1) / "records.parquet"
    size = victim.stat().st_size
    if damage == "truncated":
        os.truncate(victim, size // 2)
    elif damage == "lost":
        victim.unlink()
    elif damage == "zeros":
        victim.write_bytes(bytes(size))
    else:
        (out / WORK / "drafts" / ".000001.parquet.x").write_bytes(b"PAR1")
        (out / WORK / "shards" / ".000001.x").mkdir()
        (out / ".manifest.json.x").write_text("{")
    again(source, out)
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
    monkeypatch.setattr("newslab.scale.workers.processes", lambda _: here)
    argv = ["extract", str(source), "--out", str(out), "--workers", "2", "--quiet"]
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr(finishing, "write_table", lambda *_: (_ for _ in ()).throw(full))
        assert cli.main(argv) == 1
    told = capsys.readouterr().err
    assert told == "newslab: No space left on device. Then give the same command again to go on from here.\n"
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
    with pytest.raises(LostWorkersError, match="give the same command with fewer --workers"):
        list(processes(1)(die, str(tmp_path), [0]))


def test_streaming(tmp_path, monkeypatch):
    """Articles are never all in memory: drafting 12 MB takes less than 3 MB more than drafting 3 MB."""

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
    small, large = peak(1500), peak(6000)
    assert large < small + 3_000_000
