"""The syntax view: the same answers from Universal Dependencies and from spaCy's English labels."""

from __future__ import annotations

import random
import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newslab.reader.syntax import Tree

VOCAB = spacy.blank("en").vocab


def tree(table: str) -> Tree:
    """Build a Doc from lines of `word lemma tag head label` (heads 1-based, 0 for the root)."""
    rows = [line.split() for line in table.strip().splitlines()]
    words, lemmas, tags, heads, deps = (list(column) for column in zip(*rows, strict=True))
    parents = [int(h) - 1 if int(h) else i for i, h in enumerate(heads)]
    deps = ["ROOT" if h == "0" else d for h, d in zip(heads, deps, strict=True)]
    doc = Doc(VOCAB, words=words, lemmas=lemmas, tags=tags, heads=parents, deps=deps)
    return Tree.of(doc)


# Each sentence: words with lemma and tag, then its UD analysis and its ClearNLP analysis, "head label" per word.
SENTENCES = {
    "prepositions and a passive": """
        Orla     Orla     NNP  2 compound    | 2 compound
        Venn     Venn     NNP  4 nsubj:pass  | 4 nsubjpass
        was      be       VBD  4 aux:pass    | 4 auxpass
        accused  accuse   VBN  0 root        | 0 ROOT
        by       by       IN   7 case        | 4 agent
        the      the      DT   7 det         | 7 det
        mayor    mayor    NN   4 obl:agent   | 5 pobj
        of       of       IN   9 case        | 7 prep
        Tarn     Tarn     NNP  7 nmod        | 8 pobj
        of       of       IN   11 mark       | 4 prep
        lying    lie      VBG  4 advcl       | 10 pcomp
    """,
    "a copula, negated, with a clause": """
        He       he       PRP  2 nsubj       | 2 nsubj
        said     say      VBD  0 root        | 0 ROOT
        the      the      DT   4 det         | 4 det
        bridge   bridge   NN   7 nsubj       | 5 nsubj
        was      be       VBD  7 cop         | 2 ccomp
        not      not      RB   7 advmod      | 5 neg
        safe     safe     JJ   2 ccomp       | 5 acomp
        for      for      IN   9 case        | 7 prep
        lorries  lorry    NNS  7 obl         | 8 pobj
    """,
    "a copula with a prepositional predicate": """
        She      she      PRP  4 nsubj       | 2 nsubj
        is       be       VBZ  4 cop         | 0 ROOT
        in       in       IN   4 case        | 2 prep
        Tarn     Tarn     NNP  0 root        | 3 pobj
        .        .        .    4 punct       | 2 punct
    """,
    "a chain of conjuncts": """
        Ministers minister NNS 7 nsubj       | 7 nsubj
        ,        ,        ,    3 punct       | 1 punct
        dockers  docker   NNS  1 conj        | 1 conj
        ,        ,        ,    6 punct       | 3 punct
        and      and      CC   6 cc          | 3 cc
        pilots   pilot    NNS  1 conj        | 3 conj
        agreed   agree    VBD  0 root        | 0 ROOT
        to       to       TO   9 mark        | 9 aux
        stop     stop     VB   7 xcomp       | 7 xcomp
    """,
    "an infinitive after an object": """
        Venn     Venn     NNP  2 nsubj       | 2 nsubj
        urged    urge     VBD  0 root        | 0 ROOT
        them     they     PRP  2 obj         | 5 nsubj
        to       to       TO   5 mark        | 5 aux
        leave    leave    VB   2 xcomp       | 2 ccomp
    """,
    "a relative clause": """
        The      the      DT   2 det         | 2 det
        woman    woman    NN   7 nsubj       | 7 nsubj
        who      who      WP   4 nsubj       | 4 nsubj
        told     tell     VBD  2 acl:relcl   | 2 relcl
        Reuters  Reuters  NNP  4 obj         | 4 dobj
        it       it       PRP  4 obj         | 4 dobj
        left     leave    VBD  0 root        | 0 ROOT
    """,
    "a dative with to, and a possessor": """
        Venn     Venn     NNP  2 nsubj       | 2 nsubj
        gave     give     VBD  0 root        | 0 ROOT
        her      she      PRP$ 4 nmod:poss   | 4 poss
        warning  warning  NN   2 obj         | 2 dobj
        to       to       TO   7 case        | 2 dative
        the      the      DT   7 det         | 7 det
        court    court    NN   2 obl         | 5 pobj
        again    again    RB   2 advmod      | 2 advmod
    """,
    "according to": """
        It       it       PRP  2 nsubj       | 2 nsubj
        fell     fall     VBD  0 root        | 0 ROOT
        out      out      RP   2 compound:prt | 2 prt
        ,        ,        ,    2 punct       | 2 punct
        according accord  VBG  7 case        | 2 prep
        to       to       IN   5 fixed       | 5 prep
        police   police   NNS  2 obl         | 6 pobj
    """,
    "coordinated prepositional phrases": """
        Talks    talk     NNS  2 nsubj       | 2 nsubj
        ran      run      VBD  0 root        | 0 ROOT
        in       in       IN   4 case        | 2 prep
        Tarn     Tarn     NNP  2 obl         | 3 pobj
        and      and      CC   7 cc          | 3 cc
        in       in       IN   7 case        | 3 conj
        Orm      Orm      NNP  4 conj        | 6 pobj
        there    there    RB   2 advmod      | 2 advmod
        last     last     JJ   10 amod       | 10 amod
        week     week     NN   2 obl:unmarked | 2 npadvmod
    """,
    "a clause as predicate": """
        The      the      DT   2 det         | 2 det
        point    point    NN   6 nsubj:outer | 3 nsubj
        is       be       VBZ  6 cop         | 0 ROOT
        that     that     IN   6 mark        | 6 mark
        fares    fare     NNS  6 nsubj       | 6 nsubj
        rose     rise     VBD  0 root        | 3 ccomp
        because  because  IN   9 case        | 6 prep
        of       of       IN   7 fixed       | 7 prep
        it       it       PRP  6 obl         | 8 pobj
    """,
}


