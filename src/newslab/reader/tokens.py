"""Text → tokens: spaCy's English tokenizer, in time linear in the text whatever it holds."""

from __future__ import annotations

import re

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

RUN = 500  # characters without white space; longer ones are addresses with data in them, or no language
_RUNS = re.compile(rf"\S{{{RUN}}}")


class PiecewiseTokenizer(Tokenizer):
    """spaCy's tokenizer, but what has no white space for more than `RUN` characters is tokenized in pieces.

    spaCy takes punctuation off one end at a time and searches the whole rest each time, so that its time grows with
    the square of a run's length.
    """

    @classmethod
    def of(cls, other: Tokenizer) -> PiecewiseTokenizer:
        """A tokenizer with the rules of another one."""
        return cls(
            other.vocab, other.rules, prefix_search=other.prefix_search, suffix_search=other.suffix_search,
            infix_finditer=other.infix_finditer, token_match=other.token_match, url_match=other.url_match,
            faster_heuristics=other.faster_heuristics,
        )  # fmt: skip

    def __call__(self, string: str) -> Doc:
        """The text's Doc."""
        cuts = [match.end() for match in _RUNS.finditer(string)]
        if not cuts:
            return super().__call__(string)
        pieces = [
            super(PiecewiseTokenizer, self).__call__(string[a:b])
            for a, b in zip([0, *cuts], [*cuts, len(string)], strict=True)
        ]
        tokens = [token for piece in pieces for token in piece]
        return Doc(self.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
