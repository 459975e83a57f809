"""newslab.reader.cutting"""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.reader.cutting import MOST, cut, words_and_gaps
from newslab.reader.encoder import LONGEST, Encoder


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def tokens(text):
    doc = spacy.blank("en").make_doc(text)
    return [t.text for t in doc], [bool(t.whitespace_) for t in doc]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("One two.", [3, 1, 0]),
        ("One\ntwo\n\nthree", [3, 2, 3]),
        ("One\r\ntwo", [3, 2]),
        ("  One  two", [3, 1]),
        ("\n\n", []),
    ],
)
def test_gaps(text, gaps):
    """What stands before a word is told apart: nothing, a space, a line break, a blank line; white space is no word."""
    assert words_and_gaps(*tokens(text))[1] == gaps


@given(st.lists(st.sampled_from(["Word", "word", ".", "\n\n", "\n", "antidisestablishmentarianism" * 3]), max_size=600))
@settings(max_examples=40, deadline=None)
def test_windows_hold_every_word_once(encoder, parts):
    """The windows, one after another, are the words; each fits the encoder."""
    texts, spaced = tokens(" ".join(parts))
    indices, gaps = words_and_gaps(texts, spaced)
    words = [texts[i] for i in indices]
    windows = list(cut(words, gaps, encoder))
    assert [word for window in windows for word in window.words] == words
    for window in windows:
        assert 0 < len(window.words) == len(window.gaps) <= MOST
        assert sum(len(encoder.pieces(word)) for word in window.words) <= LONGEST


def test_a_window_ends_with_a_paragraph_where_one_ends(encoder):
    """Of the breaks within reach a blank line is preferred to the end of a sentence."""
    words = ["A", *["word"] * 98, ".", "Next", *["word"] * 9, ".", "Then", *["word"] * 50]
    gaps = [3] + [1] * (len(words) - 1)
    gaps[100] = 3
    assert len(next(cut(words, gaps, encoder)).words) == 100
