"""One view of a Doc's dependency tree, in Universal Dependencies terms, whichever label scheme its parser has.

The grammar of the later rooms is written once, over `Tree`. It holds plain lists, made once per Doc, because reading
attributes of spaCy tokens one by one costs more than the grammar itself.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc

from newslab.reader.clearnlp import is_clearnlp, to_universal

NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nt", "’t"})
SUBJECTS = ("nsubj", "csubj")
PROMISES = frozenset({"promise", "vow", "pledge", "threaten", "swear", "offer"})  # whose subject, not object, is to act
EDGE = frozenset('"“”„«»‹›`,;:.!?…-–—()[]{} \t\n\r\u00a0')
STEPS = 64  # how far a missing subject or negation is looked for


class Tree:
    """A Doc's dependency tree as lists over token indices; see the attributes' comments."""

    __slots__ = (
        "_kids",
        "_left",
        "_right",
        "_size",
        "deps",
        "doc",
        "end",
        "heads",
        "lemma",
        "lower",
        "pos",
        "sentence",
        "start",
        "tag",
        "text",
        "whole",
    )

    def __init__(self, doc: Doc, heads: list[int], deps: list[str], columns: dict[str, list[str]]) -> None:
        self.doc = doc
        self.whole: str = doc.text  # the text that offsets count in; spaCy builds it anew at each access
        self.heads = heads  # index of the head token; a root's own index
        self.deps = deps  # UD label with its subtype, "root" for roots
        self.text, self.lower = columns["text"], columns["lower"]
        self.lemma, self.tag, self.pos = columns["lemma"], columns["tag"], columns["pos"]
        self.start: list[int] = []  # first character of each token
        self.end: list[int] = []  # character after its last one
        self.sentence: list[int] = []  # number of its sentence
        at = 0
        number = -1
        spaces = doc.to_array([SPACY]).ravel().tolist()
        for i, begins in enumerate(doc.to_array([SENT_START]).ravel().astype("int64").tolist()):
            self.start.append(at)
            at += len(self.text[i])
            self.end.append(at)
            at += bool(spaces[i])
            number += begins == 1 or i == 0
            self.sentence.append(number)
        self._kids: list[list[int]] = [[] for _ in heads]
        for i, head in enumerate(heads):
            if head != i:
                self._kids[head].append(i)
        self._measure()

    @classmethod
    def of(cls, doc: Doc) -> Tree:
        """Read the Doc's tree, turning ClearNLP-style labels into UD; linear in the number of tokens.

        Raises ValueError when the Doc has no part-of-speech tags or no dependency parse.
        """
        if len(doc) and not (doc.has_annotation("TAG") and doc.has_annotation("DEP")):
            raise ValueError(
                "newslab needs a pipeline with a tagger and a dependency parser: this Doc lacks their output."
            )
        array = doc.to_array([ORTH, LOWER, LEMMA, TAG, POS, DEP, HEAD])
        lookup: dict[int, str] = {}
        strings = doc.vocab.strings
        columns: dict[str, list[str]] = {}
        for k, name in enumerate(("text", "lower", "lemma", "tag", "pos", "dep")):
            keys = array[:, k].tolist() if len(doc) else []
            for key in set(keys):
                if key not in lookup:
                    lookup[key] = strings[key] if key else ""
            columns[name] = [lookup[key] for key in keys]
        columns["lemma"] = [lemma or low for lemma, low in zip(columns["lemma"], columns["lower"], strict=True)]
        columns["pos"] = [pos or universal_pos(tag) for pos, tag in zip(columns["pos"], columns["tag"], strict=True)]
        relative = array[:, 6].astype("int64").tolist() if len(doc) else []
        heads = [min(max(i + step, 0), len(doc) - 1) for i, step in enumerate(relative)]
        labels = columns["dep"]
        if is_clearnlp(labels, columns["tag"]):
            heads, deps = to_universal(
                heads, labels, columns["tag"], columns["pos"], columns["lemma"], columns["lower"]
            )
        else:
            deps = ["root" if head == i else label for i, (head, label) in enumerate(zip(heads, labels, strict=True))]
        mend_complements(heads, deps, columns["lower"])
        return cls(doc, heads, deps, columns)

    def _measure(self) -> None:
        """Leftmost and rightmost token and size of each subtree; a word caught in a cycle becomes a root."""
        n = len(self.heads)
        order = [i for i in range(n) if self.heads[i] == i]
        seen = bytearray(n)
        for i in order:
            seen[i] = 1
        at = 0
        for extra in range(n + 1):
            while at < len(order):
                for kid in self._kids[order[at]]:
                    if not seen[kid]:
                        seen[kid] = 1
                        order.append(kid)
                at += 1
            if extra < n and not seen[extra]:
                self._kids[self.heads[extra]].remove(extra)
                self.heads[extra], self.deps[extra] = extra, "root"
                seen[extra] = 1
                order.append(extra)
        self._left, self._right, self._size = list(range(n)), list(range(n)), [1] * n
        for i in reversed(order):
            head = self.heads[i]
            if head != i:
                self._left[head] = min(self._left[head], self._left[i])
                self._right[head] = max(self._right[head], self._right[i])
                self._size[head] += self._size[i]

    def __len__(self) -> int:
        return len(self.heads)

    def is_(self, i: int, *labels: str) -> bool:
        """Tell whether the word's label is one of these, or its main part is ("obl" matches "obl:agent")."""
        dep = self.deps[i]
        return dep in labels or (":" in dep and dep.partition(":")[0] in labels)

    def children(self, i: int, *labels: str) -> list[int]:
        """The word's children with one of these labels (all, when none is given), in text order."""
        return [kid for kid in self._kids[i] if self.is_(kid, *labels)] if labels else self._kids[i]

    def child(self, i: int, *labels: str) -> int | None:
        """Its first child with one of these labels."""
        return next((kid for kid in self._kids[i] if self.is_(kid, *labels)), None)

    def subtree(self, i: int, without: Collection[str] = ()) -> list[int]:
        """The word and what depends on it, sorted; children of `i` with a label in `without` are left out whole."""
        found = [i]
        pending = [kid for kid in self._kids[i] if not (without and self.is_(kid, *without))]
        while pending:
            j = pending.pop()
            if self._size[j] == self._right[j] - self._left[j] + 1:
                found.extend(range(self._left[j], self._right[j] + 1))
            else:
                found.append(j)
                pending.extend(self._kids[j])
        return sorted(found)

    def bounds(self, i: int, without: Collection[str] = ()) -> tuple[int, int]:
        """First and last token of the unbroken run of the subtree around `i`; linear in the number of children."""
        left_out = [kid for kid in self._kids[i] if self.is_(kid, *without)] if without else []
        crossing = any(self._left[kid] <= i <= self._right[kid] for kid in left_out)
        if crossing or self._size[i] != self._right[i] - self._left[i] + 1:
            tokens = set(self.subtree(i, without))
            left = right = i
            while left - 1 in tokens:
                left -= 1
            while right + 1 in tokens:
                right += 1
            return left, right
        left, right = self._left[i], self._right[i]
        for kid in left_out:
            if kid < i:
                left = max(left, self._right[kid] + 1)
            else:
                right = min(right, self._left[kid] - 1)
        return left, right

    def edges(self, i: int) -> tuple[int, int]:
        """Leftmost and rightmost token of the subtree, whatever stands between: for trees with crossing branches."""
        return self._left[i], self._right[i]

    def span(self, i: int, without: Collection[str] = ()) -> tuple[int, int]:
        """Characters of that run, without punctuation and spaces at its edges (a possessive 's stays)."""
        left, right = self.bounds(i, without)
        while left < i and self._is_edge(left):
            left += 1
        while right > i and self._is_edge(right):
            right -= 1
        return self.start[left], self.end[right]

    def _is_edge(self, i: int) -> bool:
        return self.pos[i] in ("PUNCT", "SPACE") or EDGE.issuperset(self.text[i])

    def subject(self, i: int) -> int | None:
        """Who does it: the subject, also one shared with a verb further up.

        A conjunct takes the first verb's, an open complement its controller ("urged *him* to go", "*he* promised her to
        go"), a participle or infinitive clause that of the main clause, a participle after a noun ("a *statement*
        saying") the noun; a relative pronoun is replaced by its antecedent.
        """
        for _ in range(STEPS):
            owns = self.children(i, *SUBJECTS)
            if owns:
                before = [kid for kid in owns if kid < i]
                return self.antecedent(before[-1] if before else owns[0], i)
            head, dep = self.heads[i], self.deps[i]
            if dep == "conj":
                i = head
            elif dep == "xcomp" or (dep == "ccomp" and self.tag[i] in ("VBG", "TO")):
                controller = self.child(head, "obj", "iobj") if self.lemma[head] not in PROMISES else None
                if controller is not None and controller < i:
                    return controller
                if self.is_passive(head) and self.child(head, *SUBJECTS) is None and self.deps[head] == "acl":
                    return self.heads[head]
                i = head
            elif dep == "advcl" and self.tag[i] in ("VBG", "VBN", "VB", "VBD", "VBP"):
                if self.tag[i] in ("VBD", "VBP") and self.child(i, "aux") is None:
                    return None
                i = head
            elif dep == "acl" and self.tag[i] in ("VBG", "VBN", "VBD"):
                return head
            else:
                return None
        return None

    def antecedent(self, pronoun: int, verb: int) -> int:
        """The noun that a relative pronoun under `verb` stands for, or the pronoun itself when it is none."""
        if self.tag[pronoun] in ("WDT", "WP") or self.lower[pronoun] == "that":
            for _ in range(STEPS):
                if self.deps[verb] == "acl:relcl":
                    return self.heads[verb]
                if self.deps[verb] not in ("conj", "xcomp", "ccomp"):
                    break
                verb = self.heads[verb]
        return pronoun

    def agent(self, i: int) -> int | None:
        """The by-phrase of a passive or participle ("accused *by the mayor*")."""
        for kid in self._kids[i]:
            if self.deps[kid] == "obl:agent" and self.preposition(kid) in ("by", None):
                return kid
        if self.is_passive(i):
            return next((kid for kid in self.children(i, "obl") if self.preposition(kid) == "by"), None)
        return None

    def preposition(self, i: int) -> str | None:
        """The words that mark a nominal or clause, in lower case: "by", "according to", "that"; None without any."""
        words = []
        for kid in self._kids[i]:
            if kid < i and self.deps[kid] in ("case", "mark"):
                words.append(kid)
                words.extend(self.children(kid, "fixed"))
        return " ".join(self.lower[j] for j in sorted(words)) or None

    def conjuncts(self, i: int) -> list[int]:
        """The word and all that are coordinated with it, in text order."""
        first = self.heads[i] if self.deps[i] == "conj" else i
        return sorted([first, *(kid for kid in self._kids[first] if self.deps[kid] == "conj")])

    def is_passive(self, i: int) -> bool:
        """Tell whether the verb is passive: with an auxiliary, or as a participle after a noun or on its own."""
        if self.is_passive_once(i):
            return True
        if self.deps[i] == "conj" and self.tag[i] == "VBN" and self.child(i, *SUBJECTS, "aux") is None:
            return self.tag[self.heads[i]] == "VBN" and self.is_passive_once(self.heads[i])
        return False

    def is_passive_once(self, i: int) -> bool:
        """Tell it from the word's own auxiliaries alone."""
        if any(self.deps[kid] in ("aux:pass", "nsubj:pass", "csubj:pass") for kid in self._kids[i]):
            helpers = {self.lemma[kid] for kid in self._kids[i] if self.deps[kid].startswith("aux")}
            return "have" not in helpers or not helpers.isdisjoint(("be", "get"))
        return self.tag[i] == "VBN" and self.deps[i] in ("acl", "advcl") and self.child(i, "aux") is None

    def negation(self, i: int) -> int | None:
        """The word that negates this one: *not*, *never*, *no longer*, *neither*, a determiner *no*."""
        for _ in range(STEPS):
            for kid in self._kids[i]:
                if self.lower[kid] in NEGATORS and self.is_(kid, "advmod", "det", "cc", "neg", "aux"):
                    return kid
                if self.lower[kid] == "longer" and self.lower[kid - 1] == "no":
                    return kid
            joined = self.child(i, "cc")
            if (
                self.deps[i] == "conj"
                and joined is not None
                and self.lower[joined] == "or"
                and self.child(i, *SUBJECTS, "aux") is None
            ):
                i = self.heads[i]
            else:
                return None
        return None

    def auxiliaries(self, i: int) -> list[int]:
        """Its auxiliaries, those of the passive among them."""
        return self.children(i, "aux")

    def ancestors(self, i: int) -> list[int]:
        """Its heads up to the root, nearest first."""
        found = []
        while self.heads[i] != i:
            i = self.heads[i]
            found.append(i)
        return found


