"""Common-noun phrases, pronouns and coordinations that may refer to something: the candidates besides names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newslab.entities.lexicon import Pronoun, class_of, gender_of, nouns, pronouns, words
from newslab.entities.phrase import Nominals, Phrase, overlaps
from newslab.reader.syntax import Tree

DETERMINERS = {
    "the": "definite", "this": "demonstrative", "that": "demonstrative", "these": "demonstrative",
    "those": "demonstrative", "such": "demonstrative", "a": "indefinite", "an": "indefinite", "another": "indefinite",
    "both": "definite",
}  # fmt: skip
# labels of nouns that are part of another noun phrase, or that only mark time and manner
NO_HEADS = frozenset(
    {"flat", "flat:name", "fixed", "goeswith", "nmod:desc", "det", "case", "advmod", "punct", "cc", "mark",
     "discourse", "reparandum", "nummod", "amod", "dep", "nmod:unmarked", "obl:unmarked", "obl:tmod", "obl:npmod",
     "nmod:tmod", "nmod:npmod"}
)  # fmt: skip
PARTS = ("acl:relcl", "acl", "appos", "parataxis", "conj", "cc", "advcl", "punct", "cop", "nsubj", "aux", "advmod",
         "mark", "case", "orphan", "ccomp", "csubj", "discourse", "vocative", "dep", "obl", "obj", "expl")  # fmt: skip
PLURALS = frozenset({"people", "police", "others", "troops", "media"})
# "it" before these is about the weather or a fact, not about a thing
BREAKS = frozenset({",", "(", "[", ";", ":", "–", "—", "--"})
OPENING = {"”": ("“",), ")": ("(",), "]": ("[",), '"': ('"',), "''": ("``", "''"), "»": ("«",)}
STARTS = frozenset({"“", "(", "[", '"', "``", "«"})
COLLECTIVE = frozenset({"org", "people", "state", "group"})


def find_nominals(tree: Tree, nominals: Nominals, names: Sequence[Phrase]) -> list[Phrase]:
    """Common-noun phrases outside names, without their relative clauses, appositions and conjuncts, in text order."""
    cover = overlaps(((name.first, name.stop) for name in names), len(tree))
    titular = {name.top for name in names if name.top != name.head}
    titular |= {name.first - 1 for name in names if name.label == "PERSON" and tree.heads[name.first - 1] == name.head}
    found = []
    tags, pos, deps, lower = tree.tag, tree.pos, tree.deps, tree.lower
    for i in range(len(tree)):
        if pos[i] not in ("NOUN", "PROPN") or cover[i] >= 0 or deps[i] in NO_HEADS or i in titular:
            continue
        if lower[i] in words("calendar") or not tree.text[i][:1].isalpha():
            continue
        if lower[i] in words("general") and i + 1 < len(tree) and lower[i + 1] == "general":
            continue  # "attorneys general" is one noun, headed by its last word here
        noun_class = _class_of_noun(tree, i)
        left, right = tree.bounds(i, PARTS)
        first, last = min(left, i), max(right, i)  # a crossing branch can leave the head out
        while first < i and (
            pos[first] in ("PUNCT", "SPACE", "ADP", "SCONJ", "ADV", "CCONJ") or deps[first] in ("case", "mark")
        ):
            if i > tree.heads[first] > first and pos[first] not in ("PUNCT", "SPACE"):
                break  # "at least 31 people"
            first += 1
        last = _before_break(tree, i, last)
        first, last = _balanced(tree, first, i, last)
        if lower[i] == "general" and i and lower[i - 1] in words("general"):
            first = min(first, i - 1)
            tag = tags[i - 1]
        else:
            tag = tags[i]
        plural = tag in ("NNS", "NNPS") or lower[i] in PLURALS
        if deps[i] == "compound" and pos[i] == "PROPN":
            continue
        owner = nominals.possessor.get(i)
        word = nominals.determiner.get(i)
        determiner = (
            "possessive" if owner is not None else "none" if word is None else DETERMINERS.get(word, "quantified")
        )
        if deps[i] == "compound":
            determiner = "compound"
        elif _is_bare(tree, nominals, i):
            determiner = "bare"
        gender = gender_of(lower[i]) or gender_of(tree.lemma[i].lower())
        if gender is None:
            gender = "p" if noun_class in ("person", "people") else "n"
        modifiers = [lower[k] for k in nominals.modifiers.get(i, ())]
        if word == "another":
            modifiers.insert(0, word)
        found.append(
            Phrase(
                first,
                last + 1,
                i,
                i,
                "nominal",
                None,
                noun_class,
                "pl" if plural else "any" if noun_class in COLLECTIVE else "sg",
                gender,
                3,
                determiner,
                (*modifiers, tree.lemma[i].lower()),
                "noun",
                0.75,
            )
        )
    return found


def _before_break(tree: Tree, i: int, last: int) -> int:
    """The last token of a phrase before the comma, bracket or dash behind which an apposition or aside begins."""
    for k in range(i + 1, last + 1):
        if tree.text[k] in BREAKS:
            last = k - 1
            break
    while last > i and tree.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    return last


def _balanced(tree: Tree, first: int, i: int, last: int) -> tuple[int, int]:
    """The largest part around `i` in which every quotation mark and bracket has its other half."""
    while True:
        opened: list[int] = []
        alone: list[int] = []
        for k in range(first, last + 1):
            mark = tree.text[k]
            if opened and tree.text[opened[-1]] in OPENING.get(mark, ()):
                opened.pop()
            elif mark in STARTS:
                opened.append(k)
            elif mark in OPENING:
                alone.append(k)
        left = [k for k in (*alone, *opened) if k < i]
        right = [k for k in (*alone, *opened) if k > i]
        if not left and not right:
            return first, last
        first = max(left, default=first - 1) + 1
        last = min(right, default=last + 1) - 1
        while last > i and tree.pos[last] in ("PUNCT", "SPACE", "ADP", "DET", "CCONJ"):
            last -= 1


def _is_bare(tree: Tree, nominals: Nominals, i: int) -> bool:
    """Tell whether a singular noun without any word before it only completes a verb or preposition: "on board"."""
    if tree.tag[i] != "NN" or tree.lower[i] in PLURALS or tree.deps[i] in ("nsubj", "nsubj:pass", "compound"):
        return False
    if i in nominals.determiner or i in nominals.possessor or i in nominals.modifiers:
        return False
    if tree.deps[i] == "obj":
        return tree.lemma[tree.heads[i]] in words("light")
    return i in nominals.case


def _class_of_noun(tree: Tree, i: int) -> str:
    """What the noun denotes; a "state of emergency" is no state, and *funds* are money."""
    if tree.lemma[i].lower() in words("container"):
        of = next((k for k in tree.children(i, "nmod") if k > i and tree.preposition(k) == "of"), None)
        if of is not None:
            found = class_of(tree.lemma[of].lower())
            return "people" if found == "person" else found
    if tree.lower[i] == "state" and any(
        tree.pos[k] == "NOUN" and tree.preposition(k) == "of" and tree.tag[k] in ("NN", "NNS")
        for k in tree.children(i, "nmod")
        if k > i
    ):
        return "abstract"
    if tree.tag[i] == "NNS" and (plural := nouns().get(tree.lower[i])) is not None:
        return plural
    return class_of(tree.lemma[i].lower())


def find_pronouns(tree: Tree, nominals: Nominals) -> list[Phrase]:
    """Pronouns that may refer: not relative or interrogative ones, not "it" and "there" that only fill a place."""
    table = pronouns()
    found = []
    for i, word in enumerate(tree.lower):
        form = table.get(word)
        if (
            form is None
            or not tree.text[i].strip()
            or tree.pos[i] not in ("PRON", "DET", "NOUN", "X")
            or tree.tag[i] in ("WDT", "WP", "WP$", "IN")
        ):
            continue
        if form.case == "demonstrative":
            if tree.deps[i] == "det" or tree.pos[i] not in ("PRON", "DET"):
                continue
        elif tree.deps[i] == "det":
            continue
        if word == "it" and is_empty(tree, i):
            continue
        found.append(
            Phrase(
                i,
                i + 1,
                i,
                i,
                "pronoun",
                None,
                _class_of_pronoun(word, form),
                form.number,
                None if form.gender == "any" else form.gender,
                form.person,
                form.case,
                (word,),
                "pronoun",
                0.93,
            )
        )
    return found


def _class_of_pronoun(word: str, form: Pronoun) -> str:
    if form.person < 3 or form.gender in ("m", "f"):
        return "person"
    return "other"


def is_empty(tree: Tree, i: int) -> bool:
    """Tell whether *it* stands for nothing: an expletive, a subject of weather or of a clause that follows."""
    dep, verb = tree.deps[i], tree.heads[i]
    if dep.startswith("expl"):
        return True
    if dep != "nsubj":
        return False
    if tree.lemma[verb] in ("rain", "snow", "seem", "appear"):
        return True
    clause = next((kid for kid in tree.children(verb, "csubj", "ccomp", "advcl", "acl", "xcomp") if kid > verb), None)
    if clause is None:
        return False
    mark = tree.child(clause, "mark")
    return (
        tree.child(verb, "cop") is not None
        and tree.pos[verb] in ("ADJ", "NOUN", "ADV")
        and mark is not None
        and tree.lower[mark] in ("that", "to", "if", "whether", "for")
        and tree.deps[clause] in ("csubj", "ccomp", "advcl", "acl")
        and tree.lemma[verb] not in ("ready", "able", "set", "willing", "sure", "eager", "likely", "unable", "due")
    )


def find_groups(tree: Tree, nominals: Nominals, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Coordinations of two or more phrases ("Brandt and Okoro"), which only a plural can take up again."""
    by_top = {phrase.top: phrase for phrase in phrases if phrase.kind != "pronoun"}
    found = []
    for first, others in nominals.conjuncts.items():
        members = [by_top[i] for i in (first, *others) if i in by_top]
        if len(members) != len(others) + 1 or len(members) > 12:
            continue
        joined = any(tree.lower[k] == "and" or tree.lower[k] == "&" for i in others for k in tree.children(i, "cc"))
        if not joined:
            continue
        if any(b.first < a.stop for a, b in pairwise(members)):
            continue
        classes = {member.noun_class for member in members}
        found.append(
            Phrase(
                members[0].first,
                members[-1].stop,
                members[0].head,
                first,
                "group",
                None,
                classes.pop() if len(classes) == 1 else "other",
                "pl",
                "p" if all(m.noun_class in ("person", "people") for m in members) else None,
                3,
                "none",
                (),
                "coordination",
                0.7,
                members,
            )
        )
    return found


def find_phrases(tree: Tree, nominals: Nominals, names: Sequence[Phrase]) -> list[Phrase]:
    """All candidates by the place of their head, so that *his* comes before *his lawyer*; groups first."""
    phrases = [*names, *find_nominals(tree, nominals, names), *find_pronouns(tree, nominals)]
    phrases.extend(find_groups(tree, nominals, phrases))
    phrases.sort(key=lambda phrase: (phrase.head, -phrase.stop))
    return phrases
