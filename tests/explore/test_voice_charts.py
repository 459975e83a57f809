import pandas as pd
import pytest

from newslab.explore import charts
from newslab.explore.charts.figures import periods
from newslab.explore.charts.network import layout


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
    assert charts.voices(news).layout.annotations[0].text.startswith("None of 5 quotes has a known speaker")


def test_voices_by_outlet_count_every_quote(news):
    """An outlet's bar holds all its quotes, also those whose sort of speaker is not told."""
    news.quotes["speaker_type"] = news.quotes["speaker_type"].where(news.quotes["kind"] == "direct")
    figure = charts.voices_by_outlet(news)
    assert {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in figure.data} == {
        "person": {"HarbourWire": 1}, "not told": {"HarbourWire": 3, "The Quay": 1},
    }  # fmt: skip
    assert figure.layout.yaxis.ticktext[0] == "HarbourWire (4)"


def test_voices_in_outlets_is_a_grid(news):
    """A cell counts a speaker's quotes in an outlet; there is none where there are no quotes."""
    (cells,) = charts.voices_in_outlets(news).data
    assert list(cells.y) == ["Dalia Brandt", "HarbourWire", "the port authority"]
    assert [list(line) for line in cells.z] == [[2, None], [1, None], [None, 1]]
    with pytest.raises(ValueError, match="not 'desk'"):
        charts.voices_in_outlets(news, by="desk")


def test_undated_voices_are_not_drawn(news):
    """The grid over time has the quotes of dated articles only."""
    (cells,) = charts.voices_over_time(news).data
    assert list(cells.x) == ["14 Mar 2024"] and "the port authority" not in cells.y


@pytest.mark.parametrize(
    ("first", "last", "count", "unit"),
    [
        ("2024-03-01T23:00Z", "2024-03-04T01:00Z", 4, "day"),
        ("2024-01-08T12:00Z", "2024-03-28T12:00Z", 12, "week from Monday"),
        ("2022-12-31T12:00Z", "2024-01-01T12:00Z", 14, "month"),
    ],
)
def test_periods_leave_no_gap(first, last, count, unit):
    """Days, weeks or months between the first and the last are all there, those without rows too."""
    labels, every, name = periods(pd.Series(pd.to_datetime([first, last, None])))
    assert (len(every), name) == (count, unit)
    assert list(labels[:2]) == [every[0], every[-1]] and pd.isna(labels[2])


def test_silent_ones_are_marked(news):
    """Who is mentioned and never quoted has a mark of their own at zero."""
    news.quotes.loc[news.quotes["speaker_name"] == "Dalia Brandt", "speaker_ids"] = pd.Series([[], []], [1, 2])
    marks = {trace.name: (list(trace.y), list(trace.x)) for trace in charts.quoted_versus_mentioned(news).data}
    assert marks == {"mentioned": (["e2"], [1]), "never quoted": (["e2"], [0])}
    assert {trace.name for trace in charts.quoted_versus_mentioned(news, label="ORG").data} == {"mentioned", "quoted"}


def test_cues_by_class(news):
    """A speaker's bar is split by what the cue says they did."""
    parts = {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in charts.cue_classes(news).data}
    assert parts["demand"] == {"Dalia Brandt": 1} and parts["report"]["Dalia Brandt"] == 1


def test_co_quotation_joins_speakers_of_an_article(news):
    """There is a line between speakers of one article, and none between speakers of different ones."""
    figure = charts.co_quotation(news)
    (lines,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert lines.name == "1 article" and len(lines.x) == 3
    (middle,) = [trace for trace in figure.data if trace.mode == "markers"]
    assert "Lower fees demanded" in middle.hovertext[0]


def test_layout_is_the_same_every_time():
    """Positions lie between 0 and 1, do not coincide and do not change from run to run."""
    nodes = [str(k) for k in range(8)]
    weights = {(a, b): 2 for a in nodes[:4] for b in nodes[:4] if a < b}
    at = layout(nodes, weights)
    assert at == layout(nodes, weights) and len(set(at)) == 8
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in at)
    assert layout(["alone"], {}) == [(0.0, 0.0)]
