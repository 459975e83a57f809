from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newslab.tables.soundness import TABLES, fault

STAGES = [*TABLES, "descriptions", "quantity_claims"]


def test_the_worked_example_is_sound(record):
    """Sound records have no fault in any list."""
    assert [fault(record, stage) for stage in STAGES] == [None] * len(STAGES)


FAULTS = [
    ("mentions", {"end": 10_000}, "the offsets 0 to 10000 are no stretch of the text"),
    ("mentions", {"end": 0}, "the offsets 0 to 0 are no stretch of the text"),
    ("mentions", {"label": "MISC"}, "'MISC' is no label"),
    ("mentions", {"kind": None}, "kind is missing"),
    ("mentions", {"confidence": 1.2}, "the confidence 1.2 is out of range"),
    ("mentions", {"confidence": float("nan")}, "the confidence nan is out of range"),
    ("mentions", {"rule": ""}, "rule is an empty string"),
    ("attributions", {"content": ()}, "an attribution has no content"),
    ("attributions", {"quoted": ((0, 5),)}, "quotation marks stand outside the content"),
    ("attributions", {"cue": ((5, 900),)}, "the offsets 5 to 900 are no stretch of the text"),
    ("attributions", {"source": (-1, 4)}, "the offsets -1 to 4 are no stretch of the text"),
    ("attributions", {"parent": 7}, "it refers to number 7 of 4"),
    ("attributions", {"parent": 1}, "an attribution stands inside itself"),
    ("attributions", {"cue_class": "shout"}, "'shout' is no cue_class"),
    ("attributions", {"negated": None}, "negated is missing"),
    ("speakers", {"type": "alien"}, "'alien' is no speaker_type"),
    ("speakers", {"count": -1}, "the speaker_count -1 is out of range"),
    ("claims", {"attribution": -1}, "it refers to number -1 of 4"),
    ("claims", {"time": 1}, "it refers to number 1 of 1"),
    ("claims", {"arguments": (("to", (3, 2)),)}, "the offsets 3 to 2 are no stretch of the text"),
    ("claims", {"evidence": ((0, 1), (0, 900))}, "the offsets 0 to 900 are no stretch of the text"),
    ("claims", {"factuality": 4.0}, "the factuality 4.0 is out of range"),
    ("claims", {"tense": "aorist"}, "'aorist' is no tense"),
    ("links", {"target": 4}, "it refers to number 4 of 4"),
    ("links", {"candidates": (1, 9)}, "it refers to number 9 of 4"),
    ("links", {"cue": (0, 900)}, "the offsets 0 to 900 are no stretch of the text"),
    ("times", {"latest": datetime(1999, 1, 1, tzinfo=UTC)}, "the latest is below the earliest"),
    ("times", {"latest": datetime(2025, 1, 1)}, "the earliest and the latest cannot be compared"),
    ("times", {"type": "EPOCH"}, "'EPOCH' is no type"),
    ("quantities", {"high": 1.0}, "the high is below the low"),
    ("quantities", {"unit": ""}, "unit is an empty string"),
]


@pytest.mark.parametrize(("stage", "change", "words"), FAULTS, ids=[f"{s}: {w}"[:60] for s, _, w in FAULTS])
def test_faults(record, stage, change, words):
    """A list with one wrong item has a fault, in words; the other lists do not suffer for it."""
    items = getattr(record, stage)
    items[0] = replace(items[0], **change)
    assert fault(record, stage) == words


def test_amount_of_no_claim(record):
    """An amount cannot belong to a claim which is not there."""
    record.quantity_claims = [None, 4]
    assert fault(record, "quantity_claims") == "it refers to number 4 of 4"


def test_descriptions(record):
    """Descriptions are texts, and not empty ones."""
    record.descriptions = {0: ("commissioner",)}
    assert fault(record, "descriptions") is None
    record.descriptions = {0: ("",)}
    assert fault(record, "descriptions") == "a description is no text"


def test_deep_nesting_is_no_trap(record):
    """Ten thousand attributions inside one another are looked at in one pass."""
    one = record.attributions[0]
    record.attributions = [replace(one, parent=i - 1 if i else None) for i in range(10_000)]
    assert fault(record, "attributions") is None
