"""The Doc's named entities as name phrases, put right where they and the tree disagree.

Titles, "the" and a possessive 's stay outside. Repairs: a premodifier's nationality and the name that it is part of are
one name ("the Kenyan Electoral Commission"), a span of two coordinated persons is two, spans without any capital or
digit are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from newslab.entities.labels import relabelled
from newslab.entities.lexicon import ORG_CLASSES, class_of, gender_of, titles, words
from newslab.entities.phrase import Nominals, Phrase, head_of
from newslab.entities.places import look_up
from newslab.reader.syntax import Tree

# labels of the table, and OntoNotes' where they differ; other labels (dates, amounts) are no names
LABELS: dict[str, str | None] = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC",
    "EVENT": "EVENT", "PRODUCT": "PRODUCT", "WORK": "WORK", "WORK_OF_ART": "WORK", "LAW": "WORK", "MISC": None,
}  # fmt: skip
CLASS_OF_LABEL = {
    "PERSON": "person", "ORG": "org", "GPE": "state", "LOC": "place", "FAC": "facility", "NORP": "people",
    "EVENT": "event", "PRODUCT": "object", "WORK": "communication",
}  # fmt: skip
ARTICLES = frozenset({"the", "a", "an"})
DASHES = frozenset({"-", "–", "—", "--"})
DATELINE = 20  # tokens in which an article's dateline ends
Found = tuple[int, int, str | None]  # first token, token after the last one, label
READERS = "newslab_names"  # Doc._ extension of the shipped reader: tokens of a name → its probability
USUAL, UNLABELLED = 0.9, 0.75  # share of names that are right where nothing is known of the single one
MARKS = frozenset("\"'“”‘’`,;:.!?()[]{}-–—…")


def find_names(tree: Tree, nominals: Nominals) -> list[Phrase]:
    """Name phrases in text order, without overlap.

    Needs `doc.ents`, tags and a parse; without any entities only capitalised proper nouns are found, with no label.
    """
    spans = [(e.start, e.end, LABELS[e.label_]) for e in tree.doc.ents if e.label_ in LABELS]
    spans = [piece for span in spans for piece in _divided(tree, *span)]
    spans = [trimmed for first, stop, label in spans if (trimmed := _trimmed(tree, first, stop, label))]
    spans = _whole_persons(tree, spans)
    spans = _agencies(tree, _placed(tree, _joined(tree, nominals, spans)))
    read = {first for first, _, label in spans if label}
    spans = relabelled(tree, nominals, spans)
    outlets = _outlets(tree, spans)
    rules = dict.fromkeys(read, "entity") | {first: "outlet" for first, _, _ in outlets}
    spans = sorted([*spans, *outlets], key=lambda span: span[0])
    names = [_name(tree, nominals, first, stop, label, rules.get(first, "proper-noun")) for first, stop, label in spans]
    names.extend(_unlabelled(tree, nominals, spans))
    names.sort(key=lambda name: name.first)
    return names


def _divided(tree: Tree, first: int, stop: int, label: str | None) -> list[Found]:
    """A person's span with *and* or a line break inside is several."""
    pieces, start = [], first
    for i in range(first, stop):
        divides = tree.pos[i] == "SPACE" or (label == "PERSON" and tree.lower[i] in ("and", "&", ";"))
        if divides:
            pieces.append((start, i, label))
            start = i + 1
    pieces.append((start, stop, label))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _trimmed(tree: Tree, first: int, stop: int, label: str | None) -> Found | None:
    lower, tag, text = tree.lower, tree.tag, tree.text
    while first < stop and (
        lower[first] in ARTICLES or tree.pos[first] == "SPACE" or (MARKS.issuperset(text[first]) and label != "WORK")
    ):
        first += 1
    while stop > first and (
        tag[stop - 1] == "POS" or lower[stop - 1] in ("'s", "’s") or MARKS.issuperset(text[stop - 1])
        or tree.pos[stop - 1] == "SPACE"
    ):  # fmt: skip
        stop -= 1
    if label == "PERSON":
        first = _after_titles(tree, first, stop)
    if first >= stop or tag[first] in ("PRP", "PRP$"):
        return None
    if not any(text[i][:1].isupper() or text[i][:1].isdigit() or not text[i].isascii() for i in range(first, stop)):
        return None
    return first, stop, label


def _after_titles(tree: Tree, first: int, stop: int) -> int:
    """The first token of a person's span that is no title and no premodifier of one ("Kenyan President NAME")."""
    known = titles()
    for i in range(stop - 2, first - 1, -1):
        word = tree.lower[i].rstrip(".")
        following = tree.text[i + 1 : min(stop, i + 4)]  # "Col. al-Okoro", "Gen. van der Thal"
        if word in known and any(not t.islower() and t != "." for t in following) and not following[0].startswith("'"):
            return i + 2 if following[0] == "." else i + 1
    return first


