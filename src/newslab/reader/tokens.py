"""Text → tokens: spaCy's tokenizer with the treebanks' abbreviations and prefixes, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files

from spacy.symbols import ORTH
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
        """A tokenizer with the rules of another one and what `words.tsv` keeps together."""
        together = kept_together()
        rules = other.rules | {form: [{ORTH: form}] for form in together["abbreviation"]}
        return cls(
            other.vocab, rules, prefix_search=other.prefix_search, suffix_search=other.suffix_search,
            infix_finditer=_without_prefixes(other.infix_finditer, together["prefix"]), token_match=other.token_match,
            url_match=other.url_match, faster_heuristics=other.faster_heuristics,
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


def kept_together() -> dict[str, list[str]]:
    """The forms of `words.tsv` by kind: `abbreviation`, `prefix`, `particle`."""
    found: dict[str, list[str]] = {"abbreviation": [], "prefix": [], "particle": []}
    for line in files(__package__).joinpath("words.tsv").read_text("utf8").splitlines():
        kind, _, forms = line.partition("\t")
        if kind in found:
            found[kind] += forms.split()
    return found


def _without_prefixes(
    finditer: Callable[[str], Iterator[re.Match[str]]], prefixes: list[str]
) -> Callable[[str], list[re.Match[str]]]:
    """The places where a word is cut, but for the hyphen behind a prefix at its beginning."""
    prefix = re.compile(rf"(?i:{'|'.join(prefixes)})-(?=[a-z])")

    def cuts(string: str) -> list[re.Match[str]]:
        found = list(finditer(string))
        kept = prefix.match(string) if found else None
        return found if kept is None else [match for match in found if match.start() != kept.end() - 1]

    return cuts
