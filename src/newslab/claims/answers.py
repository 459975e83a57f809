"""What a claim says of another by itself: "that is a lie", "it did not", "no such call", "the figure is higher".

`Reaction` is what this module and `reactions` hand to `targets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newslab.claims.linking import Linking, negative, vocabulary
from newslab.records import Claim, Span

DEMONSTRATIVE = frozenset({"that", "this", "it", "these", "those", "both", "so"})
POINTING = frozenset({"the", "that", "this", "these", "those", "such", "all"})
OPPOSITE = {"denies": "affirms", "disputes": "affirms"}  # what it is not to deny
ELLIPTIC = frozenset({"do", "be", "have", "can", "will", "would", "could", "may", "might", "should", "must"})
UNAWARE = frozenset({"aware", "unaware", "recall", "remember"})  # not to have heard of it is not to deny it
KNOWLEDGE = frozenset({"knowledge", "recollection", "memory", "idea"})
PROOF = frozenset({"evidence", "proof", "indication", "sign", "truth", "basis", "record"})
COUNTS = frozenset({"number", "figure", "count", "toll", "total", "estimate"})
GETTING = frozenset({"receive", "get", "see", "hear", "find"})
TOLD = frozenset({"say", "tell", "happen", "mean", "write", "agree", "hear"})
GRASP = frozenset({"understand", "accept", "recognise", "recognize", "believe", "trust"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
BARE = ("nsubj", "advmod", "punct", "cc", "mark", "aux")  # what may hang on the auxiliary of an ellipsis
SHORT = 40  # characters of an elliptic clause, at most
Who = tuple[str, frozenset[int], int | None]  # voice, entities, word


@dataclass(frozen=True, slots=True)
class Reaction:
    """A claim that reacts, and what it says of the claim that it reacts to."""

    claim: int
    relation: str
    cue: Span | None
    rule: str
    at: int  # the word that points back, or the head of the clause that is denied
    voice: str  # whose reaction it is, as in `Linking.voice`
    voices: frozenset[int]  # the entities that react
    who: int | None  # the word for the one who reacts
    target: int | None = None  # the claim, where the words name it
    clause: int | None = None  # the claim that says what is denied or affirmed
    noun: str = ""  # the lemma of the noun that points back


class Answers(Linking):
    """Claims that react by what they say themselves."""

    def answers(self) -> Iterator[Reaction]:
        """A label, an ellipsis, "nothing of the sort", "no evidence", what is said of a count."""
        for k, claim in enumerate(self.claims):
            if claim.rule not in ("apposition", "age", "nominal"):
                yield from self._content(k, claim)

    def _content(self, k: int, claim: Claim) -> Iterator[Reaction]:
        """What a claim says of another by itself: a label, an ellipsis, "nothing of the sort", "no evidence"."""
        tree, head = self.tree, claim.predicate_head
        who = self._speaker(claim.attribution)
        cue = claim.predicate
        label = self.label(head) if tree.pos[head] not in ("VERB", "AUX") or tree.tag[head] == "VBN" else None
        subject = tree.subject(head)
        if subject is None and tree.deps[head] == "ccomp" and tree.deps[tree.heads[head]] == "acl:relcl":
            subject = tree.heads[tree.heads[head]]  # "a figure the union says is a lie"
        denied = negative(claim)
        sure = claim.source_factuality in ("CT+", "CT-", "PR+", "PS+")  # not "I don't know that it is true"
        if tree.pos[head] == "NOUN" and tree.children(head, "acl:relcl"):
            label = None  # "this is the lie that they were built on"
        if label is not None and subject is not None and claim.rule != "fragment" and sure:
            label = OPPOSITE.get(label, "denies" if label == "affirms" else label) if denied else label
            noun = tree.lemma[subject].lower() if tree.pos[subject] == "NOUN" else ""
            clause = next((self.heads[i] for i in tree.children(head, "csubj", "ccomp") if i in self.heads), None)
            target = self._clause_of(subject)
            if tree.lower[subject] == "it" and clause is not None:
                yield Reaction(k, label, cue, "clause", head, *who, clause=clause)
            elif target is not None:
                yield Reaction(k, label, cue, "noun-clause", subject, *who, target, None, noun)
            elif self._stands_for(subject, head) and tree.lower[subject] not in ("so", "both", "these", "those"):
                yield Reaction(k, label, cue, "label", subject, *who, noun=noun)
        position = claim.attribution
        reported = position is not None and self.contents[position][0] == k
        above = self.record.attributions[position].cue_head if position is not None and reported else None
        for word, noun in (*self._opposed(head), *(self._opposed(above) if above is not None else ())):
            if (target := self._clause_of(noun)) is not None:
                where = (tree.start[word], tree.end[word])
                yield Reaction(k, "denies", where, "noun-clause", noun, *who, target, None, tree.lemma[noun])
        if denied and (such := self._such(head)) is not None:
            relation = "disputes" if claim.predicate_lemma in UNAWARE else "denies"
            yield Reaction(k, relation, cue, "such", such, *who, noun=tree.lemma[such].lower())
        elif self._is_elliptic(claim):
            yield Reaction(k, "denies", cue, "ellipsis", head, *who)
        elif denied and self._is_what(head) and subject is not None and tree.lower[subject] in ("that", "this"):
            yield Reaction(k, "denies", cue, "label", subject, *who)  # "that is not *what* she said"
        elif denied and claim.attribution is not None and self._is_innocent(head):
            yield Reaction(k, "denies", cue, "accused", head, *who)
        elif denied and claim.attribution is not None and (thing := self._nothing(head)) is not None:
            yield Reaction(k, "denies", cue, "none", thing, *who, noun=tree.lemma[thing].lower())
        elif denied and (proof := self._proof(head)) is not None:
            yield Reaction(k, "disputes", cue, "clause", head, *who, clause=proof)
        elif denied and (thing := self._unknown(head)) is not None:
            noun = tree.lemma[thing].lower() if tree.pos[thing] == "NOUN" else ""
            yield Reaction(k, "disputes", cue, "unaware", thing, *who, noun=noun)
        elif denied and claim.attribution is not None and ("untrue", self.lemma(head)) in vocabulary():
            done = any(tree.lemma[i].lower() == "do" for i in tree.auxiliaries(head)) or tree.tag[head] == "VBD"
            if subject is not None and tree.lower[subject] in ("that", "this") and done:
                relation = vocabulary()["untrue", self.lemma(head)]
                yield Reaction(k, relation, cue, "label", subject, *who)
        elif (found := self._count(head, claim)) is not None:
            count, relation = found
            if claim.attribution is None:
                who = self._reactor(head, k)
            yield Reaction(k, relation, cue, "count", count, *who, noun=tree.lemma[count].lower())

    def _is_elliptic(self, claim: Claim) -> bool:
        """ "most survivors say it *did* not": a clause that denies another by its auxiliary alone."""
        tree, head = self.tree, claim.predicate_head
        if claim.polarity != "negative" or claim.subject is None or claim.end - claim.start > SHORT:
            return False
        if tree.tag[head] not in FINITE or tree.lower[self.head_of(claim.subject)] in ("i", "we"):
            return False
        if claim.predicate_lemma not in ELLIPTIC or tree.child(head, "cop", "expl") is not None:
            return False
        return all(tree.is_(i, *BARE) for i in tree.children(head))

    def _such(self, head: int) -> int | None:
        """ "any *such* call", "nothing of the sort", "received *none*": what stands for something said."""
        tree = self.tree
        for i in tree.children(head, "obj", "nsubj", "nsubj:pass", "obl"):
            kids = [tree.lower[k] for k in tree.children(i, "amod", "det", "det:predet")]
            if "such" in kids and ("no" in kids or "any" in kids or tree.lemma[head].lower() in UNAWARE):
                return i
            if tree.lower[i] in ("nothing", "none") and any(
                tree.lower[k] in ("sort", "kind") for k in tree.children(i, "nmod")
            ):
                return i
            if (
                tree.lower[i] == "none"
                and tree.is_(i, "obj")
                and tree.lemma[head].lower() in GETTING
                and not tree.children(i, "nmod", "acl")
            ):
                return i
        return None

    def _opposed(self, head: int) -> Iterator[tuple[int, int]]:
        """ "*contrary* to the mayor's claim that …": the word, and the noun that has the clause."""
        tree = self.tree
        for i in tree.children(head, "advmod", "amod", "advcl", "obl", "case", "dep", "xcomp", "mark"):
            if tree.lower[i] == "contrary":
                yield from ((i, j) for j in tree.children(i, "obl", "nmod"))
            elif tree.preposition(i) == "contrary to":
                yield i, i

    def _nothing(self, head: int) -> int | None:
        """ "there were *no mercenaries*": what there is not, where nothing else is said of it."""
        tree = self.tree
        if tree.child(head, "expl") is None and tree.lower[head] != "there":
            return None
        for i in (head, *tree.children(head, "nsubj")):
            bare = not any(tree.is_(k, "nmod", "acl", "amod", "compound") for k in tree.children(i))
            if tree.tag[i] in ("NN", "NNS") and any(tree.lower[k] == "no" for k in tree.children(i, "det")) and bare:
                return i
        return None

    def _is_what(self, head: int) -> bool:
        """ "*what* she said", "*what* happened"."""
        clauses = self.tree.children(head, "acl:relcl", "acl", "advcl:relcl")
        return self.tree.lower[head] == "what" and any(self.tree.lemma[i].lower() in TOLD for i in clauses)

    def _is_innocent(self, head: int) -> bool:
        """ "it did *nothing wrong*"."""
        things = self.tree.children(head, "obj")
        return any(
            self.tree.lower[i] == "nothing"
            and any(self.tree.lower[m] in ("wrong", "illegal") for m in self.tree.children(i))
            for i in things
        )

    def _proof(self, head: int) -> int | None:
        """ "there is no *evidence* that it sank": the claim that there is no evidence of."""
        tree = self.tree
        for noun in (head, *tree.children(head, "nsubj", "obj")):
            if tree.lemma[noun].lower() in PROOF and (noun == head or tree.negation(noun) is not None):
                clauses = tree.children(noun, "acl", "ccomp", "advcl", "nmod")
                return next((self.heads[i] for i in clauses if i in self.heads), None)
        return None

    def _unknown(self, head: int) -> int | None:
        """ "was not aware of *it*", "has no recollection of *the call*"."""
        tree = self.tree
        nouns = [head] if tree.lemma[head].lower() in UNAWARE else []
        nouns += [i for i in tree.children(head, "obj", "nsubj") if tree.lemma[i].lower() in KNOWLEDGE]
        for noun in nouns:
            for i in tree.children(noun, "obl", "nmod", "obj"):
                if self._stands_for(i, head) or any(tree.lower[m] in POINTING for m in tree.children(i, "det")):
                    return i
        return None

    def _count(self, head: int, claim: Claim) -> tuple[int, str] | None:
        """ "put *the figure* at 30", "*the true number* is higher": a count that was given before, and what of it."""
        tree = self.tree
        if claim.rule not in ("clause", "conjunct"):
            return None
        relation = vocabulary().get(("count", self.lemma(head)))
        if negative(claim):
            relation = "disputes" if self.lemma(head) in GRASP else None
        put = self.lemma(head) in ("put", "place", "estimate")
        if relation is None or (claim.attribution is None and not put) or (put and not self.amounts[self.heads[head]]):
            return None
        for i in tree.children(head, "obj", "nsubj"):
            pointed = any(tree.lower[m] in POINTING for m in tree.children(i, "det"))
            if tree.lemma[i].lower() in COUNTS and pointed and not tree.children(i, "nmod", "acl"):
                return i, relation
        return None

    def _reactor(self, verb: int, whole: int | None) -> Who:
        """Who reacts: the subject of the verb, the speaker of its attribution, else the voice that tells of it."""
        subject = self.tree.subject(verb)
        if subject is None or self.tree.is_passive(verb):
            subject = self.tree.agent(verb)
        if subject is not None:
            known = self.represented(subject)
            if subject in self.cluster:
                return f"#{self.cluster[subject]}", known | {self.cluster[subject]}, subject
            span = self.tree.span(subject)
            return self.record.text[span[0] : span[1]].lower(), known, subject
        position = next(iter(self.cues.get(verb, ())), None)
        if position is None and whole is not None:
            position = self.claims[whole].attribution
        return self._speaker(position)

    def _speaker(self, position: int | None) -> Who:
        """Who speaks in an attribution."""
        head = self.record.attributions[position].source_head if position is not None else None
        return self.voice(position), self.speakers(position), head

    def _clause_of(self, noun: int) -> int | None:
        """The claim that a noun like *report* has as its clause."""
        tree = self.tree
        if ("anaphor", tree.lemma[noun].lower()) not in vocabulary():
            return None
        for i in tree.children(noun, "acl", "ccomp", "advcl", "nmod", "appos"):
            if i in self.heads and tree.tag[i] == "VBN" and not tree.children(i, "mark", "aux", "nsubj", "nsubj:pass"):
                continue  # "the report *published* in May"
            if i in self.heads and (tree.deps[i] != "acl:relcl" or self._is_whole(i)):
                return self.heads[i]
        return None

    def _is_whole(self, clause: int) -> bool:
        """Tell whether what is read as a relative clause lacks nothing: "claims *he sold the boats*"."""
        kids = self.tree.children(clause)
        if any(self.tree.tag[k] in ("WDT", "WP", "WRB") for k in kids):
            return False
        return any(self.tree.deps[k].startswith("nsubj") for k in kids) and any(
            self.tree.deps[k] == "obj" for k in kids
        )

    def label(self, head: int) -> str | None:
        """The relation that a label expresses, also a compound one: "fairy tale", "a false claim"."""
        tree, words = self.tree, vocabulary()
        for k in tree.children(head, "compound", "amod"):
            found = words.get(("label", f"{tree.lower[k]} {tree.lower[head]}"))
            if found is None and tree.is_(k, "amod") and ("anaphor", tree.lemma[head].lower()) in words:
                found = words.get(("label", tree.lower[k]))
            if found is not None:
                return found
        return words.get(("label", tree.lower[head]))

    def is_afterthought(self, noun: int) -> bool:
        """Tell whether a noun names the clause before it: "it sank, *a suggestion* she called shameful"."""
        tree = self.tree
        first = next((i for i in tree.children(noun, "det") if tree.lower[i] in ("a", "an")), None)
        return tree.deps[noun] == "appos" or (
            first is not None and first > 0 and tree.text[first - 1] in (",", "–", "—")
        )

    def _stands_for(self, i: int, verb: int) -> bool:
        """Tell whether the word stands for something said before: "that", "it", "the allegations", "her claim"."""
        tree = self.tree
        if tree.lower[i] in DEMONSTRATIVE:
            return True
        if ("anaphor", tree.lemma[i].lower()) not in vocabulary() or any(
            tree.is_(k, "acl", "nmod") and not tree.is_(k, "nmod:poss") and k != verb for k in tree.children(i)
        ):
            return False  # "a suggestion to the contrary" says itself what it is about
        if tree.heads[verb] == i and self.is_afterthought(i):
            return True  # ", a suggestion that she called shameful"
        pointing = any(tree.lower[k] in POINTING for k in tree.children(i, "det", "amod", "det:predet"))
        return pointing or tree.child(i, "nmod:poss") is not None