def _whole_persons(tree: Tree, spans: Sequence[Found]) -> list[Found]:
    """Persons' spans without titles that stand alone, and with the next words of the name that the reader cut off."""
    whole: list[Found] = []
    taken = {first for first, _, _ in spans}
    known = titles()
    for first, stop, label in spans:
        last = whole[-1] if whole else None
        if last and first < last[1]:
            continue
        after = stop + 1 if tree.text[stop : stop + 1] == ["."] else stop
        if label == "PERSON" and stop - first == 1 and tree.lower[first].rstrip(".") in known and after in taken:
            continue  # "Dame" before the name
        if last and last[2] == label == "PERSON" and last[1] == first and tree.tag[first - 1] == tree.tag[first]:
            whole[-1] = (last[0], stop, label)
            continue
        while (
            label == "PERSON"
            and stop < len(tree)
            and stop not in taken
            and tree.pos[stop] == "PROPN"
            and tree.deps[stop] in ("flat", "flat:name")
            and first <= tree.heads[stop] < stop
            and tree.text[stop][:1].isupper()
        ):
            stop += 1
        whole.append((first, stop, label))
    return whole


def _joined(tree: Tree, nominals: Nominals, spans: Sequence[Found]) -> list[Found]:
    """Nationality or place and capitalised words up to the capitalised noun of an organisation are one name."""
    joined: list[Found] = []
    for first, stop, label in spans:
        head = head_of(tree, first, stop)
        word = tree.lower[head]
        if (
            label in ("ORG", "FAC", "EVENT")
            and joined
            and joined[-1][2] == "NORP"
            and class_of(word) in ORG_CLASSES | {"facility", "event"}
            and all(tree.text[i][:1].isupper() for i in range(joined[-1][1], first))
            and joined[-1][1] > first - 4
            and tree.heads[joined[-1][1] - 1] == head
        ):
            joined[-1] = (joined[-1][0], stop, label)
        elif label == "NORP" and (end := _organisation_after(tree, spans, stop)) is not None:
            joined.append((first, end, "ORG"))
        elif joined and first < joined[-1][1]:
            continue
        else:
            joined.append((first, stop, label))
    return joined


def _placed(tree: Tree, spans: Sequence[Found]) -> list[Found]:
    """A country or capital read as a person is the place, unless it has a title or is part of a person's longer name.

    Where nothing but "said" or "refused" stands beside a name, sentences leave open whether a state or a person acts.
    """
    people = {
        tree.lower[i]
        for first, stop, label in spans
        if label == "PERSON" and stop - first > 1
        for i in range(first, stop)
    }
    placed = []
    for first, stop, label in spans:
        if (
            label == "PERSON"
            and not any(tree.lower[i] in people for i in range(first, stop))
            and not (first and tree.lower[first - 1].rstrip(".") in titles())
            and _is_place(tree, first, stop)
        ):
            label = "GPE"
        placed.append((first, stop, label))
    return placed


def _is_place(tree: Tree, first: int, stop: int) -> bool:
    """Tell whether a name is a country's or capital's, or another city's where the reader was not sure of a person."""
    kinds = {place.kind for place in look_up(" ".join(tree.text[first:stop]))}
    if not kinds.isdisjoint(("country", "capital")):
        return True
    return "city" in kinds and stop - first == 1 and probability(tree, first, stop) < USUAL


def _agencies(tree: Tree, spans: Sequence[Found]) -> list[Found]:
    """The name in brackets before the dash of a dateline, "SARN, May 2 (Wire) -", is an agency's, here and below."""
    agencies = {
        tuple(tree.text[first:stop])
        for first, stop, _ in spans
        if 0 < first < DATELINE
        and tree.text[first - 1] == "("
        and tree.text[stop : stop + 1] == [")"]
        and any(mark in DASHES for mark in tree.text[stop + 1 : stop + 3])
    }
    return [
        (first, stop, "ORG" if label != "ORG" and tuple(tree.text[first:stop]) in agencies else label)
        for first, stop, label in spans
    ]


def _organisation_after(tree: Tree, spans: Sequence[Found], i: int) -> int | None:
    """The end of "Electoral Commission" after a nationality at `i`, when those words are in no other span."""
    end = i
    while (
        end < len(tree) and end - i < 6 and tree.text[end][:1].isupper() and tree.pos[end] in ("ADJ", "NOUN", "PROPN")
    ):
        end += 1
    if end - i < 2 or class_of(tree.lower[end - 1]) not in ORG_CLASSES:
        return None
    if tree.heads[i - 1] != end - 1 or any(i <= first < end for first, _, _ in spans):
        return None
    return end


