"""newslab.extract: articles → tables, in real parts."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import newslab
from newslab import entities, quotes, reader
from newslab.extract import read_article, sentences

TEXT = """PORT SELBY (HarbourWire) - Commissioner Dalia Brandt said on Monday that the port
would close for at least three days.

"We have no choice," she told reporters. "The cranes are not safe."

The dockers' union denied that. Its leader, Tomas Okafor, accused the company of spending $2.5 million on offices."""
SPANNED = ("sentences", "mentions", "quotes", "claims", "times", "quantities")


@pytest.fixture(scope="module")
def news():
    frame = pd.DataFrame({"title": ["Port closes"], "text": [TEXT], "date": ["2024-03-14"], "desk": ["ports"]})
    return newslab.extract(frame, progress=False)


def test_every_table_has_rows(news):
    """A short article gives real rows in the tables that it has something for."""
    counts = {name: len(frame) for name, frame in news}
    assert all(counts[name] for name in ("articles", "entities", *SPANNED)), counts
    assert counts["problems"] == 0


def test_what_is_in_them(news):
    """Who speaks, to whom, when and how much is read off the text."""
    quotes_ = news.quotes.set_index("cue")
    assert quotes_.loc["said", "speaker_name"] == "Dalia Brandt"
    assert quotes_.loc["told", "speaker_name"] == "Dalia Brandt"
    assert quotes_.loc["told", "kind"] == "direct"
    assert quotes_.loc["told", "addressee"] == "reporters"
    assert quotes_.loc["accused", "cue_class"] == "accuse"
    assert "2024-03-11" in set(news.times["timex"])
    money = news.quantities[news.quantities["unit"] == "USD"].iloc[0]
    assert money["low"] == money["high"] == 2_500_000
    assert "Dalia Brandt" in set(news.entities["name"])


def test_offsets(news):
    """`text[start:end]` is the row's text in every table whose row is a stretch of text."""
    check_offsets(news)


def failures(news):
    """Messages of stages that failed on an article that was read."""
    return [message for message in news.problems["message"] if "could not be read (" in message]


def check_offsets(news):
    texts = news.articles.set_index("article_id")["text"]
    for name in SPANNED:
        for row in getattr(news, name).itertuples():
            assert texts[row.article_id][row.start : row.end] == row.text


def test_columns_come_along(news):
    """A column that newslab does not know is kept."""
    assert news.articles["desk"].tolist() == ["ports"]


def test_saved_and_loaded(news, tmp_path):
    """What is saved comes back equal."""
    news.save(tmp_path / "tables")
    for name, frame in newslab.load(tmp_path / "tables"):
        assert_frame_equal(frame, getattr(news, name))


def test_order_and_company_change_nothing():
    """An article gives the same rows alone, with others and in another order."""
    texts = [TEXT, "The court ruled on Friday.\n\n“No comment,” a spokesman said.", "Rain."]
    frame = pd.DataFrame({"article_id": ["a", "b", "c"], "text": texts, "date": "2024-03-14"})
    together = newslab.extract(frame, progress=False)
    turned = newslab.extract(frame[::-1], progress=False)
    alone = newslab.extract(frame[:1], progress=False)
    for name in ("sentences", "mentions", "quotes", "claims", "times", "quantities"):
        rows = getattr(together, name)
        again = getattr(turned, name).sort_values(["article_id", "start"], kind="stable").reset_index(drop=True)
        assert_frame_equal(rows.sort_values(["article_id", "start"], kind="stable").reset_index(drop=True), again)
        own = rows[rows["article_id"] == "a"].reset_index(drop=True)
        assert_frame_equal(own, getattr(alone, name))


@pytest.mark.parametrize("frame", [pd.DataFrame({"text": []}), pd.DataFrame({"text": ["", None]})])
def test_nothing_to_read(frame):
    """No article gives empty tables with their columns, and a problem for each article that was left out."""
    news = newslab.extract(frame, progress=False)
    assert len(news.articles) == 0
    assert len(news.problems) == len(frame)
    assert list(news.quotes.columns) == list(newslab.NewsTables().quotes.columns)