def mend_complements(heads: list[int], deps: list[str], lower: list[str]) -> None:
    """Mend, in place, what parsers hang on a complement clause although it stands before the governing verb's end.

    Of `Venn said Okoro left` the subject before *said* is that of *said*, the one after it that of *left*; of `told her
    on Monday that Okoro left` what stands before *that* belongs to *told*.
    """
    subjects: dict[int, list[int]] = {}
    marks: dict[int, int] = {}
    for i, head in enumerate(heads):
        if deps[i].startswith("nsubj"):
            subjects.setdefault(head, []).append(i)
        elif deps[i] == "mark" and lower[i] == "that" and i < head:
            marks.setdefault(head, i)
    for clause, verb in enumerate(heads):
        if deps[clause] != "ccomp" or verb >= clause:
            continue
        before = [i for i in subjects.get(clause, ()) if i < verb]
        if not before:
            continue
        own = subjects.get(verb, [])
        after = [i for i in own if verb < i < clause]
        if after and len(own) == 1:
            heads[before[-1]], heads[after[0]] = verb, clause
            deps[before[-1]], deps[after[0]] = "nsubj", deps[before[-1]]
        elif not own and len(subjects[clause]) > len(before):
            heads[before[-1]], deps[before[-1]] = verb, "nsubj"
    for i, clause in enumerate(heads):
        if deps[i].startswith("obl") and deps[clause] == "ccomp" and heads[clause] < i < marks.get(clause, -1):
            heads[i] = heads[clause]


def universal_pos(tag: str) -> str:
    """UPOS of a Penn Treebank tag, for pipelines that give only the latter; "X" where it is unknown."""
    return _UPOS.get(tag[:2], "X") if tag not in _UPOS else _UPOS[tag]


_UPOS = {
    "NNP": "PROPN", "NNPS": "PROPN", "NN": "NOUN", "VB": "VERB", "JJ": "ADJ", "RB": "ADV", "RP": "ADP", "IN": "ADP",
    "MD": "AUX", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON", "WDT": "DET", "WR": "ADV", "DT": "DET",
    "PD": "DET", "CD": "NUM", "CC": "CCONJ", "TO": "PART", "PO": "PART", "EX": "PRON", "UH": "INTJ", "_S": "SPACE",
    ".": "PUNCT", ",": "PUNCT", ":": "PUNCT", "``": "PUNCT", "''": "PUNCT", "-L": "PUNCT", "-R": "PUNCT", "HY": "PUNCT",
    "$": "SYM", "#": "SYM", "SY": "SYM",
}  # fmt: skip
