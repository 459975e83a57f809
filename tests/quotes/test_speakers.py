"""Who the source of an attribution is."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from newslab.quotes import find_attributions, find_speakers
from newslab.reader.syntax import Tree
from newslab.records import Attribution, Mention, Speaker


def speakers(doc: Doc, *names: tuple[str, str, str, int]) -> list[Speaker]:
    """`names` are (text, label, kind, cluster) of mentions; the last word is the head."""
    mentions = []
    for text, label, kind, cluster in names:
        start = doc.text.index(text)
        end = start + len(text)
        inside = [token.i for token in doc if start <= token.idx < end]
        head = next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), inside[-1])
        mentions.append(Mention(start, end, head, label or None, kind, "test", 1.0, cluster))
    tree = Tree.of(doc)
    return find_speakers(doc, tree, mentions, find_attributions(doc, tree, mentions))


def test_coordinated_sources_are_two(trees: dict[str, Doc]) -> None:
    """`London and Paris say` has two speakers, both states."""
    doc = trees["London and Paris say the deal is dead."]
    (found,) = speakers(doc, ("London", "GPE", "name", 0), ("Paris", "GPE", "name", 1))
    assert (found.clusters, found.type, found.count, found.resolved_by) == ((0, 1), "state", 2, "name")


def test_unnamed_sources_are_counted(trees: dict[str, Doc]) -> None:
    """`two inspectors and three dockers` are five people without a name."""
    text = "Two inspectors and three dockers told HarbourWire last month "
    text += "that the company had promised to replace the crane."
    found = speakers(trees[text], ("HarbourWire", "ORG", "name", 0))
    assert (found[0].clusters, found[0].type, found[0].count) == ((), "unnamed", 5)


def test_partitives(trees: dict[str, Doc]) -> None:
    """Part of a statement is a document, some of the workers are what workers are, unnamed; a couple are two."""
    (part,) = speakers(trees["Part of the statement says the bridge is safe."])
    (some,) = speakers(trees["Some of the workers said the bridge was safe."])
    (couple,) = speakers(trees["The couple said the bridge was safe."])
    assert [part.type, some.type, couple.type] == ["document", "unnamed", "person"]
    assert couple.count == 2


def test_a_name_after_a_title(trees: dict[str, Doc]) -> None:
    """`Commissioner Dalia Brandt` is the entity named Dalia Brandt."""
    doc = trees["HarbourWire said Commissioner Dalia Brandt demanded lower berth fees."]
    found = speakers(doc, ("HarbourWire", "ORG", "name", 0), ("Dalia Brandt", "PERSON", "name", 1))
    assert [speaker.clusters for speaker in found] == [(0,), (1,)]
    assert [speaker.type for speaker in found] == ["organisation", "person"]


def test_a_pronoun_without_a_name_is_not_resolved(trees: dict[str, Doc]) -> None:
    """A pronoun whose cluster holds only pronouns says that nobody knows who it is; with a name it is resolved."""
    doc = trees["He did not say that the harbour would close."]
    (alone,) = speakers(doc, ("He", "PERSON", "pronoun", 0))
    assert (alone.clusters, alone.resolved_by, alone.type, alone.count) == ((), None, "person", 1)
    (nominal,) = speakers(trees["The mayor denied the charge."], ("The mayor", "PERSON", "nominal", 3))
    assert (nominal.clusters, nominal.resolved_by) == ((3,), "nominal")


def test_no_source_no_speaker(trees: dict[str, Doc]) -> None:
    """Where the words say that somebody reports it and not who, the speaker is unnamed; nothing is made up."""
    (found,) = speakers(trees["Reportedly, the harbour is closed."])
    assert found == Speaker((), "unnamed", None, None)


def attribution(source: tuple[int, int], head: int, parent: int | None) -> Attribution:
    return Attribution(
        content=((50, 60),), quoted=(), kind="direct", source=source, source_head=head, cue=(), cue_head=None,
        cue_lemma=None, cue_class="report", addressee=None, medium=None, negated=False, parent=parent,
        depth=int(parent is not None), rule="clause", confidence=1.0,
    )  # fmt: skip


def test_first_persons_inside_a_quotation() -> None:
    """*I* inside Venn's words is Venn, whatever coreference says; a name after a title is the speaker."""
    words = ["Harbour", "poet", "Orla", "Venn", "said", "I", "urge", "you"]
    tags = ["NN", "NN", "NNP", "NNP", "VBD", "PRP", "VBP", "PRP"]
    pos = ["NOUN", "NOUN", "PROPN", "PROPN", "VERB", "PRON", "VERB", "PRON"]
    deps = ["compound", "nsubj", "dep", "flat", "ROOT", "nsubj", "ccomp", "obj"]
    doc = Doc(spacy.blank("en").vocab, words=words, tags=tags, pos=pos, heads=[1, 4, 4, 2, 4, 6, 4, 6], deps=deps)
    mentions = [
        Mention(13, 22, 2, "PERSON", "name", "test", 1.0, 0),
        Mention(28, 29, 5, "PERSON", "pronoun", "test", 1.0, 1),
    ]
    found = find_speakers(doc, Tree.of(doc), mentions, [attribution((0, 22), 1, None), attribution((28, 29), 5, 0)])
    assert [speaker.clusters for speaker in found] == [(0,), (0,)]


def test_an_age_counts_nobody() -> None:
    """`Venn, 54, said` is one person; a number before the noun counts."""
    words = ["Venn", ",", "54", ",", "said", "no"]
    doc = Doc(
        spacy.blank("en").vocab, words=words, tags=["NNP", ",", "CD", ",", "VBD", "UH"],
        pos=["PROPN", "PUNCT", "NUM", "PUNCT", "VERB", "INTJ"], heads=[4, 0, 0, 0, 4, 4],
        deps=["nsubj", "punct", "nummod", "punct", "ROOT", "discourse"],
    )  # fmt: skip
    mentions = [Mention(0, 4, 0, "PERSON", "name", "test", 1.0, 0)]
    (found,) = find_speakers(doc, Tree.of(doc), mentions, [attribution((0, 9), 0, None)])
    assert (found.clusters, found.count) == ((0,), 1)


def test_what_a_relative_clause_names_is_another() -> None:
    """`The firm, whose owner is Ivo Lund`, is the firm, also where the tree takes the owner for an apposition."""
    words = ["The", "firm", ",", "whose", "owner", "is", "Ivo", "Lund", ",", "said", "no"]
    doc = Doc(
        spacy.blank("en").vocab, words=words,
        tags=["DT", "NN", ",", "WP$", "NN", "VBZ", "NNP", "NNP", ",", "VBD", "UH"],
        pos=["DET", "NOUN", "PUNCT", "PRON", "NOUN", "AUX", "PROPN", "PROPN", "PUNCT", "VERB", "INTJ"],
        heads=[1, 9, 4, 4, 6, 6, 1, 6, 1, 9, 9],
        deps=["det", "nsubj", "punct", "nmod:poss", "nsubj", "cop", "appos", "flat", "punct", "ROOT", "discourse"],
    )  # fmt: skip
    mentions = [
        Mention(0, 8, 1, "ORG", "nominal", "test", 1.0, 0),
        Mention(26, 34, 6, "PERSON", "name", "test", 1.0, 1),
    ]
    (found,) = find_speakers(doc, Tree.of(doc), mentions, [attribution((0, 34), 1, None)])
    assert found.clusters == (0,)