def _outlets(tree: Tree, spans: Sequence[Found]) -> list[Found]:
    """Outlets called as a common noun is, but written as a name, where they are spoken to: "told The Record"."""
    covered = {i for first, stop, _ in spans for i in range(first, stop)}
    found: list[Found] = []
    for i in range(2, len(tree)):
        if (
            tree.lower[i - 1] == "the"
            and i not in covered
            and tree.pos[i] in ("NOUN", "PROPN")
            and tree.text[i][:1].isupper()
            and not tree.text[i].isupper()
            and tree.text[i - 2].islower()
            and (tree.lower[i - 2] in ("to", "with", "by") or tree.lemma[i - 2] == "tell")
            and (tree.text[i - 1] == "The" or tree.lemma[i - 2] == "tell" or _is_spoken_to(tree, i))
            and class_of(tree.lower[i]) not in ("person", "org", "state", "place", "facility")
        ):
            found.append((i, i + 1, "ORG"))
    return found


def _is_spoken_to(tree: Tree, i: int) -> bool:
    return tree.lower[i - 2] in ("to", "with") and tree.lemma[tree.heads[i]] in ("speak", "talk", "chat")


def _unlabelled(tree: Tree, nominals: Nominals, spans: Sequence[Found]) -> list[Phrase]:
    """Runs of proper nouns outside all entities: names of an unknown sort."""
    covered = bytearray(len(tree))
    for first, stop, _ in spans:
        covered[first:stop] = b"\1" * (stop - first)
    found = []
    i, size = 0, len(tree)
    while i < size:
        if tree.pos[i] != "PROPN" or covered[i]:
            i += 1
            continue
        stop = i + 1
        while stop < size and tree.pos[stop] == "PROPN" and not covered[stop]:
            stop += 1
        first = i
        while first < stop and tree.lower[first].rstrip(".") in titles() and stop - first > 1:
            first += 1
        head = head_of(tree, first, stop)
        if (
            tree.text[first][:1].isupper()
            and tree.lower[first] not in words("calendar")
            and tree.lower[first].rstrip(".") not in titles()
            and not (covered[stop : stop + 1] == b"\1" and tree.heads[head] >= stop)
            and tree.deps[head] not in ("flat", "nmod:desc", "goeswith")
        ):
            name = _name(tree, nominals, first, stop, None, "proper-noun")
            known = class_of(tree.lower[name.head])
            if known in ("person", "org", "state", "facility", "place", "event"):
                name.noun_class = known
            found.append(name)
        i = stop
    return found


def _hangs_together(tree: Tree, i: int, head: int) -> bool:
    """Tell whether a noun and the name after it are one phrase: the name hangs on it, or both hang alike on a third."""
    if tree.heads[head] == i:
        return True
    return tree.heads[head] == tree.heads[i] and tree.deps[head] == tree.deps[i] and tree.deps[i] != "nsubj"


def _is_title(tree: Tree, i: int) -> bool:
    """Tell whether a noun just before a personal name says who that is: "lawyer NAME"."""
    if tree.tag[i] not in ("NN", "NNP"):
        return False
    return tree.lower[i].rstrip(".") in titles() or class_of(tree.lemma[i].lower()) == "person"


def probability(tree: Tree, first: int, stop: int) -> float:
    """How sure the reader is of the name that the tokens stand in; pipelines that do not say so are taken at 0.9."""
    if not Doc.has_extension(READERS) or not tree.doc._.get(READERS):
        return USUAL
    known: dict[tuple[int, int], float] = tree.doc._.get(READERS)
    name = next((tree.doc[i] for i in range(first, stop) if tree.doc[i].ent_iob != 2), None)
    if name is None:
        return USUAL
    start = name.i
    while start and tree.doc[start].ent_iob == 1:
        start -= 1
    end = name.i + 1
    while end < len(tree.doc) and tree.doc[end].ent_iob == 1:
        end += 1
    return known.get((start, end), USUAL)


def _name(tree: Tree, nominals: Nominals, first: int, stop: int, label: str | None, rule: str) -> Phrase:
    head = head_of(tree, first, stop)
    top = nominals.top(head)
    if label == "PERSON" and first and _is_title(tree, first - 1) and _hangs_together(tree, first - 1, head):
        top = nominals.top(first - 1)
    gender: str | None = None
    if label == "PERSON":
        before = [i for i in (first - 1, first - 2) if i >= 0]
        stated = (gender_of(tree.lower[i].rstrip(".")) for i in before if tree.pos[i] in ("PROPN", "NOUN"))
        gender = next((found for found in stated if found), "p")
    elif label:
        gender = "n"
    tag = tree.tag[head]
    plural = tag == "NNPS" and label in ("NORP", None)
    plural = plural or (label == "NORP" and tag in ("NNS", "NNPS"))
    return Phrase(
        first=first,
        stop=stop,
        head=head,
        top=top,
        kind="name",
        label=label,
        noun_class=CLASS_OF_LABEL.get(label or "", "other"),
        number="pl" if plural else "any" if label in ("ORG", "GPE", None) else "sg",
        gender=gender,
        words=tuple(tree.lower[first:stop]),
        rule=rule,
        confidence=probability(tree, first, stop) if label else UNLABELLED,
    )
