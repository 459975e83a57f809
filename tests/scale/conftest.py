from __future__ import annotations

from pathlib import Path

import pytest

import newslab
from benchmarks.recombined import write
from newslab.scale import extract_to
from newslab.scale.workers import here

SIZE = 4  # articles of a shard


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of tables."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def source(tmp_path_factory) -> Path:
    """Fourteen short articles as JSON lines, two of them copies, with a broken line and a repeated id."""
    path = write(tmp_path_factory.mktemp("source") / "articles.jsonl", 14, 3)
    lines = path.read_text("utf8").splitlines()
    lines[5:5] = ["{broken", lines[3].replace("Kestrel", "Halyard")]
    path.write_text("\n".join(lines), "utf8")
    return path


@pytest.fixture(scope="session")
def undisturbed(source, tmp_path_factory) -> Path:
    """The tables of an undisturbed run."""
    return extract_to(source, tmp_path_factory.mktemp("undisturbed") / "tables", here, size=SIZE, progress=False)


@pytest.fixture(scope="session")
def expected(undisturbed) -> dict[str, bytes]:
    """The files of an undisturbed run."""
    assert len(newslab.load(undisturbed).articles) == 15
    return contents(undisturbed)
