"""newslab.evaluate: from gold files to a table of scores."""

import importlib

import pandas as pd
import pytest

import newslab
from newslab import cli
from newslab.evaluate import GoldError
from newslab.evaluate.measures import COLUMNS
from newslab.tables import NewsTables

from .examples import SENTENCES, conllu, gold_of, pipeline, write

TEXTUAL = ("quotes", "times", "quantities")


def main(scores: pd.DataFrame) -> pd.Series:
    """Each measure's figure: F1, recall or value."""
    figures = scores["f1"].fillna(scores["recall"]).fillna(scores["value"])
    return pd.Series(figures.to_numpy(), index=scores["layer"] + ": " + scores["measure"])


@pytest.fixture
def gold(news, tmp_path):
    return write(tmp_path / "gold" / "port-dev.jsonl.gz", gold_of(news))


def test_public_names_are_functions_after_their_modules_are_imported():
    """newslab.evaluate and newslab.extract stay functions when the modules of the same names are imported."""
    for name in ("evaluate", "extract"):
        module = importlib.import_module(f"newslab.{name}")
        assert getattr(newslab, name) is getattr(module, name)


def test_perfect_tables_score_100(news, gold):
    """Tables beside themselves are right in every measure of every layer, with intervals that say so."""
    scores = newslab.evaluate(news, gold)
    assert list(scores.columns) == list(COLUMNS) and set(scores["layer"]) == set(TEXTUAL)
    figures = main(scores).dropna()
    wrong = figures[(figures < 100) & ~figures.index.str.contains("nested|addressee")]
    assert len(figures) > 20 and wrong.empty, wrong
    assert (scores.loc[scores["f1"] == 100, ["low", "high"]] == 100).all(axis=None)


def test_empty_tables_score_0(news, gold):
    """Where nothing was found, recall and F1 are 0 and precision is missing."""
    scores = newslab.evaluate(NewsTables(articles=news.articles), gold)
    found = scores[scores["f1"].notna()]
    assert len(found) > 5 and (found["f1"] == 0).all() and (found["recall"] == 0).all()
    assert found["precision"].isna().all() and (found["n_found"] == 0).all()


def test_layers_and_errors(news, gold, tmp_path):
    """Layers are picked, and what differs is listed with its text and context."""
    news.quotes = news.quotes[news.quotes["cue"] != "denied"]
    scores = newslab.evaluate(news, [gold], layers=["quotes"], errors=tmp_path / "errors.csv")
    assert set(scores["layer"]) == {"quotes"}
    errors = pd.read_csv(tmp_path / "errors.csv").set_index("error")
    assert errors.loc["missed", "gold"] == "The port authority | denied"
    assert "denied that [[it had raised fees" in errors.loc["missed", "context"]


def test_genres(news, gold):
    """Genres pick the documents whose genre, source or id has the word."""
    scores = newslab.evaluate(news, gold, genres=["denial"])
    assert set(scores["n_documents"]) == {1}


def test_reader_layers_by_heart(tmp_path):
    """A pipeline that knows the gold scores 100 in trees, tags, lemmas, sentences and names."""
    (tmp_path / "port.conllu").write_text(conllu(), encoding="utf8")
    rows = [{"tokens": [word[0] for word in words], "space_after": [True] * (len(words) - 2) + [False, True],
             "ents": [[0, 2, "PER"], [3, 5, "LOC"]] if number == 0 else [[0, 1, "ORG"]]}
            for number, words in enumerate(SENTENCES)]  # fmt: skip
    write(tmp_path / "names.jsonl", rows)
    figures = main(newslab.evaluate(None, tmp_path, pipeline=pipeline()))
    assert set(figures) == {100}, figures
    assert {"syntax: LAS", "syntax: lemmas", "syntax: sentences, raw text", "names: PLACE"} <= set(figures.index)


