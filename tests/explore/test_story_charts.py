import re

import pandas as pd
import pytest

from newslab.explore import charts


@pytest.mark.parametrize(
    ("picked", "drawn"),
    [
        ({}, True),
        ({"unit": "%"}, True),
        ({"unit": "people"}, False),
        ({"words": "raised fees"}, True),
        ({"words": "RAISED"}, True),
        ({"words": "dead|killed"}, False),
        ({"entity": "Dalia Brandt"}, False),
    ],
)
def test_amounts_are_picked(picked, drawn, news):
    """Amounts are picked by unit, by words of their sentence and by what their claim is about."""
    figure = charts.amounts(news, **picked)
    assert bool(figure.data) == drawn


def test_amounts_tell_bounds_and_source(news):
    """A mark stands between its bounds, and its colour is the source of its claim."""
    news.claims.at[3, "about_ids"] = ["e2"]
    _, trace = charts.amounts(news, entity="Dalia Brandt").data  # the key to the colour, the marks
    assert (trace.y[0], trace.error_y.array[0], trace.error_y.arrayminus[0]) == (12, 1, 1)
    assert trace.name == "The port authority" and trace.marker.symbol[0] == "diamond"
    news.quantities["claim_id"] = None
    assert charts.amounts(news).data[0].name == "in no claim"


def test_amounts_of_one_dimension(news):
    """Without a unit, only the commonest dimension is drawn: people and dollars have no common axis."""
    other = news.quantities.assign(quantity_id="fees:n2", dimension="money", unit="USD", low=5e6, high=5e6)
    again = news.quantities.assign(quantity_id="fees:n3")
    news.quantities = pd.concat([other, news.quantities, again], ignore_index=True)
    _, trace = charts.amounts(news, "fees").data
    assert list(trace.y) == [12, 12]


def test_bad_pattern(news):
    """Words that are no regular expression raise `re.error`."""
    with pytest.raises(re.error):
        charts.amounts(news, "(")


def test_timeline_tells_the_day(news):
    """A day has the words of its dated claim and the articles that tell of it, here from after it."""
    figure = charts.timeline(news)
    assert [(bar.name, list(bar.y), list(bar.x)) for bar in figure.data] == [("after it", ["2024-03-11"], [1])]
    assert figure.layout.yaxis.ticktext[0] == "Mon 11 Mar 2024"
    assert figure.layout.annotations[0].text.endswith("demanded lower berth fees")


def test_months_are_no_days(news):
    """An expression of more than a day is not in the timeline."""
    news.times["earliest"] = news.times["latest"] - (news.times["latest"] - news.times["earliest"]) * 30
    assert not charts.timeline(news).data
