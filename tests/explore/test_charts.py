import pytest

from newslab.explore import charts
from newslab.tables import NewsTables

CHARTS = [charts.voices, charts.outlets, charts.entities_by_label]


@pytest.mark.parametrize("chart", CHARTS)
def test_empty_state(chart):
    """Without rows a chart says so in words."""
    figure = chart(NewsTables())
    assert not figure.data and "articles" in figure.layout.annotations[0].text


@pytest.mark.parametrize("chart", CHARTS)
def test_hover_leads_to_rows(chart, news):
    """Every bar has a hover text, and it names the rows that it counts."""
    ids = [*news.quotes["quote_id"], *news.articles["article_id"], *news.entities["entity_id"]]
    for bar in chart(news).data:
        assert len(bar.hovertext) == len(bar.x)
        assert all(any(row in text for row in ids) for text in bar.hovertext)


@pytest.mark.parametrize("chart", CHARTS)
def test_texts_are_inert(chart, news):
    """Markup in names and titles is escaped before plotly, which reads some, sees it."""
    for table, column in [
        ("entities", "name"),
        ("quotes", "speaker_name"),
        ("articles", "outlet"),
        ("articles", "title"),
    ]:
        getattr(news, table)[column] = '<a href="javascript:alert(1)">x</a>'
    assert "<a href" not in str(chart(news).to_plotly_json())


def test_voices_counts(news):
    """Speakers come most quoted first, split by kind; unresolved ones are told in the subtitle and not drawn."""
    figure = charts.voices(news)
    assert list(figure.layout.yaxis.categoryarray) == ["Dalia Brandt", "HarbourWire", "the port authority"]
    assert {bar.name: sum(bar.x) for bar in figure.data} == {"direct": 1, "indirect": 3}
    assert figure.layout.title.subtitle.text.startswith("80% of 5 quotes have a known speaker")
    assert list(charts.voices(news, top=1).layout.yaxis.categoryarray) == ["Dalia Brandt"]


def test_no_known_voice(news):
    """Where no speaker is known, the chart says so."""
    news.quotes["speaker_name"] = None
    assert charts.voices(news).layout.annotations[0].text == "None of 5 quotes has a known speaker."


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
