"""Speech told by the layout: turns, Q. and A., headlines, signed quotations."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from newslab.quotes.dialogue import layout_attributions
from newslab.quotes.marks import find_quotations
from newslab.reader.syntax import Tree

NLP = spacy.blank("en")


def found(text: str, title: str | None = None) -> list[tuple[str | None, list[str], str]]:
    plain = NLP(text)
    tags = ["NNP" if token.text[:1].isupper() else "_SP" if token.is_space else "NN" for token in plain]
    pos = ["PROPN" if tag == "NNP" else "SPACE" if tag == "_SP" else "NOUN" for tag in tags]
    n = len(plain)
    doc = Doc(
        NLP.vocab,
        words=[token.text for token in plain],
        spaces=[bool(token.whitespace_) for token in plain],
        tags=tags,
        pos=pos,
        heads=[max(i - 1, 0) for i in range(n)],
        deps=["ROOT", *["dep"] * (n - 1)],
    )
    drafts = layout_attributions(Tree.of(doc), find_quotations(text), title)
    return [
        (text[slice(*d.source)] if d.source else None, [text[slice(*c)] for c in d.content], d.rule) for d in drafts
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Venn: Who broke it?\n\nBrandt: Not me.\n\nVenn: Who then?",
            [("Venn", ["Who broke it?"], "turn"), ("Brandt", ["Not me."], "turn"), ("Venn", ["Who then?"], "turn")],
        ),
        (
            "Q. Who broke it?\n\nA. Not me.\n\nQ. Who then?",
            [("Q", ["Who broke it?"], "turn"), ("A", ["Not me."], "turn"), ("Q", ["Who then?"], "turn")],
        ),
        ("“The crane was never safe to use.” – Orla Venn, docker", [("Orla Venn", None, "signed")]),
        ("Minister: no deal with the union", [("Minister", ["no deal with the union"], "headline")]),
        (
            "((Tarn Post)) Who broke it?\n\nOrla Venn I did.\n\n((TP)) Why?\n\n"
            "OV Who knows.\n\nMore soon.\n\n((TP)) Really?",
            [
                ("Tarn Post", ["Who broke it?"], "turn"),
                ("Orla Venn", ["I did."], "turn"),
                ("TP", ["Why?"], "turn"),
                ("OV", ["Who knows.", "More soon."], "turn"),
                ("TP", ["Really?"], "turn"),
            ],
        ),
        ("TARN: The crane fell on Monday and nobody was hurt.", []),
        ("Photo: The crane in Tarn last week after it was moved", []),
    ],
)
def test_layout(text: str, expected: list[tuple[str, list[str] | None, str]]) -> None:
    """Names before a colon speak when they take turns or head an article; labels do not; a dash signs a quotation."""
    rows = found(text)
    assert [(source, rule) for source, _, rule in rows] == [(source, rule) for source, _, rule in expected]
    for (_, content, _), (_, wanted, _) in zip(rows, expected, strict=True):
        assert wanted is None or content == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The quay is shut.\n\nNo boats today. None. — Orla Venn (@venn) 3 May 2024\n\nNobody came.",
            ["No boats today. None."],
        ),
        (
            "The quay is shut.\n\nNo boats today.\n\n— Orla Venn (@venn) May 3, 2024\n\nNobody came.",
            ["No boats today."],
        ),
        ("Orla Venn (@venn) is a poet.", []),
        ("The poet — Orla Venn (@venn) — has many readers, and some of them were on the quay to see her.", []),
    ],
)
def test_embedded_posts(text, expected):
    """What stands before `— Name (@name)` at a paragraph's end is what that person posted."""
    posts = [(source, content) for source, content, rule in found(text) if rule == "signed"]
    assert posts == [("Orla Venn", [words]) for words in expected]
