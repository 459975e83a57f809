import math

import pytest

from newslab.explore import charts
from newslab.explore.charts.places import country_name, outlines, project


@pytest.fixture
def placed(news):
    news.entities["country"] = ["GBR", "MOZ", "MLT"]
    return news


def test_countries_count_mentions_and_quotes(placed):
    """A country has its entities' mentions and their quotes, under its English name."""
    figure = charts.countries(placed)
    counts = {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in figure.data}
    assert counts == {"mentions": {"MOZ": 2, "GBR": 1, "MLT": 1}, "quotes": {"MOZ": 2, "GBR": 1, "MLT": 1}}
    assert list(figure.layout.yaxis.ticktext) == ["Mozambique", "United Kingdom", "Malta"]


def test_map_needs_no_network(placed):
    """The map is drawn as lines and marks of its own: no trace needs one of plotly's base maps."""
    figure = charts.country_map(placed)
    assert {trace.type for trace in figure.data} == {"scatter"}
    (marks,) = [trace for trace in figure.data if trace.name == "quotes"]
    assert len(marks.x) == 3  # Malta, which is too small for an outline, has a mark


def test_unknown_countries_are_no_error(placed):
    """A code that the outlines lack keeps its place in the bars."""
    placed.entities["country"] = "QQQ"
    assert list(charts.countries(placed).layout.yaxis.ticktext) == ["QQQ"]
    charts.country_map(placed)


def test_outlines_are_sound():
    """Codes are ISO's, every country has a name and a place, and rings are closed and on the globe."""
    assert len(outlines()) > 230
    for code, country in outlines().items():
        assert len(code) == 3 and country.name and (country.rings or country.point)
        for ring in country.rings:
            assert ring[0] == ring[-1] and all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)
    assert country_name("FRA") == "France"


@pytest.mark.parametrize(
    ("degrees", "plane"), [((0, 0), (0, 0)), ((180, 0), (2.7066, 0)), ((0, 90), (0, 1.3173)), ((-180, 0), (-2.7066, 0))]
)
def test_projection(degrees, plane):
    """The projection is Equal Earth: its width and height are those of its authors."""
    assert all(math.isclose(a, b, abs_tol=1e-3) for a, b in zip(project(*degrees), plane, strict=True))
