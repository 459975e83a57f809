import re

import pytest

import newslab
from newslab.explore import charts
from newslab.tables import NewsTables

CHARTS = [getattr(charts, name) for name in charts.__all__]
ROW = r"(fees|denial)(:[a-z]\d+)?\b|\be[123]\b"  # ids of the example's rows


@pytest.fixture
def placed(news):
    """The example with a country for every entity and a date for every article, so that all charts have marks."""
    news.entities["country"] = ["GBR", "MOZ", "MLT"]
    news.articles["published"] = news.articles["published"].max()
    return news


def hovers(figure):
    """The hover texts of a figure's marks; those of lines and areas are skipped."""
    for trace in figure.data:
        texts = trace.hovertext
        if texts is not None:
            yield from (text for line in texts for text in ([line] if isinstance(line, str) else line) if text)


def test_all_are_reachable():
    """Every chart is `newslab.charts.NAME`."""
    assert newslab.charts is charts and len(CHARTS) >= 15


@pytest.mark.parametrize("chart", CHARTS)
def test_empty_state(chart):
    """Without rows a chart says so in words."""
    figure = chart(NewsTables())
    assert not figure.data and "articles" in figure.layout.annotations[0].text


@pytest.mark.parametrize("chart", CHARTS)
def test_hover_leads_to_rows(chart, placed):
    """Every mark has a hover text that names the rows it stands for."""
    texts = list(hovers(chart(placed)))
    assert texts and all(re.search(ROW, text) for text in texts)


@pytest.mark.parametrize("chart", CHARTS)
def test_texts_are_inert(chart, placed):
    """Markup in names and titles is escaped before plotly, which reads some, sees it."""
    evil = '<a href="javascript:alert(1)">x</a>'
    placed.entities["name"] = evil
    for column in ("outlet", "title", "byline"):
        placed.articles[column] = evil
    placed.quotes[["speaker_name", "speaker", "cue", "text"]] = evil
    placed.claims[["source_name", "text"]] = evil
    placed.quantities["unit"] = evil
    placed.sentences["text"] = evil
    assert "<a href" not in str(chart(placed).to_plotly_json())


@pytest.mark.parametrize("chart", CHARTS)
def test_any_articles_alone(chart, news):
    """A chart of one article's tables is drawn or says why not."""
    for article_id in news.articles["article_id"]:
        figure = chart(news.only([article_id]))
        assert figure.data or figure.layout.annotations


def test_outlets_set_copies_apart(news):
    """Near-duplicates are a part of their outlet's bar."""
    news.articles.loc[1, "duplicate_of"] = "fees"
    assert {bar.name: list(bar.y) for bar in charts.outlets(news).data} == {
        "own text": ["HarbourWire"], "near-duplicate": ["The Quay"],
    }  # fmt: skip


def test_entities_of_one_name_stay_apart(news):
    """Two entities of the same name are two bars."""
    news.entities["name"] = "Brandt"
    assert sum(len(bar.y) for bar in charts.entities_by_label(news).data) == 3
