import pandas as pd
import pytest

from newslab.explore import charts


def test_certainty_of_source_and_article(news):
    """Claims are counted by certainty as the source, or as the article sees them; undated ones are told."""
    by_source = charts.claims_over_time(news)
    assert {bar.name: sum(bar.y) for bar in by_source.data} == {
        "certain (CT+)": 2, "open (Uu, CTu)": 1, "certainly not (CT-)": 1,
    }  # fmt: skip
    assert "1 without a date not drawn" in by_source.layout.title.subtitle.text
    assert {bar.name: sum(bar.y) for bar in charts.claims_over_time(news, "article").data} == {"open (Uu, CTu)": 4}
    with pytest.raises(ValueError, match="not 'reader'"):
        charts.claims_over_time(news, "reader")


def test_contested_claims_name_both_sides(news):
    """A line has the source that asserts the claim and the one that disputes it; ambiguous links are hollow."""
    figure = charts.contested_claims(news)
    marks = {trace.name: (trace.text[0].strip(), list(trace.marker.symbol)) for trace in figure.data}
    assert marks == {
        "asserts": ("Dalia Brandt", ["circle"]),
        "disputes": ("The port authority", ["cross-open"]),
    }
    assert "cue: denied; inferred, confidence 0.50, ambiguous" in figure.data[1].hovertext[0]


def test_repeated_claims_are_one_line(news):
    """A claim and those that repeat it stand in one line, also when the repetition is repeated."""
    news.links = pd.concat([news.links] * 3, ignore_index=True).assign(
        from_claim_id=["fees:c4", "fees:c1", "denial:c1"], to_claim_id=["fees:c3", "fees:c2", "fees:c1"],
        relation=["denies", "repeats", "repeats"],
    )  # fmt: skip
    figure = charts.contested_claims(news)
    assert list(figure.layout.yaxis.categoryarray) == ["fees:c3", "fees:c2"]
    (repeats,) = [trace for trace in figure.data if trace.name == "repeats"]
    assert "fees:c1" in repeats.hovertext[0] and "denial:c1" in repeats.hovertext[0]
