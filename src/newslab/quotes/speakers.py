"""Who the source of an attribution is: its entities in the article, what sort of source it is, how many speak."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc

from newslab.quotes.cues import word_list
from newslab.quotes.sources import sort_of
from newslab.reader.syntax import Tree
from newslab.records import Attribution, Mention, Speaker

TYPE_OF_LABEL = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "state",
    "LOC": "state",
    "NORP": "group",
    "FAC": "organisation",
    "WORK": "document",
    "PRODUCT": "organisation",
    "EVENT": "organisation",
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
SEVERAL = {"couple": 2, "pair": 2, "both": 2, "dozen": 12, "trio": 3, "half-dozen": 6}
PARTITIVES = frozenset(
    {"part", "parts", "some", "many", "most", "several", "few", "all", "none", "much", "half", "majority", "portion"}
    | {"rest", "section", "sections", "excerpt", "excerpts", "version", "any", "bulk", "minority"}
)
SINGULAR = frozenset({"he", "she", "his", "her", "him", "i", "my", "me", "himself", "herself"})
ME = frozenset({"i", "me", "my", "myself", "mine"})
YOU = frozenset({"you", "your", "yourself"})
JOINING = ("appos", "flat", "compound", "nmod:desc", "nmod:unmarked")
NESTED = 8  # attributions around one that are asked who speaks
WITHOUT_SOURCE = frozenset(
    {"adverb", "passive", "passive-subject", "modifier", "nominal", "equated"}
)  # `reportedly`, `is said to`
UNNAMED = Speaker((), "unnamed", None, None)
NOT_RESOLVED = Speaker((), None, None, None)


def find_speakers(
    doc: Doc, tree: Tree, mentions: Sequence[Mention], attributions: Sequence[Attribution]
) -> list[Speaker]:
    """One Speaker for each attribution, in the same order.

    `clusters` are empty where no mention with a cluster was found, or where the cluster holds pronouns only: then
    nobody knows who "she" is, and `resolved_by` is None.
    """
    by_head: dict[int, list[Mention]] = defaultdict(list)
    by_end = {m.end: m for m in mentions if m.kind == "name" and m.label == "PERSON"}
    named: set[int] = set()
    nominal: set[int] = set()
    labels: dict[int, str] = {}
    for mention in mentions:
        by_head[mention.head].append(mention)
        if mention.cluster is None:
            continue
        if mention.kind == "name":
            named.add(mention.cluster)
        elif mention.kind == "nominal":
            nominal.add(mention.cluster)
        if mention.label is not None and (mention.kind == "name" or mention.cluster not in labels):
            labels[mention.cluster] = mention.label
    found = [_speaker(tree, attribution, by_head, by_end, named, nominal, labels) for attribution in attributions]
    return [_inside(tree, k, attributions, found) for k in range(len(found))]


def _inside(tree: Tree, k: int, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> Speaker:
    """*I* inside somebody's words is that somebody; *you* in a question of an interview is who answers next."""
    own, head = attributions[k], attributions[k].source_head
    word = tree.lower[head] if head is not None else ""
    outer = own.parent
    if word in YOU:
        asked = outer is not None and attributions[outer].rule == "turn" and attributions[outer].cue_class == "ask"
        later = range(k + 1, min(k + 60, len(attributions)))
        turns = (j for j in later if attributions[j].rule == "turn" and attributions[j].cue_class != "ask")
        outer = next(turns, None) if asked else None
    elif word not in ME:
        return speakers[k]
    for _ in range(NESTED):
        if outer is None or attributions[outer].source_head is None:
            return speakers[k]
        speaker = speakers[outer]
        if len(speaker.clusters) == 1 and speaker.type not in ("document", "state", "group"):
            return Speaker(speaker.clusters, speaker.type, speaker.count, "pronoun")
        outer = attributions[outer].parent
    return speakers[k]


def _speaker(
    tree: Tree,
    attribution: Attribution,
    by_head: dict[int, list[Mention]],
    by_end: dict[int, Mention],
    named: set[int],
    nominal: set[int],
    labels: dict[int, str],
) -> Speaker:
    if attribution.source is None or attribution.source_head is None:
        return UNNAMED if attribution.rule in WITHOUT_SOURCE else NOT_RESOLVED
    heads = _heads(tree, attribution)
    clusters: list[int] = []
    ways: list[str] = []
    types: list[str] = []
    count: int | None = 0
    titled = _titled(tree, attribution.source, by_end) if len(heads) == 1 else None
    for head in heads:
        mention = titled or _mention(tree, head, attribution, by_head)
        cluster = mention.cluster if mention is not None else None
        known = cluster is not None and (cluster in named or cluster in nominal)
        if known and cluster is not None:
            if cluster not in clusters:
                clusters.append(cluster)
            ways.append("name" if mention is not None and mention.kind == "name" else _kind(mention))
        number = _count(tree, head, mention)
        whole = _whole(tree, head)
        if whole is not None:
            head = whole
            if mention is None or mention.head != whole:
                mention = next(iter(by_head.get(whole, ())), mention)
                cluster = mention.cluster if mention is not None else None
        label = labels.get(cluster) if cluster is not None else (mention.label if mention is not None else None)
        types.append(_type(tree, head, attribution, mention, label, cluster is not None and cluster in named))
        count = None if count is None or number is None else count + number
    way = ways[0] if ways else None
    if way is not None and attribution.rule == "same-speaker":
        way = "same-speaker"
    kind = types[0] if len(set(types)) == 1 else ("group" if types else None)
    return Speaker(tuple(clusters), kind, count or None, way)


