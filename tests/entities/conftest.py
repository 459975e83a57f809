"""Docs built by hand from a compact notation, so that the grammar's tests need no trained pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc, Span

from newslab.reader.syntax import Tree

Build = Callable[..., Doc]


@pytest.fixture(scope="session")
def build() -> Build:
    """A function: rows of "word tag dep head lemma?" (head 1-based in its sentence, 0 the root) → Doc.

    A blank line ends a sentence, `¶` is a paragraph break. `ents` maps a name as written to its label.
    """
    vocab = spacy.blank("en").vocab

    def make(table: str, ents: dict[str, str] | None = None) -> Doc:
        words, tags, deps, heads, lemmas, pos = [], [], [], [], [], []
        for block in table.strip().split("\n\n"):
            offset = len(words)
            for row in block.strip().splitlines():
                if row.strip() == "¶":
                    words.append("\n\n")
                    tags.append("_SP")
                    deps.append("dep")
                    heads.append(len(words) - 2)
                    lemmas.append("\n\n")
                    pos.append("SPACE")
                    offset += 1
                    continue
                word, tag, dep, head, *lemma = row.split()
                heads.append(len(words) if head == "0" else offset + int(head) - 1)
                words.append(word)
                tags.append(tag)
                deps.append("ROOT" if head == "0" else dep)
                lemmas.append(lemma[0] if lemma else word.lower())
                pos.append(UPOS.get(tag, tag))
        spaces = [
            word != "\n\n" and k + 1 < len(words) and words[k + 1] not in (",", ".", "'s", "\n\n", ")") and word != "("
            for k, word in enumerate(words)
        ]
        doc = Doc(vocab, words=words, spaces=spaces, tags=tags, pos=pos, deps=deps, heads=heads, lemmas=lemmas)
        spans = []
        for name, label in (ents or {}).items():
            size = len(name.split())
            for k in range(len(words) - size + 1):
                if words[k : k + size] == name.split() and not any(s.start <= k < s.end for s in spans):
                    spans.append(Span(doc, k, k + size, label=label))
        doc.set_ents(spans)
        return doc

    return make


UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "DT": "DET",
    "JJ": "ADJ", "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB", "VBG": "VERB", "VB": "VERB", "VBN": "VERB", "IN": "ADP",
    "POS": "PART", "CC": "CCONJ", "CD": "NUM", ".": "PUNCT", ",": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT",
    "RB": "ADV", "TO": "PART", "MD": "AUX", "``": "PUNCT", "''": "PUNCT", "WP": "PRON", "JJS": "ADJ", ":": "PUNCT",
    "UH": "INTJ",
}  # fmt: skip


@pytest.fixture(scope="session")
def read() -> Callable[[Doc], Tree]:
    return Tree.of
