"""A folder that is annotated in the terms of the tables: recognised, read, split, refused."""

import pandas as pd
import pytest

import newslab
from newslab.evaluate import GoldError
from newslab.evaluate.corpus import is_corpus, read_corpus
from newslab.evaluate.shown import markdown
from newslab.tables import NewsTables

from .examples import annotations_of, corpus_of, write

LAYERS = {"names", "coreference", "entities", "quotes", "claims", "links", "times", "quantities"}


@pytest.fixture
def gold(news, tmp_path):
    return corpus_of(news, tmp_path)


def test_perfect_tables_score_100(news, gold):
    """Tables beside themselves are right in every measure of every layer and part."""
    scores = newslab.evaluate(news, gold)
    assert set(scores["layer"]) == LAYERS
    assert set(scores["data"]) == {"gold (tuned)", "gold (unseen)", "gold"}
    assert set(scores.loc[scores["data"] == "gold", "layer"]) == {"entities", "links"}
    figures = scores["f1"].fillna(scores["recall"]).fillna(scores["value"])
    wrong = scores[(figures < 100) & ~scores["measure"].str.startswith("CoNLL")]
    assert wrong.empty, wrong[["layer", "measure", "n_gold", "n_found", "n_right"]]
    claims = scores[(scores["layer"] == "claims") & (scores["data"] == "gold (tuned)")].set_index("measure")
    assert claims.loc["found, right source", "n_right"] == 4


def test_empty_tables_score_0(news, gold, tmp_path):
    """Where nothing was found, every layer's F1 is 0, and all that gold has is listed as missed."""
    scores = newslab.evaluate(NewsTables(articles=news.articles), gold, errors=tmp_path / "e.csv")
    assert (scores["f1"].dropna() == 0).all() and set(scores["layer"]) == LAYERS
    errors = pd.read_csv(tmp_path / "e.csv")
    assert errors["error"].str.contains("missed|without").all() and not errors.duplicated().any()


def test_genres_are_parts_and_storylines(news, gold):
    """Parts are picked like genres; one part alone has no rows for the whole."""
    assert set(newslab.evaluate(news, gold, genres=["unseen"])["data"]) == {"gold (unseen)"}
    assert set(newslab.evaluate(news, gold, genres=["berth"], layers=["times"])["n_documents"]) == {1}


def test_texts_are_read_beside_the_gold(gold):
    """Without tables, the articles beside the gold are read, and found by newslab's own reader."""
    scores = newslab.evaluate(None, gold, layers=["quotes"]).set_index(["data", "measure"])
    assert scores.loc[("gold (tuned)", "content, overlap >= .3"), "n_right"] >= 2


def test_tables_of_other_places_have_the_texts_too(news, gold, tmp_path):
    """The texts may be in the tables alone, under whatever ids."""
    (tmp_path / "articles" / "all.jsonl").unlink()
    (tmp_path / "articles").rmdir()
    assert len(newslab.evaluate(news, gold, layers=["times"]))
    with pytest.raises(GoldError, match="There is no text of fees: put the gold beside its articles"):
        newslab.evaluate(None, gold)


def test_another_text_is_refused(news, gold):
    """A text that is not the one that was annotated is refused in a sentence, white space at its end aside."""
    news.articles["text"] = news.articles["text"] + "\n"
    assert len(newslab.evaluate(news, gold, layers=["times"]))
    news.articles["text"] = news.articles["text"].str.replace("fees", "prices")
    with pytest.raises(GoldError, match=r"The text of fees is not the one that was annotated in .*SHA-256 differs"):
        newslab.evaluate(news, gold)


@pytest.mark.parametrize("line", ['{"article_id": "a"}', "[1]", "none"])
def test_lines_that_are_none(gold, line):
    """A line that is no article is named."""
    path = gold / "times.jsonl"
    path.write_text(path.read_text(encoding="utf8") + line + "\n", encoding="utf8")
    with pytest.raises(GoldError, match=r"Line 3 of .*times.jsonl should be an object with article_id"):
        read_corpus(gold)


def test_only_folders_with_annotations_are_corpora(news, gold, tmp_path):
    """A folder with other JSONL of the same name is none; a corpus may lack layers and a split."""
    write(tmp_path / "other" / "times.jsonl", [{"text": "Now.", "times": []}])
    assert is_corpus(gold) and not is_corpus(tmp_path / "other") and not is_corpus(gold / "times.jsonl")
    made = {"times": annotations_of(news)["times"]}
    some = corpus_of(news, tmp_path / "some", made)
    (some.parent / "split.tsv").unlink()
    scores = newslab.evaluate(news, some)
    assert set(scores["layer"]) == {"times"} and set(scores["data"]) == {"gold"}


def test_scores_as_markdown(news, gold):
    """Scores are printed as a table of Markdown, parts side by side."""
    lines = markdown(newslab.evaluate(news, gold, layers=["claims"])).splitlines()
    assert lines[0] == "| layer | measure | gold (tuned) | gold (unseen) |"
    assert "| claims | found | 100.0 (100.0–100.0) | 100.0 (100.0–100.0) |" in lines
    assert len({line.count("|") for line in lines}) == 1
