"""training/renaming.py"""

import random

from training.renaming import Renaming

SENTENCES = [
    {
        "words": [
            "Ada",
            "Moyo",
            "of",
            "the",
            "Bank",
            "of",
            "Selby",
            "met",
            "Ivo",
            "Lund",
            "in",
            "Selby",
            ";",
            "Moyo",
            "left",
            "the",
            "bank",
        ],
        "tags": [
            "NNP",
            "NNP",
            "IN",
            "DT",
            "NNP",
            "IN",
            "NNP",
            "VBD",
            "NNP",
            "NNP",
            "IN",
            "NNP",
            ":",
            "NNP",
            "VBD",
            "DT",
            "NN",
        ],
        "names": [[0, 2, "PERSON"], [4, 7, "ORG"], [8, 10, "PERSON"], [11, 12, "GPE"], [13, 14, "PERSON"]],
    },
    *[{"words": ["a", "bank"], "tags": ["DT", "NN"]}] * 9,
]


def test_words_stay_as_many_and_names_alike():
    """Other names have as many words, return alike in the window, and leave what says what a body is."""
    renaming, chance = Renaming(SENTENCES), random.Random(1)
    changed = 0
    for _ in range(50):
        (after, *_) = renaming(SENTENCES[:1], chance, 1.0)
        words = after["words"]
        assert len(words) == len(SENTENCES[0]["words"])
        assert words[1] == words[13] and words[4] == "Bank" and words[2:4] == ["of", "the"]
        assert after["names"] == SENTENCES[0]["names"]
        changed += words[1] != "Moyo"
    assert changed > 25


def test_a_window_may_keep_its_names():
    """With a share of nothing no name changes, and the given sentences are never altered."""
    renaming = Renaming(SENTENCES)
    assert renaming(SENTENCES, random.Random(1), 0.0) is SENTENCES
    renaming(SENTENCES, random.Random(1), 1.0)
    assert SENTENCES[0]["words"][:2] == ["Ada", "Moyo"]