def both_ways(table: str) -> tuple[Tree, Tree]:
    lines = [line.split("|") for line in table.strip().splitlines()]
    universal = "\n".join(left for left, _ in lines)
    clear = "\n".join(" ".join([*left.split()[:3], right]) for left, right in lines)
    return tree(universal), tree(clear)


@pytest.mark.parametrize("name", SENTENCES)
def test_labels_of_both_schemes_give_one_tree(name: str) -> None:
    """A sentence annotated in spaCy's English labels reads as the same sentence annotated in Universal Dependencies."""
    universal, clear = both_ways(SENTENCES[name])
    assert clear.deps == universal.deps
    assert clear.heads == universal.heads


def word(view: Tree, i: int | None) -> str | None:
    return None if i is None else view.text[i]


@pytest.mark.parametrize("scheme", [0, 1])
def test_questions_about_the_tree(scheme: int) -> None:
    """Subjects, agents, prepositions, conjuncts, passives and negations are found in both schemes."""
    views = {name: both_ways(table)[scheme] for name, table in SENTENCES.items()}
    passive = views["prepositions and a passive"]
    assert passive.is_passive(3) and word(passive, passive.agent(3)) == "mayor"
    assert word(passive, passive.subject(3)) == "Venn"
    assert passive.preposition(6) == "by"
    assert passive.doc.text[slice(*passive.span(6))] == "by the mayor of Tarn"
    assert passive.doc.text[slice(*passive.span(6, without=("case",)))] == "the mayor of Tarn"
    copula = views["a copula, negated, with a clause"]
    assert word(copula, copula.negation(6)) == "not" and copula.negation(1) is None
    assert word(copula, copula.subject(6)) == "bridge"
    chain = views["a chain of conjuncts"]
    assert [chain.text[i] for i in chain.conjuncts(5)] == ["Ministers", "dockers", "pilots"]
    assert word(chain, chain.subject(8)) == "Ministers"
    raising = views["an infinitive after an object"]
    assert word(raising, raising.subject(4)) == "them"
    relative = views["a relative clause"]
    assert word(relative, relative.subject(3)) == "woman"
    assert relative.doc.text[slice(*relative.span(1, without=("acl:relcl",)))] == "The woman"
    assert views["according to"].preposition(6) == "according to"
    assert views["according to"].ancestors(5) == [4, 6, 1]


