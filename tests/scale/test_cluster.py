"""Runs on a Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from pandas.testing import assert_frame_equal

import newslab
from newslab.scale import extract
from newslab.scale.layout import WORK

from .conftest import SIZE, contents

distributed = pytest.importorskip("distributed")
dataframe = pytest.importorskip("dask.dataframe")


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_a_worker_is_lost(client, source, expected, tmp_path):
    """With a worker killed in the middle, the tables are those of an undisturbed run on one machine, byte for byte."""
    out = tmp_path / "tables"
    victim = min(client.run(os.getpid).values())

    def kill() -> None:
        while not list((out / WORK / "shards").glob("0*")):
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    extract(source, client, out, size=SIZE, progress=False)
    killer.join()
    assert victim not in client.run(os.getpid).values()
    assert contents(out) == expected


def test_a_frame(client, source, undisturbed, tmp_path):
    """A Dask DataFrame is read partition by partition, with the same articles, quotes and ids as from a file."""
    articles = newslab.load(undisturbed).articles
    rows = articles.drop(columns=["source", "encoding", "n_words", "duplicate_of"])
    news = newslab.load(
        extract(dataframe.from_pandas(rows, npartitions=3), client, tmp_path / "tables", size=SIZE, progress=False)
    )
    same = [name for name in articles if name not in ("source", "encoding")]
    assert_frame_equal(news.articles[same], articles[same])
    assert_frame_equal(news.quotes, newslab.load(undisturbed).quotes)
    assert news.articles["source"].iloc[0] == "partition 0 row 1"