def _heads(tree: Tree, attribution: Attribution) -> list[int]:
    """The heads of the coordinated parts of the source: `London and Paris` has two."""
    head = attribution.source_head
    assert head is not None and attribution.source is not None
    start, end = attribution.source
    found = [j for j in tree.conjuncts(head) if start <= tree.start[j] < end]
    return found if head in found else [head]


def _mention(tree: Tree, head: int, attribution: Attribution, by_head: dict[int, list[Mention]]) -> Mention | None:
    """The mention that the head stands for; a name joined to it (`spokesman Ivo Brandt`) goes before a nominal."""
    assert attribution.source is not None
    start, end = attribution.source
    joined = (kid for kid in tree.children(head, *JOINING) if tree.child(kid, "cop") is None)
    around = [head, *(kid for kid in joined if start <= tree.start[kid] < end)]
    around += [kid for first in around[1:] for kid in tree.children(first, *JOINING)]
    found = [mention for token in around for mention in by_head.get(token, ())]
    after = tree.end[head] + 1
    people = [m for m in found if m.kind == "name" and (m.label == "PERSON" or m.head == head or m.start == after)]
    own = by_head.get(head, [])
    if not people and sort_of(tree, head) == "document":
        people = [m for kid in tree.children(head, "nmod") if _is_author(tree, head, kid) for m in by_head.get(kid, ())]
    return next((mention for mention in (*[m for m in own if m.kind == "name"], *people, *own)), None)


def _is_author(tree: Tree, head: int, kid: int) -> bool:
    """Tell whether a document is somebody's own: `a post by Orla Venn`, `a letter from her`, `her post`."""
    return tree.preposition(kid) in ("by", "from") if kid > head else tree.is_(kid, "nmod:poss")


def _titled(tree: Tree, source: tuple[int, int], by_end: dict[int, Mention]) -> Mention | None:
    """The person whose name ends the source after a title: not `friends of Orla Venn`, but `harbour poet Orla Venn`."""
    mention = by_end.get(source[1])
    if mention is None or mention.start < source[0]:
        return None
    before = bisect_left(tree.start, mention.start) - 1
    if mention.start > source[0] and (
        before < 0 or tree.pos[before] in ("ADP", "CCONJ", "PUNCT", "PART", "VERB", "AUX")
    ):
        return None
    return mention


def _kind(mention: Mention | None) -> str:
    return mention.kind if mention is not None else "nominal"


def _type(
    tree: Tree, head: int, attribution: Attribution, mention: Mention | None, label: str | None, named: bool
) -> str:
    if mention is not None and mention.stands_for == "state":
        return "state"
    sort = sort_of(tree, head)
    if sort == "first" and attribution.depth == 0:
        return "author"
    lemma = tree.lemma[head].lower()
    if lemma == "government":
        return "state"
    if label is not None and (named or label != "PERSON"):
        return TYPE_OF_LABEL.get(label, "person")
    plural = tree.tag[head] in ("NNS", "NNPS") or (mention is not None and mention.plural)
    if sort == "document":
        return "document"
    if sort == "state" or lemma in word_list("state_noun"):
        return "state"
    if sort == "org":
        return "organisation"
    if plural or sort == "group" or lemma in word_list("group_noun"):
        numbered = tree.child(head, "nummod") is not None
        return "unnamed" if numbered or lemma in word_list("unnamed") else "group"
    definite = any(
        tree.lower[kid] in ("the", "this", "that") or tree.deps[kid] == "nmod:poss" for kid in tree.children(head)
    )
    if sort == "person" and tree.pos[head] in ("NOUN", "PRON", "DET", "ADJ", "NUM"):
        return "person" if definite or tree.lower[head] in SINGULAR or tree.lower[head] == "who" else "unnamed"
    return "person" if sort in ("name", "person", "first") else "unnamed" if sort == "unknown" else "group"


def _whole(tree: Tree, head: int) -> int | None:
    """What a partitive is of: `part of the *statement*`, `some of the *workers*`."""
    if tree.lower[head] not in PARTITIVES:
        return None
    return next((kid for kid in tree.children(head, "nmod") if kid > head and tree.preposition(kid) == "of"), None)


def _count(tree: Tree, head: int, mention: Mention | None) -> int | None:
    for kid in tree.children(head, "nummod", "det", "det:predet", "amod"):
        number = _number(tree.lower[kid]) if kid < head else None  # behind it is an age
        if number is not None:
            return number
    of = tree.child(head, "nmod")
    number = _number(tree.lower[head])
    if number is not None and (of is not None or tree.tag[head] in ("CD", "NN")):
        return number
    if tree.tag[head] in ("NNS", "NNPS") and not (mention is not None and mention.kind == "name"):
        return None
    if tree.lower[head] in SINGULAR or tree.tag[head] in ("NN", "NNP"):
        return 1
    return 1 if mention is not None and mention.kind == "name" else None


def _number(word: str) -> int | None:
    if word in NUMBERS:
        return NUMBERS[word]
    if word in SEVERAL:
        return SEVERAL[word]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else None
