"""What the other layers count: labels of names, units of amounts, days of times, MEANTIME's rows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from newslab.evaluate import quantities, times
from newslab.evaluate.meantime import gold_events, gold_times, raw_text
from newslab.evaluate.names import scheme
from newslab.evaluate.quantities import unit


@pytest.mark.parametrize(
    ("labels", "gold", "own"),
    [
        (["PER", "LOC", "OTH"], {"LOC": "PLACE", "PER": "PERSON"}, {"GPE": "PLACE", "FAC": "PLACE", "NORP": None}),
        (["PERSON", "GPE", "MISC"], {"PERSON": "PERSON"}, {"GPE": "GPE", "WORK": None, "ORG": None}),
        (["PERSON", "GPE", "ORG"], {"GPE": "GPE"}, {"GPE": "GPE", "WORK": "WORK", "LOC": "LOC"}),
        (["person", "place", "abstract"], {"place": "PLACE", "abstract": None}, {"LOC": "PLACE", "ORG": None}),
        (["corporation", "group"], {"corporation": "ORG", "group": "ORG"}, {"ORG": "ORG", "PERSON": None}),
    ],
)  # fmt: skip
def test_labels_are_compared_in_the_gold_s_classes(labels, gold, own):
    """Places are one class where gold does not part them, and what gold does not annotate is left out."""
    theirs, ours = scheme(labels)
    assert {label: theirs.get(label) for label in gold} == gold
    assert {label: ours.get(label) for label in own} == own


@pytest.mark.parametrize(
    ("a", "b"),
    [("percent", "%"), ("mile per hour", "mph"), ("kilometre", "km"), ("person", "people"), ("USD", "usd"), (None, "")],
)
def test_units_by_other_names(a, b):
    """A unit is the same by its symbol and its name, in singular and plural."""
    assert unit(a) == unit(b)


def reading(**tables):
    return SimpleNamespace(rows=lambda table, row: tables.get(table, []))


AMOUNT = {
    "start": 0,
    "end": 10,
    "low": 66.67,
    "high": 66.67,
    "unit": "percent",
    "dimension": "percent",
    "modifier": "exact",
}


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, (1, 1)),
        ({"low": 2 / 3, "high": 2 / 3, "unit": "majority", "dimension": "fraction"}, (1, 1)),
        ({"low": None}, (0, 1)),
        ({"unit": "vote"}, (0, 1)),
        ({"start": 10, "end": 12}, (0, 1)),
    ],
)  # fmt: skip
def test_bounds_and_unit(change, right):
    """An amount is right when both bounds and the unit are."""
    gold = [{"id": "a", "text": "two-thirds", "amounts": [AMOUNT]}]
    measures, _ = quantities.score(gold, reading(quantities=[AMOUNT | change]))
    counts = {m.name: m.counts[0] for m in measures}
    assert counts["bounds and unit right, of gold amounts"] == right


def test_start_dates_and_ignored_stretches():
    """The start date is right when the first day is; what is ignored counts on neither side."""
    gold = [{"id": "a", "text": "On Monday and Tuesday", "ignored": [[14, 21]], "times": [
        {"start": 3, "end": 9, "value": "2024-03-11", "type": "DATE"},
        {"start": 14, "end": 21, "value": "2024-03-12", "type": "DATE"}]}]  # fmt: skip
    monday = pd.Timestamp("2024-03-11", tz="UTC")
    found = [{"start": 0, "end": 9, "timex": "2024-W11", "type": "DATE", "earliest": monday},
             {"start": 14, "end": 21, "timex": "2024", "type": "DATE", "earliest": None}]  # fmt: skip
    measures, differences = times.score(gold, reading(times=found))
    counts = {m.name: m.counts[0] for m in measures}
    assert counts["expression found, overlap"] == (1, 1, 1) and counts["expression found, same span"] == (0, 1, 1)
    assert counts["start date right, of gold dates"] == (1, 1)
    assert counts["value the same, of those found"] == (0, 1)
    assert [(d.error, d.text) for d in differences] == [("value", "Monday")]


def test_meantime():
    """Tokenised text is made raw again, and offsets go with it."""
    text = "`` Go , '' she said .\nToday ."
    tokens, at = [], 0
    for number, line in enumerate(text.split("\n")):
        for word in line.split(" "):
            tokens.append([at, at + len(word), number])
            at += len(word) + 1
    raw, place = raw_text(text, tokens)
    assert raw == "“Go,” she said.\n\nToday." and raw[place(11) : place(14)] == "she"
    today = {"kind": "TIMEX3", "start": 22, "end": 27, "sent": 1, "type": "DATE", "value": "2024-03-14",
             "functionInDocument": "NONE", "text": "Today"}  # fmt: skip
    said = {"kind": "EVENT_MENTION", "m_id": "1", "start": 15, "end": 19, "sent": 0, "text": "said"}
    row = {"name": "n", "text": text, "tokens": tokens, "markables": [today, said],
           "relations": [{"kind": "SLINK", "source": ["1"], "target": ["2"]}]}  # fmt: skip
    made = gold_times(row)
    assert made["date"] == "2024-03-14" and raw[made["times"][0]["start"] : made["times"][0]["end"]] == "Today"
    events = gold_events(row)
    assert raw[events["events"][0]["start"] : events["events"][0]["end"]] == "said" and events["links"] == [("1", "2")]
