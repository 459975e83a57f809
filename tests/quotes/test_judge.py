"""newslab.quotes.judge"""

from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc

from newslab.quotes import judge as room
from newslab.reader.syntax import Tree
from newslab.records import Attribution

CANDIDATE = Attribution(
    content=((12, 16),), quoted=(), kind="indirect", source=(0, 6), source_head=0, cue=((7, 11),), cue_head=1,
    cue_lemma="say", cue_class="report", addressee=None, medium=None, negated=False, parent=None, depth=0,
    rule="clause", confidence=0.5,
)  # fmt: skip


@pytest.fixture
def tree():
    words = ["Brandt", "said", "they", "lost"]
    return Tree.of(
        Doc(
            spacy.blank("en").vocab, words=words, tags=["NNP", "VBD", "PRP", "VBD"], lemmas=words,
            pos=["PROPN", "VERB", "PRON", "VERB"], heads=[1, 1, 3, 1], deps=["nsubj", "ROOT", "nsubj", "ccomp"],
        )
    )  # fmt: skip


def judged(tree, monkeypatch, weights, candidates):
    monkeypatch.setattr(room, "judge_weights", lambda: weights)
    return room.judge(tree, candidates)


def test_the_unlikely_are_left_out(tree, monkeypatch):
    """A candidate below the threshold is left out; the others carry their probability as confidence."""
    deny = replace(CANDIDATE, cue_lemma="deny")
    found = judged(tree, monkeypatch, {"bias": 2.0, "lemma=deny": -9.0}, [CANDIDATE, deny])
    assert [a.cue_lemma for a in found] == ["say"]
    assert found[0].confidence == pytest.approx(0.8808, abs=1e-4)


def test_the_orphan_moves_out(tree, monkeypatch):
    """What stood inside a candidate that is left out stands inside the next one that is kept."""
    middle = replace(CANDIDATE, cue_lemma="know", parent=0, depth=1)
    inner = replace(CANDIDATE, parent=1, depth=2)
    found = judged(tree, monkeypatch, {"bias": 2.0, "lemma=know": -9.0}, [CANDIDATE, middle, inner])
    assert [(a.parent, a.depth) for a in found] == [(None, 0), (0, 1)]


def test_weights_are_there():
    """The shipped weights name features that the module makes."""
    weights = room.judge_weights()
    assert {"bias", "rule=clause", "lemma=say"} <= set(weights)
