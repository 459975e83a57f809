"""The room as a whole: on any tree, however odd, it raises nothing and its records are sound."""

from __future__ import annotations

import time

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newslab.claims import claims_of_quantities, find_claims, find_links
from newslab.reader.syntax import Tree, universal_pos
from newslab.records import ArticleRecord, Attribution, Mention, Quantity, Timex
from newslab.tables.soundness import fault

VOCAB = spacy.blank("en").vocab
WORDS = [
    "he",
    "it",
    "that",
    "said",
    "denied",
    "claim",
    "not",
    "will",
    "may",
    "if",
    "fell",
    "to",
    "be",
    "failed",
    "wants",
    "sale",
    ",",
    ".",
    "?",
    '"',
    "n't",
    "the",
    "Venn",
    "12",
    "and",
    "called",
    "lie",
]
TAGS = [
    "PRP",
    "DT",
    "VBD",
    "VB",
    "VBZ",
    "VBN",
    "VBG",
    "MD",
    "RB",
    "IN",
    "TO",
    "NN",
    "NNS",
    "NNP",
    "CD",
    "CC",
    ",",
    ".",
    "JJ",
    "WDT",
    "_SP",
]
DEPS = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "xcomp",
    "ccomp",
    "advcl",
    "acl",
    "acl:relcl",
    "conj",
    "cc",
    "mark",
    "aux",
    "aux:pass",
    "cop",
    "det",
    "case",
    "punct",
    "appos",
    "parataxis",
    "nmod",
    "nmod:poss",
    "compound",
    "amod",
    "advmod",
    "csubj",
    "expl",
    "iobj",
    "nummod",
    "dep",
]


@st.composite
def trees(draw):
    """A Doc of random words, tags and labels over a random tree, and random records of the other rooms."""
    size = draw(st.integers(1, 14))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=size, max_size=size))
    tags = draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size))
    deps = draw(st.lists(st.sampled_from(DEPS), min_size=size, max_size=size))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, i in enumerate(order):
        heads[i] = order[draw(st.integers(0, place - 1))] if place else i
    deps = ["ROOT" if heads[i] == i else deps[i] for i in range(size)]
    pos = [universal_pos(tag) if tag != "_SP" else "SPACE" for tag in tags]
    doc = Doc(
        VOCAB, words=words, tags=tags, pos=pos, lemmas=[w.lower() for w in words], heads=heads, deps=deps,
        spaces=[draw(st.booleans()) for _ in words],
    )  # fmt: skip
    length = len(doc.text)

    def span():
        start = draw(st.integers(0, length - 1))
        return start, draw(st.integers(start + 1, length))

    record = ArticleRecord("a", doc.text)
    for k in range(draw(st.integers(0, 3))):
        record.attributions.append(
            Attribution(
                (span(),), (), "indirect", None, None, (span(),), draw(st.integers(0, size - 1)),
                draw(st.sampled_from(["say", "deny", "call", "know", None])),
                draw(st.sampled_from(["report", "deny", "ask", "demand", "promise", "believe", None])),
                None, None, draw(st.booleans()), draw(st.integers(0, k - 1)) if k else None, 0, "test", 0.5,
            )
        )  # fmt: skip
        record.times.append(Timex(*span(), None, "DATE", None, None, None, "absolute", False, (), "test"))
        record.quantities.append(Quantity(*span(), 1.0, 2.0, None, "count", "exact", "test"))
        record.mentions.append(Mention(*span(), draw(st.integers(0, size - 1)), None, "name", "test", 0.5, k))
    return doc, record


@settings(max_examples=200, deadline=None)
@given(trees())
def test_any_tree(case):
    """Whatever the tree and the attributions, claims and links are sound."""
    doc, record = case
    tree = Tree.of(doc)
    record.claims = find_claims(doc, tree, record)
    record.links = find_links(doc, tree, record)
    record.quantity_claims = claims_of_quantities(record)
    assert fault(record, "claims") is None
    assert fault(record, "links") is None
    assert len(record.quantity_claims) == len(record.quantities)
    for claim in record.claims:
        assert claim.start <= claim.predicate[0] < claim.predicate[1] <= claim.end
    for k in record.quantity_claims:
        assert k is None or 0 <= k < len(record.claims)


def test_empty_text():
    """An empty Doc has no claims."""
    doc = Doc(VOCAB, words=[])
    assert find_claims(doc, Tree.of(doc), ArticleRecord("a", "")) == []


def test_a_sentence_without_end_is_read_in_linear_time():
    """Twice as long a chain of clauses takes about twice as long, not four times."""

    def seconds(clauses: int) -> float:
        words, tags, heads, deps = [], [], [], []
        for k in range(clauses):
            at = 3 * k
            words += ["he", "denied", "that"]
            tags += ["PRP", "VBD", "IN"]
            heads += [at + 1, at + 1 if k == 0 else at - 2, min(at + 4, 3 * clauses - 2)]
            deps += ["nsubj", "ROOT" if k == 0 else "ccomp", "mark"]
        doc = Doc(VOCAB, words=words, tags=tags, heads=heads, deps=deps, lemmas=words)
        tree, record = Tree.of(doc), ArticleRecord("a", doc.text)
        start = time.process_time()
        record.claims = find_claims(doc, tree, record)
        find_links(doc, tree, record)
        return time.process_time() - start

    seconds(50)
    assert seconds(8000) < 3.5 * max(seconds(4000), 0.05)


def test_a_heap_of_words_is_skipped():
    """A sentence whose one word has thousands of dependents costs little and gives no claims."""
    size = 20000
    words = ["sold"] * size
    deps = ["ROOT"] + ["conj"] * (size - 1)
    doc = Doc(VOCAB, words=words, tags=["VBD"] * size, heads=[0] * size, deps=deps, lemmas=words)
    tree = Tree.of(doc)
    start = time.process_time()
    assert find_claims(doc, tree, ArticleRecord("a", doc.text)) == []
    assert time.process_time() - start < 5
