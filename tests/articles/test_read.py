"""From files on disk to the table, and the corpus that comes with newslab."""

import copy
import json
import shutil
import zipfile
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from newslab.articles import prepare, read, read_articles

CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
LONG = (
    "The ferry company said on Tuesday that it would stop sailing to Marholm before the winter, because the harbour "
    "was too shallow for the new ship, and that the town had been told of it in the spring."
)


@pytest.fixture(scope="module")
def corpus():
    return read_articles(CORPUS)


def test_the_sample_corpus_reads_as_intended(corpus):
    """Sixty-four articles, and one problem each for the Portuguese, empty, broken and wrongly encoded files."""
    articles, problems = corpus
    assert len(articles) == 64
    assert not articles[["title", "published", "outlet", "language", "encoding"]].isna().any().any()
    assert {Path(p.source).name: p.severity for p in problems} == {
        "2024-02-13_barragem-nahipa.txt": "warning",
        "2024-02-20_mourning.txt": "error",
        "2024-03-02_iraola-statement.txt": "error",
        "kestrel_dam_timeline.html": "error",
        "2024-02-28_whistle-lord-of-war.html": "info",
    }


def test_the_sample_corpus_has_six_wire_stories_twice(corpus):
    """The agency's story is the original, also where the file of the paper that took it over comes first."""
    marked = corpus[0].dropna(subset="duplicate_of").set_index("article_id")["duplicate_of"]
    assert marked.to_dict() == {
        "2024-02-22_dozen-missing-update-2": "halyard/2024-02-22_dozen-missing",
        "aldersgate-chronicle/2024-02-09_chronicle-talks-collapse": "2024-02-08_talks-collapse",
        "aldersgate-chronicle/2024-02-14_chronicle-toll-cut": "2024-02-14_toll-cut",
        "kestrel/2024-03-26_hatalova-resigns": "2024-03-26_hatalova-resigns",
        "narragansett-record/2024-02-14_record-toll-83": "halyard/2024-02-13_toll-83",
        "narragansett-record/2024-03-08_record-two-fatal-events": "halyard/2024-03-07_two-fatal-events",
    }


@pytest.mark.parametrize(
    "furniture",
    [
        "Invented article",
        "cookie",
        "Sign out",
        "Related",
        "MOST READ",
        "gazza",
        "Subscribe",
        "Top stories",
        "<p>",
        "**",
        "###",
    ],
)
def test_the_sample_texts_hold_no_furniture(corpus, furniture):
    """Notices, menus, comments and markup are not part of any text."""
    assert not corpus[0]["text"].str.contains(furniture, regex=False).any()


def test_the_sample_texts_keep_the_marks_of_q(corpus):
    """A quotation that the page marks with <q> has its marks in the text."""
    text = corpus[0].set_index("article_id")["text"]["kestrel/2024-01-24_amman-certificate"]
    assert "“It is not our stamp, it is not our paper, and" in text
    assert "at his daughter's wedding,” he told a news conference" in text


def test_a_result_is_read_again_as_it_is(corpus):
    """`prepare` leaves what `read` made unchanged."""
    again, problems = prepare(corpus[0])
    pd.testing.assert_frame_equal(again, corpus[0])
    assert problems == []


def test_problems_travel_with_the_frame():
    """They are plain data on `attrs`: they survive copying, slicing, pickling and concatenation."""
    articles = read(CORPUS)
    problems = articles.attrs["newslab_problems"]
    assert len(problems) == 5 and json.dumps(problems)
    assert copy.deepcopy(articles).iloc[:3].attrs["newslab_problems"] == problems
    assert len(pd.concat([articles, articles])) == 2 * len(articles)
    assert [asdict(problem) for problem in prepare(articles)[1]] == problems


def test_a_zip_and_a_folder_give_the_same_articles(tmp_path):
    """Ids and texts do not depend on how the files are packed; an archive in an archive is not read."""
    folder = shutil.copytree(CORPUS, tmp_path / "corpus", ignore=shutil.ignore_patterns("*.zip"))
    with zipfile.ZipFile(tmp_path / "corpus.zip", "w") as archive:
        for path in folder.rglob("*.*"):
            archive.write(path, path.relative_to(folder))
    zipped, problems = read_articles(tmp_path / "corpus.zip")
    unpacked, met = read_articles(folder)
    columns = ["article_id", "title", "text", "published", "duplicate_of"]
    pd.testing.assert_frame_equal(
        zipped[columns].sort_values("article_id", ignore_index=True),
        unpacked[columns].sort_values("article_id", ignore_index=True),
    )
    assert len(problems) == len(met)


def test_several_paths_and_colliding_names_are_told_apart(tmp_path):
    """Two files with the same path but for the extension get different ids, and a problem says so."""
    for name in ("a/x.txt", "a/x.md", "b/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{LONG} {name}")
    articles, problems = read_articles([tmp_path / "a", tmp_path / "b" / "x.txt"])
    assert len(set(articles["article_id"])) == 3
    assert len(problems) == 2


def test_one_bad_file_never_stops_a_corpus(tmp_path):
    """Around a binary, a broken and a deep file, the good one is read; each of the others is a problem."""
    (tmp_path / "good.txt").write_text(LONG)
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "keys.jsonl").write_text(
        '{"text": "a \\ud800", "\\udce9": 1, "n": 1e999, "m": {"a": []}}\n{"text": null}\n'
    )
    (tmp_path / "formula.csv").write_text('text,desk\n"=HYPERLINK(""http://x.example"")",=1+1\n')
    articles, problems = read_articles(tmp_path)
    assert set(articles["text"]) == {LONG, '=HYPERLINK("http://x.example")', "a �"}
    articles.to_parquet(tmp_path / "articles.parquet")
    assert {Path(problem.source.split(" line")[0]).stem for problem in problems} == {"binary", "broken", "deep", "keys"}


def test_an_outlet_is_for_articles_that_name_none(tmp_path):
    """The one of the article goes first."""
    (tmp_path / "a.txt").write_text(f"---\noutlet: Post\n---\n{LONG}")
    (tmp_path / "b.txt").write_text(LONG)
    assert list(read(tmp_path, outlet="Courier")["outlet"]) == ["Post", "Courier"]


def test_dates_of_one_outlet_decide_day_and_month_together(tmp_path):
    """A British paper's 25/04/2024 makes its 03/04/2024 the third of April, and leaves an American one's alone."""
    for name, outlet, date in (
        ("a", "Post", "25/04/2024"),
        ("b", "Post", "03/04/2024"),
        ("c", "Courier", "03/04/2024"),
        ("d", "Courier", "04/25/2024"),
    ):
        (tmp_path / f"{name}.txt").write_text(f"---\noutlet: {outlet}\ndate: {date}\n---\n{LONG} {name}")
    assert list(read(tmp_path)["published"].dt.strftime("%m-%d")) == ["04-25", "04-03", "03-04", "04-25"]


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_text("")])
def test_nothing_gives_an_empty_table(tmp_path, make):
    """An empty folder or file has no articles and all columns."""
    make(tmp_path / "x.csv")
    articles = read(tmp_path / "x.csv")
    assert len(articles) == 0
    assert "duplicate_of" in articles