def test_a_failing_stage_costs_no_more_than_itself(monkeypatch):
    """When a stage fails on an article, its rows are missing, a problem says so, and the others are there."""

    def broken(*_):
        raise RuntimeError("no luck")

    monkeypatch.setattr(quotes, "find_attributions", broken)
    news = newslab.extract(pd.DataFrame({"text": [TEXT]}), progress=False)
    assert len(news.quotes) == 0 and len(news.mentions) > 0
    (problem,) = news.problems.itertuples()
    assert problem.stage == "attributions" and "no luck" in problem.message


def test_unsound_rows_are_refused(monkeypatch):
    """Rows that point outside the text are not let into the tables."""
    real = entities.find_mentions
    monkeypatch.setattr(
        entities, "find_mentions", lambda doc, tree: [*real(doc, tree), real(doc, tree)[0].__class__(
            start=0, end=10**6, head=0, label="ORG", kind="name", rule="x", confidence=1.0)])  # fmt: skip
    news = newslab.extract(pd.DataFrame({"text": [TEXT]}), progress=False)
    assert len(news.mentions) == 0
    assert "no stretch of the text" in news.problems["message"].iloc[0]


@given(st.lists(st.one_of(st.text(max_size=120), st.sampled_from([TEXT, "“", '"No," he said. ', "\n\n"])), max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text(parts):
    """Whatever the text, the tables are sound and no stage fails."""
    news = newslab.extract(pd.DataFrame({"text": [" ".join(parts)], "language": "en"}), progress=False)
    check_offsets(news)
    assert failures(news) == []


def test_links_between_articles():
    """A later article that gives another number is linked to the earlier one, in whatever order they come."""
    frame = pd.DataFrame(
        {
            "article_id": ["late", "early"],
            "text": ["The Harbour Board now owns 30 ships.", "The Harbour Board owns 12 ships."],
            "date": ["2024-03-15", "2024-03-14"],
        }
    )
    links = newslab.extract(frame, progress=False).links
    across = links[links["from_claim_id"].str.startswith("late:") & links["to_claim_id"].str.startswith("early:")]
    assert across["relation"].tolist() == ["disputes"]


def test_overruled():
    """The researcher's pairs are applied last, kept in `info`, and every entity can be explained."""
    frame = pd.DataFrame({"article_id": ["a", "b"], "text": [TEXT, TEXT], "date": ["2024-03-14", "2024-03-15"]})
    news = newslab.extract(frame, same=[("Dalia Brandt", "Tomas Okafor")], progress=False)
    assert news.info["same"] == [["Dalia Brandt", "Tomas Okafor"]]
    people = news.entities[news.entities["label"] == "PERSON"]
    assert len(people[people["name"].isin(["Dalia Brandt", "Tomas Okafor"])]) == 1
    assert "merged" in set(news.explain(people["entity_id"].iloc[0])["decision"])
    with pytest.raises(newslab.TableError, match="no entity"):
        news.explain("e0")
    with pytest.raises(newslab.TableError, match="put together or loaded"):
        newslab.NewsTables().explain("e0")


def test_sentences_of_a_paragraph():
    """Sentences come with the number of their paragraph; a blank line parts paragraphs."""
    doc = reader.load()("One is here. Two is here.\n\nThree is here.\n")
    assert [(p, doc.text[s:e]) for p, s, e in sentences(doc)] == [
        (0, "One is here."),
        (0, "Two is here."),
        (1, "Three is here."),
    ]


def test_a_record_stands_alone():
    """One parsed Doc gives one record, without any other article."""
    record = read_article(reader.load()(TEXT), "x", None, None)
    assert record.attributions and record.claims and not record.problems


def test_sample_corpus():
    """The sample corpus is read whole: articles, and a problem for each damaged file."""
    folder = Path(__file__).parent.parent / "corpus" / "articles"
    news = newslab.extract(newslab.read(folder), progress=False)
    assert len(news.articles) >= 15
    assert failures(news) == []
    assert news.articles["duplicate_of"].notna().any()
    assert news.quotes["speaker_name"].notna().mean() > 0.6
    check_offsets(news)
