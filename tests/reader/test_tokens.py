"""newslab.reader.tokens"""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.reader.tokens import RUN, PiecewiseTokenizer

PLAIN = spacy.blank("en").tokenizer
PIECEWISE = PiecewiseTokenizer.of(PLAIN)


def parts(doc):
    return [(token.text, token.whitespace_) for token in doc]


@given(st.text(alphabet="a.,\"'“”()-1 \n\u200d…", max_size=60))
@settings(deadline=None)
def test_ordinary_words_are_spacys(text):
    """Without a very long run, the tokens are those of spaCy's tokenizer."""
    assert parts(PIECEWISE(text)) == parts(PLAIN(text))


@pytest.mark.parametrize(
    "text",
    [
        "a" * RUN,
        "“" * (3 * RUN) + " yes.\n",
        'He said: "' + "No." * RUN + '" \n ' + "-" * RUN + " ",
        "don't " + "x!" * RUN,
    ],
)
def test_long_runs_keep_their_text(text):
    """A run that is tokenized in pieces loses no character, and what stands around it is tokenized as usual."""
    doc = PIECEWISE(text)
    assert doc.text == text
    assert max(map(len, parts(doc))) <= RUN
    assert not text.startswith("don't") or [token.text for token in doc[:2]] == ["do", "n't"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brig. Gen. Ada Moyo left.", ["Brig.", "Gen.", "Ada", "Moyo", "left", "."]),
        ("Sgt. Lund and Det. Insp. Roy", ["Sgt.", "Lund", "and", "Det.", "Insp.", "Roy"]),
        ("They were re-exported.", ["They", "were", "re-exported", "."]),
        ("Non-binding, multi-year", ["Non-binding", ",", "multi-year"]),
        ("non-government-owned", ["non-government", "-", "owned"]),
        ("anti-Moyo, ex-mayor", ["anti", "-", "Moyo", ",", "ex", "-", "mayor"]),
    ],
)
def test_ranks_and_prefixes_stay_whole(text, expected):
    """A rank keeps its full stop and a prefix its word; a prefix before a name, and ex-, are words of their own."""
    assert [token.text for token in PIECEWISE(text)] == expected


def test_punctuation_without_end_is_linear():
    """Two hundred thousand quotation marks in a row become as many tokens, in seconds where spaCy takes hours."""
    assert len(PIECEWISE('"' * 200_000)) == 200_000
