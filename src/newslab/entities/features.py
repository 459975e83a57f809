"""What tells whether a nominal or pronoun takes up an earlier phrase: features of phrases and of pairs, as numbers.

Every feature is categorical: a phrase has one value of each of `OF_PHRASE`, a pair one of each of `OF_PAIR`. They are
gathered once per article into arrays, because a look-up pair by pair costs more than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newslab.entities.lexicon import words
from newslab.entities.phrase import Nominals, Phrase
from newslab.reader.syntax import Tree

WINDOW = 50  # phrases before a pronoun or nominal that are looked at
REMEMBERED = 3  # earlier phrases with the same head noun, however far away
SORTS = (
    "name PERSON", "name ORG", "name GPE", "name LOC", "name FAC", "name NORP", "name other",
    "nominal person", "nominal people", "nominal org", "nominal state", "nominal place", "nominal facility",
    "nominal event", "nominal communication", "nominal abstract", "nominal object", "nominal group", "nominal other",
    "he", "she", "it", "they", "I", "we", "you", "this", "these", "group of persons", "group",
)  # fmt: skip
DETERMINERS = (
    "definite", "demonstrative", "possessive", "indefinite", "quantified", "none", "subject", "object", "reflexive",
    "compound",
)  # fmt: skip
ROLES = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "appos", "root", "conj", "predicate", "other")
OF_PHRASE = {
    "sort": len(SORTS), "determiner": len(DETERMINERS), "role": len(ROLES), "number": 3, "gender": 5, "quoted": 2,
    "sentence": 4, "modifiers": 3, "tail": 2, "saying": 2, "named": 5, "repeated": 4, "first": 2,
}  # fmt: skip
OF_PAIR = {
    "sentences": 8, "phrases": 9, "paragraphs": 4, "number": 9, "gender": 25, "words": 7, "modifiers": 4,
    "structure": 6, "parallel": 2, "quotes": 6, "same form": 3, "between": 5, "latest": 2, "clause": 6,
    "says": 6,
    "sorts": len(SORTS) ** 2, "roles": len(ROLES) ** 2,
}  # fmt: skip
NEW = frozenset({"another", "other", "second", "third", "fourth", "fifth", "different", "new", "more", "further"})
GENDERS = {"m": 0, "f": 1, "n": 2, "p": 3, None: 4}
NUMBERS = {"sg": 0, "pl": 1, "any": 2}
_SORT = {sort: k for k, sort in enumerate(SORTS)}
_DETERMINER = {name: k for k, name in enumerate(DETERMINERS)}
_ROLE = {name: k for k, name in enumerate(ROLES)}
_FORM = {
    (1, "sg"): "I", (1, "pl"): "we", (2, "any"): "you", (2, "sg"): "you", (2, "pl"): "you",
}  # fmt: skip


def sort_of(phrase: Phrase) -> str:
    """The value of the feature `sort`."""
    if phrase.kind == "name":
        return (
            f"name {phrase.label}" if phrase.label in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP") else "name other"
        )
    if phrase.kind == "group":
        return "group of persons" if phrase.gender == "p" else "group"
    if phrase.kind == "pronoun":
        if phrase.determiner == "demonstrative":
            return "these" if phrase.number == "pl" else "this"
        if phrase.person < 3:
            return _FORM[phrase.person, phrase.number]
        return {"m": "he", "f": "she", "n": "it"}.get(phrase.gender or "", "they")
    known = f"nominal {phrase.noun_class}"
    return known if known in _SORT else "nominal other"


class Table:
    """The features of an article's phrases, and with `pairs` those of candidate pairs of them."""

    def __init__(self, tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], named: Sequence[int]) -> None:
        """`named` gives for each phrase the number of its cluster of names, or -1."""
        self.tree, self.phrases = tree, phrases
        self.quote, self.speaker = quotations(tree)
        self.values = np.zeros((len(phrases), len(OF_PHRASE)), dtype=np.int32)
        self._facts = np.zeros((len(phrases), len(_FACTS)), dtype=np.int32)
        self._describe(nominals, named)
        self._nominal = np.array([p.kind == "nominal" for p in phrases], dtype=bool)
        self._wordings = [p.words for p in phrases]
        self._sets = [frozenset(words) for words in self._wordings]
        self._next = self._following()
        self._clauses = np.array([self._subjects(p.top) for p in phrases], dtype=np.int32).reshape(-1, 4)
        self._counts = self._cumulated()
        self._sayers = self._sayings()

    def _describe(self, nominals: Nominals, named: Sequence[int]) -> None:
        tree = self.tree
        heads, deps, sentence, lemma = tree.heads, tree.deps, tree.sentence, tree.lemma
        paragraph = paragraphs(tree)
        ids: dict[object, int] = {}
        seen: dict[object, int] = {}
        size: dict[int, int] = {}
        values: list[tuple[int, ...]] = []
        facts: list[tuple[int, ...]] = []
        last_sentence = -1
        saying = words("saying")
        for k, p in enumerate(self.phrases):
            top = p.top
            dep = deps[top]
            governor = heads[top]
            role = "predicate" if top in nominals.copula else dep if dep in _ROLE else dep.partition(":")[0]
            sort = _SORT[sort_of(p)]
            noun = p.words[-1] if p.words else ""
            repeated = seen.get(noun, 0) if p.kind == "nominal" else 0
            if p.kind == "nominal":
                seen[noun] = repeated + 1
            cluster = named[k]
            if cluster >= 0:
                size[cluster] = size.get(cluster, 0) + 1
            number, gender = NUMBERS[p.number], GENDERS[p.gender]
            n_modifiers = len(p.words) - 1 if p.kind == "nominal" else 0
            values.append((
                sort, _DETERMINER.get(p.determiner, 5), _ROLE.get(role, 10), number, gender,
                int(self.quote[top] > 0), _bucket(sentence[top], (0, 3, 11)),
                min(n_modifiers, 2), int(p.stop - 1 > p.head), int(lemma[governor] in saying),
                _bucket(size.get(cluster, 0), (0, 1, 2, 4)) if cluster >= 0 else 0,
                min(repeated, 3), int(sentence[top] != last_sentence),
            ))  # fmt: skip
            last_sentence = sentence[top]
            possessor = nominals.possessor.get(top, -1)
            facts.append((
                sentence[top], paragraph[top], p.first, p.stop, top, governor, int(self.quote[top]),
                ids.setdefault(noun, len(ids)), ids.setdefault((*p.words,), len(ids)), possessor,
                self.speaker.get(int(self.quote[top]), -1), cluster,
            ))  # fmt: skip
        if values:
            self.values = np.array(values, dtype=np.int32)
            self._facts = np.array(facts, dtype=np.int32)

    def candidates(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs (antecedent, anaphor) to be ranked, sorted by anaphor: the anaphors are nominals and pronouns."""
        left: list[int] = []
        right: list[int] = []
        remembered: dict[str, list[int]] = {}
        bare = [p.determiner == "bare" for p in self.phrases]
        for j, p in enumerate(self.phrases):
            if p.kind in ("name", "group"):
                noun = p.words[-1] if p.words else ""
            else:
                noun = p.words[-1]
                start = max(0, j - WINDOW)
                if p.kind == "nominal" and p.determiner in ("indefinite", "quantified", "compound", "bare"):
                    own = set(p.words)
                    found = [i for i in remembered.get(noun, ()) if own <= set(self.phrases[i].words)]
                    if not NEW.isdisjoint(own):
                        found = []
                else:
                    found = [i for i in remembered.get(noun, ()) if i < start] if p.kind == "nominal" else []
                    near = range(start, j)
                    found += [i for i in near if not bare[i] or self.phrases[i].words[-1] == noun]
                left.extend(found)
                right.extend([j] * len(found))
            if p.kind in ("nominal", "name") and noun:
                same = remembered.setdefault(noun, [])
                same.append(j)
                del same[:-REMEMBERED]
        one, other = np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)
        if not len(one):
            return one, other
        first, stop = self._facts[:, 2], self._facts[:, 3]
        apart = stop[one] <= first[other]
        return one[apart], other[apart]

    def pairs(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """The pair features of antecedents `i` and anaphors `j`, one row a pair, one column a feature."""
        f, v = self._facts, self.values
        fi, fj = f[i], f[j]
        out = np.zeros((len(i), len(OF_PAIR)), dtype=np.int32)
        out[:, 0] = np.searchsorted([1, 2, 3, 4, 6, 10, 20], fj[:, 0] - fi[:, 0], side="right")
        out[:, 1] = np.searchsorted([2, 3, 4, 6, 9, 14, 22, 40], j - i, side="right")
        out[:, 2] = np.minimum(fj[:, 1] - fi[:, 1], 3)
        out[:, 3] = v[i, 3] * 3 + v[j, 3]
        out[:, 4] = v[i, 4] * 5 + v[j, 4]
        out[:, 5], out[:, 6] = self._words(i, j)
        same_governor = (fi[:, 5] == fj[:, 5]) & (fi[:, 0] == fj[:, 0])
        inside = (fj[:, 5] == fi[:, 4]).astype(np.int32)
        structure = np.where(same_governor, 1, 0)
        structure = np.where(same_governor & (v[j, 1] == 8), 2, structure)
        structure = np.where(fj[:, 9] == fi[:, 4], 3, structure)
        structure = np.where(inside == 1, 4, structure)
        out[:, 7] = np.where(fi[:, 5] == fj[:, 4], 5, structure)
        out[:, 8] = v[i, 2] == v[j, 2]
        quotes = np.where(fi[:, 6] == fj[:, 6], np.where(fi[:, 6] == 0, 0, 1), 2)
        quotes = np.where((fi[:, 6] == 0) & (fj[:, 6] > 0), 3, quotes)
        quotes = np.where((fi[:, 6] > 0) & (fj[:, 6] == 0), 4, quotes)
        out[:, 9] = np.where((fj[:, 10] >= 0) & (fj[:, 10] == fi[:, 4]), 5, quotes)
        both = (v[i, 0] >= _SORT["he"]) & (v[j, 0] >= _SORT["he"]) & (v[i, 0] <= _SORT["these"])
        out[:, 10] = np.where(both, np.where(v[i, 0] == v[j, 0], 1, 2), 0)
        out[:, 11] = self._between(i, j)
        out[:, 12] = self._next[i] >= j
        own, matrix, outer, thing = (self._clauses[j, k] for k in range(4))
        clause = np.where(fi[:, 4] == thing, 4, np.where(fi[:, 4] == outer, 3, 0))
        clause = np.where(fi[:, 4] == matrix, 2, np.where(fi[:, 4] == own, 1, clause))
        out[:, 13] = np.where((clause == 0) & (v[i, 2] <= 1) & (fj[:, 0] - fi[:, 0] == 1), 5, clause)
        out[:, 14] = self._says(fi[:, 4], j)
        out[:, 15] = v[i, 0] * len(SORTS) + v[j, 0]
        out[:, 16] = v[i, 2] * len(ROLES) + v[j, 2]
        return out

    def _words(self, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How the words of two phrases agree: 0 not, 1 the head, 2 the head of one among the other's words, …"""
        f = self._facts
        agree, modifiers = np.zeros(len(i), dtype=np.int32), np.zeros(len(i), dtype=np.int32)
        agree[f[i, 7] == f[j, 7]] = 1
        nominal, sets, words = self._nominal, self._sets, self._wordings
        agree[~nominal[j]] = 0
        near = np.flatnonzero(nominal[j])
        a, b = i[near].tolist(), j[near].tolist()
        same_head = agree[near].tolist()
        for k, x, y, same in zip(near.tolist(), a, b, same_head, strict=True):
            other, own = sets[x], sets[y]
            if same:
                if own == other:
                    agree[k] = 3
                elif own < other:
                    modifiers[k] = 1
                elif other < own:
                    modifiers[k] = 2
                else:
                    modifiers[k] = 3
            elif not own.isdisjoint(other):
                head, other_head = words[y][-1], words[x][-1]
                agree[k] = 4 if head in other else 5 if other_head in own else 6
        agree[f[i, 8] == f[j, 8]] = 3
        agree[~nominal[j]] = 0
        return agree, modifiers

    def _sayings(self) -> np.ndarray:
        """For each phrase the subjects, or -1: of the verb of saying it stands under, of the last one before it, and
        of the one before that of which it is the subject itself.
        """
        tree, saying = self.tree, words("saying")
        verbs = [k for k, lemma in enumerate(tree.lemma) if lemma in saying and tree.pos[k] == "VERB"]
        pairs = [(k, s) for k in verbs if (s := tree.child(k, "nsubj")) is not None]
        subject = dict(pairs)
        found, at = [], -1
        for p in self.phrases:
            while at + 1 < len(pairs) and max(pairs[at + 1]) < p.first:
                at += 1
            last = pairs[at][1] if at >= 0 else -1
            above, verb = -1, p.top
            for _ in range(12):
                verb, below = tree.heads[verb], verb
                if verb == below:
                    break
                if subject.get(verb, p.top) != p.top:
                    above = subject[verb]
                    break
            own = subject.get(tree.heads[p.top]) == p.top
            found.append((above, last, last if own else -1))
        return np.array(found, dtype=np.int32).reshape(-1, 3)

    def _says(self, top: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Whether the antecedent is who says what the anaphor stands in (quoted or not), or who spoke last."""
        above, last, before = (self._sayers[j, k] for k in range(3))
        found = np.where(top == last, 3, 0)
        found = np.where(top == before, 4, found)
        found = np.where((top == above) & (above == last), 5, found)
        return np.where(top == above, np.where(self.values[j, 5] > 0, 2, np.where(above == last, 1, 5)), found)

    def _subjects(self, i: int) -> tuple[int, int, int, int]:
        """The tokens of the subjects of the clause around `i` and of the two above, and the nearest object; or -1."""
        tree = self.tree
        found: list[int] = []
        thing = -1
        for _ in range(12):
            head = tree.heads[i]
            if head == i or len(found) == 3:
                break
            if tree.pos[head] in ("VERB", "AUX", "ADJ", "NOUN", "PROPN"):
                subject = tree.child(head, "nsubj")
                if subject is not None and subject != i:
                    found.append(subject)
                if thing < 0 and tree.pos[head] == "VERB":
                    other = tree.child(head, "obj")
                    thing = other if other is not None and other != i else -1
            i = head
        own, matrix, outer = [*found, -1, -1, -1][:3]
        return own, matrix, outer, thing

    def _cumulated(self) -> list[np.ndarray]:
        """How many single persons, plurals and single things there are before each phrase."""
        v = self.values
        human = (v[:, 4] != 2) & (v[:, 0] != _SORT["I"]) & (v[:, 0] != _SORT["you"])
        plural = v[:, 3] == 1
        kinds = (human & ~plural, plural | (v[:, 3] == 2), ~human & ~plural)
        return [np.concatenate(([0], np.cumsum(kind))).astype(np.int32) for kind in kinds]

    def _between(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """How many phrases between the two the anaphor could mean by number and gender, up to 4."""
        v = self.values
        out = np.zeros(len(i), dtype=np.int32)
        of_anaphor = np.where(v[j, 3] == 1, 1, np.where(v[j, 4] == 2, 2, 0))
        for kind, total in enumerate(self._counts):
            chosen = of_anaphor == kind
            out[chosen] = total[j[chosen]] - total[i[chosen] + 1]
        return np.minimum(out, 4)

    def _following(self) -> np.ndarray:
        """For each phrase the next one of its cluster of names; the number of phrases where there is none."""
        following = np.full(len(self.phrases), len(self.phrases), dtype=np.int32)
        last: dict[int, int] = {}
        for k, cluster in reversed(list(enumerate(self._facts[:, 11].tolist()))):
            if cluster >= 0:
                following[k] = last.get(cluster, len(self.phrases))
                last[cluster] = k
        return following


_FACTS = (
    "sentence", "paragraph", "first", "stop", "top", "governor", "quote", "noun", "words", "possessor", "speaker",
    "cluster",
)  # fmt: skip


def _bucket(value: int, limits: tuple[int, ...]) -> int:
    return sum(value > limit for limit in limits)


def paragraphs(tree: Tree) -> list[int]:
    """The number of each token's paragraph: a line break token begins a new one."""
    number, found = 0, []
    for text, pos in zip(tree.text, tree.pos, strict=True):
        number += pos == "SPACE" and "\n" in text
        found.append(number)
    return found


def quotations(tree: Tree) -> tuple[np.ndarray, dict[int, int]]:
    """Per token the number of its quotation (0 outside), and quotation → the token of the one who is said to speak.

    Only double marks count; a mark that is not closed ends with its paragraph.
    """
    size = len(tree)
    quote = np.zeros(size, dtype=np.int32)
    number = current = 0
    opened = -1
    for i, text in enumerate(tree.text):
        if tree.pos[i] == "SPACE" and "\n" in text:
            if current:
                quote[opened:i] = current
            current = 0
        elif text in ('"', "“", "”", "``", "''", "„", "«", "»"):
            closing = current and text not in ("“", "``", "„", "«")
            if closing:
                quote[opened : i + 1] = current
                current = 0
            else:
                number += 1
                current, opened = number, i
    speaker: dict[int, int] = {}
    for i in np.flatnonzero(quote).tolist():
        number = int(quote[i])
        verb = tree.heads[i]
        if number in speaker:
            continue
        if quote[verb] == 0 and tree.is_(i, "ccomp", "parataxis", "obj", "root", "dep", "advcl"):
            subject = tree.subject(verb)
        elif tree.heads[i] == i or quote[verb] != number:
            verbs = [k for k in tree.children(i, "parataxis", "ccomp") if quote[k] == 0]
            subject = tree.subject(verbs[0]) if verbs else None
        else:
            continue
        if subject is not None and quote[subject] == 0:
            speaker[number] = subject
    return quote, speaker
