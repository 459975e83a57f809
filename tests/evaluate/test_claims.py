"""Claims: which match, whether their source is right, and what of them differs."""

import pytest

from newslab.evaluate.claims import alike, match, score

from .fakes import claim, counts, found, reading, span

TEXT = "The port raised its fees, Brandt said. She added that nobody had paid them and nobody would. Ships left."
RAISED = claim(TEXT, "The port raised its fees", "c1", "raised", "q1")
PAID = claim(TEXT, "nobody had paid them", "c2", "had paid", "q2")
LEFT = claim(TEXT, "Ships left", "c3", "left")
SAID, ADDED = span(TEXT, "Brandt"), span(TEXT, "She")


def attribution(name: str, speaker, ids):
    canonical = {"canonical": "; ".join(ids)}
    gold = {"quote_id": name, "speaker": speaker, "speaker_ids": ids, "speaker_text": None, "speaker_entity": canonical}
    start, end = speaker or (None, None)
    return gold, {"quote_id": name, "speaker_start": start, "speaker_end": end, "speaker_ids": ids}


def row(*claims, attributions=()):
    return {"id": "a", "text": TEXT, "claims": list(claims), "mentions": [], "attributions": list(attributions)}


@pytest.mark.parametrize(
    ("part", "predicate", "same"),
    [
        ("The port raised its fees", "raised", True),
        ("raised its fees", "raised", True),
        ("its fees", "fees", False),
        ("The port raised its fees, Brandt said. She added", "said", True),
        ("Ships left", "left", False),
    ],
)
def test_half_of_both_in_common(part, predicate, same):
    """Claims match when half of their characters are common."""
    assert bool(match([RAISED], [found(claim(TEXT, part, "x", predicate), "x")], TEXT)) == same


def test_the_same_predicate_comes_first():
    """Of two claims with enough in common, the one with the gold predicate matches, even if it has less in common."""
    long = found(claim(TEXT, "nobody had paid them and nobody would", "x", "would"), "x", predicate="would")
    short = found(claim(TEXT, "had paid them", "y", "had paid"), "y")
    gold = claim(TEXT, "nobody had paid them and nobody", "c", "had paid")
    assert match([gold], [long, short], TEXT) in ({0: 1}, {0: 0})
    assert match([PAID], [long, short], TEXT) == {0: 1}


@pytest.mark.parametrize(
    ("gold", "own", "right"),
    [
        ((SAID, ["b"]), (SAID, ["b"]), 1),
        ((SAID, ["b"]), (ADDED, ["b"]), 1),
        ((SAID, []), (SAID, ["b"]), 1),
        ((SAID, ["b"]), (ADDED, ["o"]), 0),
        ((None, ["b"]), (None, ["b"]), 1),
        ((None, ["b"]), (None, ["o"]), 0),
        ((None, []), (None, []), 1),
        ((SAID, ["b"]), (None, []), 0),
        (None, None, 1),
        ((SAID, ["b"]), None, 0),
        (None, (SAID, ["b"]), 0),
    ],
)
def test_right_source(gold, own, right):
    """The source is right in the article's own voice, when the speakers overlap, or when they are one entity."""
    attributions = [attribution("q1", *gold)[0]] if gold else []
    quotes = [attribution("q1", *own)[1]] if own else []
    truth = RAISED | {"quote_id": "q1" if gold else None}
    guess = found(RAISED, "x", quote_id="q1" if own else None)
    made = counts(score([row(truth, attributions=attributions)], reading(claims={"a": [guess]}, quotes={"a": quotes})))
    assert made["found, right source"] == [(right, 1, 1)]


def test_values_and_parts():
    """Values are right when they are the same, parts also when half of their words are; what differs is listed."""
    gold = LEFT | {"subject": [0, 8, "The port"], "object": [0, 8, "the fees of May"]}
    guess = found(gold, "x", tense="present", source_factuality="CT-", subject="port", object="fees in May")
    scores = score(
        [row(gold, RAISED | {"quote_id": None})], reading(claims={"a": [guess, found(PAID, "y", quote_id=None)]})
    )
    made = counts(scores)
    assert made["found"] == [(1, 2, 2)] and made["recall of reported"] == [(0, 0)]
    assert made["tense, of those found"] == made["source_factuality, of those found"] == [(0, 1)]
    assert made["subject the same, of those found"] == [(1, 1)]
    assert made["object the same, of those found"] == [(0, 1)]
    assert made["object overlaps by half, of those found"] == [(1, 1)]
    errors = [(d.error, d.text) for d in scores.differences]
    assert errors == [("source_factuality", "Ships left"), ("tense", "Ships left"), ("object", "Ships left"),
                      ("missed", "The port raised its fees"), ("extra", "nobody had paid them")]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("the port", "The port", True), ("", "", True), ("port", "", False), ("old port of Selby", "port of Selby", True)],
)
def test_alike(a, b, same):
    """Half of the words of both, articles aside."""
    assert alike(a, b) == same