def test_wrong_trees_count(tmp_path):
    """A wrong head costs UAS and LAS, a wrong label LAS alone; punctuation counts for neither."""
    changed = [[list(word) for word in words] for words in SENTENCES]
    changed[0][3][4] = "obl"
    changed[1][2][3] = 1
    changed[1][3][3] = 1
    (tmp_path / "port.conllu").write_text(conllu(changed), encoding="utf8")
    scores = newslab.evaluate(None, tmp_path, pipeline=pipeline(), errors=tmp_path / "e.csv").set_index("measure")
    assert scores.loc["UAS", ["n_right", "n_gold"]].tolist() == [7, 8]
    assert scores.loc["LAS", "n_right"] == 6 and scores.loc["XPOS", "value"] == 100
    assert set(pd.read_csv(tmp_path / "e.csv")["gold"]) == {"obl → left", "advmod → HarbourWire"}


def test_own_reader(tmp_path):
    """newslab's reader scores in every layer that it reads for, in one call over a folder."""
    (tmp_path / "port.conllu").write_text(conllu(), encoding="utf8")
    text = 'Mayor Tomas Okafor said on Monday that two ships would leave. "We are ready," he said.'
    said = text.index("said")
    row = {"id": "a", "date": "2024-03-14", "text": text, "times": [], "amounts": [], "attributions": [
        {"source": [[0, 18]], "cue": [[said, said + 4]], "content": [[text.index("that"), 60]]}]}  # fmt: skip
    write(tmp_path / "a.jsonl", [row])
    tokens = ["Mayor", "Tomas", "Okafor", "spoke", ".", "He", "left", "."]
    write(tmp_path / "coref.jsonl", [{"doc": "b", "tokens": tokens, "clusters": [[[0, 3], [5, 6]]]}])
    write(tmp_path / "f.jsonl", [{"text": "The ship left.", "events": [{"start": 9, "end": 13, "factuality": 3.0}]}])
    scores = newslab.evaluate(None, tmp_path)
    assert set(scores["layer"]) == {"syntax", "quotes", "times", "quantities", "coreference", "factuality"}
    figures = main(scores)
    assert figures["quotes: content, overlap >= .3"] > 0 and figures["coreference: CoNLL F1"] == 100
    assert figures["factuality: mean absolute error"] < 1 and figures["syntax: LAS"] > 50


@pytest.mark.parametrize(
    ("content", "layers", "sentence"),
    [
        ('{"id": "a"}\n', None, "holds no gold that newslab knows"),
        ("no json\n", None, "Line 1 of"),
        ("[1]\n", None, "is no object"),
        ('{"text": "Hm.", "attributions": []}\n', ["quote"], "There is no layer 'quote'; the layers are syntax"),
        ('{"text": "Hm.", "attributions": []}\n', ["times"], "There is no gold for times"),
        ('{"text": "Hm.", "attributions": []}\n', None, "None of the gold's texts is in the tables"),
        ('{"tokens": ["Hm"], "ents": []}\n', None, "Tables can be scored for"),
    ],
)
def test_errors_are_sentences(news, tmp_path, content, layers, sentence):
    """Gold that cannot be used is refused with a sentence."""
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf8")
    with pytest.raises(GoldError, match=sentence):
        newslab.evaluate(news, path, layers=layers)


def test_other_files_of_a_folder(news, gold):
    """A folder may hold JSONL that is no gold."""
    write(gold.parent / "a.jsonl", [{"question": 1}])
    assert len(newslab.evaluate(news, gold.parent, layers=["times"]))


def test_no_file(news, tmp_path):
    """A path that does not exist is named."""
    with pytest.raises(FileNotFoundError, match="none"):
        newslab.evaluate(news, tmp_path / "none.jsonl")


def test_from_a_shell(news, gold, tmp_path, capsys):
    """`newslab evaluate` prints the scores of saved tables and writes the differences."""
    news.save(tmp_path / "tables")
    argv = ["evaluate", str(gold), "--tables", str(tmp_path / "tables"), "--layer", "quotes", "times"]
    assert cli.main([*argv, "--errors", str(tmp_path / "errors.csv")]) == 0
    printed = capsys.readouterr().out
    assert "quotes: port-dev, documents: 2" in printed and "100.0–100.0" in printed and "quantities" not in printed
    assert printed.endswith(f"The differences are listed in {tmp_path / 'errors.csv'}.\n")
    assert cli.main(["evaluate", str(tmp_path / "none")]) == 1
    assert "There is no file or folder" in capsys.readouterr().err
