"""Articles in parts."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles import read_articles
from newslab.articles.drafts import Surveys, draft, finish, renamed, stream
from newslab.records import Problem

CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
LONG = "The ferry company said on Tuesday that it would stop sailing to the town, because the harbour was too shallow. "


def in_parts(source, size, columns=None, outlet=None):
    """The table and the problems of articles that were read in parts of a size."""
    reading, parts, entries, surveys = [], [], [], Surveys()
    for _, found in stream(source, columns):
        (reading if isinstance(found, Problem) else entries).append(found)
    for at in range(0, len(entries), size):
        part, own = draft(entries[at : at + size], outlet)
        parts.append(part)
        surveys.add(Surveys.from_json(json.loads(json.dumps(own.to_json()))))
    firsts = [sum(part.num_rows for part in parts[:k]) for k in range(len(parts))]
    names = renamed(parts, zip(firsts, parts, strict=True))
    done = [
        finish(part, surveys, {i - first: names[i] for i in names if first <= i < first + part.num_rows})
        for first, part in zip(firsts, parts, strict=True)
    ]
    return [table for table, _ in done], reading + [problem for _, problems in done for problem in problems]


def same(source, size, columns=None):
    whole, problems = read_articles(source, columns=columns)
    parts, others = in_parts(source, size, columns)
    table = pd.concat(parts, ignore_index=True)
    pd.testing.assert_frame_equal(
        table.drop(columns="duplicate_of"), whole.drop(columns="duplicate_of"), check_index_type=False
    )
    assert others == problems
    for part in parts:
        assert dict(part.dtypes) == dict(table.dtypes)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_parts_are_the_whole(size):
    """The sample corpus read in parts of any size is what `read` gives, problems and all."""
    same(CORPUS, size)


CELL = st.sampled_from(
    ["", "a", "7", "007", "1.5", "03/04/2024", "14/03/2024", "2024-03-14T09:00:00Z", "x,y", LONG, LONG * 2, "\x00"]
)
VALUE = CELL | st.none() | st.integers() | st.floats() | st.booleans() | st.lists(CELL, max_size=2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.fixed_dictionaries({"text": VALUE}, optional={n: VALUE for n in ("id", "date", "desk", "url", "tags")}),
             min_size=1, max_size=8),
    st.integers(1, 4),
)  # fmt: skip
def test_any_rows_in_parts(tmp_path_factory, rows, size):
    """Repeated ids, dates whose order another part decides and columns of any kind come out as in one piece."""
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    same(path, size)


def test_going_on(tmp_path):
    """Reading goes on after a place inside a file, and after whole files that are then not opened."""
    with (tmp_path / "b.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["text"], ["one"], ["two"], ["three"]])
    (tmp_path / "a.txt").write_text("zero")
    (tmp_path / "c.pdf").write_text("none")
    everything = list(stream(tmp_path, None))
    assert [place for place, _ in everything] == [(0, 1), (1, 1), (1, 2), (1, 3), (2, 1)]
    for k, (place, _) in enumerate(everything):
        assert list(stream(tmp_path, None, place)) == everything[k + 1 :]
