"""Trees by hand: a word is written `form/TAG/head/label`, with heads counted from 1 and 0 for the root."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from newslab.reader.syntax import Tree

Parse = Callable[[str], tuple[Doc, Tree]]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """From the notation above to a Doc and its tree; a form that ends in _ has no space after it."""
    vocab = spacy.blank("en").vocab
    irregular = {
        "has": "have",
        "is": "be",
        "said": "say",
        "men": "man",
        "people": "people",
        "plans": "plan",
        "wanted": "want",
        "scheduled": "schedule",
    }

    def build(written: str) -> tuple[Doc, Tree]:
        words, tags, heads, labels, spaces = [], [], [], [], []
        for i, piece in enumerate(written.split()):
            form, tag, head, label = piece.rsplit("/", 3)
            words.append(form.rstrip("_"))
            spaces.append(not form.endswith("_"))
            tags.append(tag)
            heads.append(int(head) - 1 if int(head) else i)
            labels.append("ROOT" if head == "0" else label)
        lemmas = [irregular.get(w) or (w[:-1] if t == "NNS" else w) for w, t in zip(words, tags, strict=True)]
        doc = Doc(vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=labels, lemmas=lemmas)
        return doc, Tree.of(doc)

    return build