def test_subjects_that_stand_elsewhere() -> None:
    """Participles, conjuncts and a promise's infinitive take their subject from further up."""
    view = tree("""
        Venn      Venn     NNP 2 nsubj
        promised  promise  VBD 0 root
        her       she      PRP 2 obj
        to        to       TO  5 mark
        stay      stay     VB  2 xcomp
        and       and      CC  7 cc
        left      leave    VBD 2 conj
        ,         ,        ,   9 punct
        saying    say      VBG 7 advcl
        a         a        DT  11 det
        letter    letter   NN  15 nsubj
        stating   state    VBG 11 acl
        terms     term     NNS 12 obj
        had       have     VBD 15 aux
        come      come     VBN 9 ccomp
    """)
    assert [word(view, view.subject(i)) for i in (4, 6, 8, 11, 14)] == ["Venn", "Venn", "Venn", "letter", "letter"]


def test_a_part_left_out_that_crosses_its_head() -> None:
    """A clause left out whose own words stand on both sides of the head leaves the head's unbroken run."""
    view = tree("""
        told    tell    VBN  0 root
        ,       ,       ,    4 punct
        people  people  NNS  1 obl:agent
        known   know    VBN  3 acl:relcl
    """)
    assert view.bounds(2, ("acl:relcl",)) == (2, 2)


def test_a_doc_without_a_parse_is_refused() -> None:
    """A Doc without tags or parse is refused with a sentence; an empty one is not."""
    with pytest.raises(ValueError, match="tagger and a dependency parser"):
        Tree.of(spacy.blank("en")("Venn left."))
    assert len(Tree.of(spacy.blank("en")(""))) == 0


LABELS = tuple(
    "ROOT nsubj dobj prep pobj pcomp conj cc punct ccomp xcomp attr acomp agent dative aux relcl obl case".split()  # noqa: SIM905
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(LABELS), st.sampled_from(["VB", "NN", "IN", "TO"]))))
def test_any_tree_converts(rows: list[tuple[int, str, str]]) -> None:
    """Any tree with any labels gives a tree: heads in range, no cycles, spans inside the text."""
    n = len(rows)
    heads = [min(head, i) if i % 2 else min(i + head % 3, n - 1) for i, (head, _, _) in enumerate(rows)]
    for i in range(n):  # break cycles
        seen, j = set(), i
        while heads[j] != j and j not in seen:
            seen.add(j)
            j = heads[j]
        if heads[j] != j:
            heads[i] = i
    words = ["be" if i % 5 == 0 else "x" for i in range(n)]
    doc = Doc(VOCAB, words=words, tags=[t for *_, t in rows], heads=heads, deps=[d for _, d, _ in rows], lemmas=words)
    view = Tree.of(doc)
    for i in range(n):
        assert len(view.ancestors(i)) < n
        assert i in view.subtree(i)
        for without in ((), ("acl:relcl", "punct"), ("conj", "obl", "case")):
            first, last = view.bounds(i, without)
            assert 0 <= first <= i <= last < n
            start, end = view.span(i, without)
            assert 0 <= start < end <= len(doc.text)
        view.subject(i), view.negation(i), view.preposition(i), view.agent(i), view.conjuncts(i)


def test_a_hundred_thousand_words_in_one_sentence_are_linear() -> None:
    """A chain of 100,000 prepositions and conjuncts converts, and its spans are found, in seconds."""
    n = 100_000
    rng = random.Random(7)
    deps = ["ROOT"] + [rng.choice(["prep", "pobj", "conj", "cc"]) for _ in range(n - 1)]
    doc = Doc(VOCAB, words=["x"] * n, tags=["NN"] * n, heads=[max(i - 1, 0) for i in range(n)], deps=deps)
    begin = time.process_time()
    view = Tree.of(doc)
    for i in range(n):
        view.span(i)
    assert time.process_time() - begin < 5


def test_what_a_parser_hangs_on_the_complement_is_mended() -> None:
    """Subjects on the wrong side of a reporting verb change places; what stands before *that* is the verb's own."""
    swapped = tree("Venn Venn NNP 4 nsubj\nsaid say VBD 0 root\nOkoro Okoro NNP 2 nsubj\nleft leave VBD 2 ccomp")
    assert (swapped.subject(1), swapped.subject(3)) == (0, 2)
    both = tree("police police NNS 4 nsubj\nsay say VBP 0 root\nOkoro Okoro NNP 4 nsubj\nleft leave VBD 2 ccomp")
    assert (both.subject(1), both.subject(3)) == (0, 2)
    day = tree(
        "Venn Venn NNP 2 nsubj\nsaid say VBD 0 root\nMonday Monday NNP 6 obl\nthat that IN 6 mark\nhe he PRP 6 nsubj\n"
        "left leave VBD 2 ccomp"
    )
    assert day.heads[2] == 1
