"""The tables as plotly figures. Each function takes a `NewsTables` and returns a figure that needs no network.

`news.only(article_ids)` gives the tables of a story, an outlet or a month, which every chart takes. Hover names the
rows that a mark stands for.
"""

from newslab.explore.charts.claims import claims_over_time, contested_claims
from newslab.explore.charts.corpus import entities_by_label, outlets
from newslab.explore.charts.network import co_quotation
from newslab.explore.charts.places import countries, country_map
from newslab.explore.charts.stories import amounts, timeline
from newslab.explore.charts.voices import (
    cue_classes,
    quoted_versus_mentioned,
    voices,
    voices_by_outlet,
    voices_in_outlets,
    voices_over_time,
)

__all__ = [
    "amounts",
    "claims_over_time",
    "co_quotation",
    "contested_claims",
    "countries",
    "country_map",
    "cue_classes",
    "entities_by_label",
    "outlets",
    "quoted_versus_mentioned",
    "timeline",
    "voices",
    "voices_by_outlet",
    "voices_in_outlets",
    "voices_over_time",
]
