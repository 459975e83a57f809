"""What reacts to something said before, as words tell: "rejected a report that …", "called that a lie", "it did not".

The object of a word that denies, disputes or affirms is what it is about: a clause, a noun that has a clause of its
own, or a word that stands for something said. To which claim a reaction points, `targets` finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newslab.claims.factuality import NAMING
from newslab.claims.linking import Linking, negative, vocabulary
from newslab.records import Claim, Span

DEMONSTRATIVE = frozenset({"that", "this", "it", "these", "those", "both", "so"})
POINTING = frozenset({"the", "that", "this", "these", "those", "such", "all"})
OPPOSITE = {"denies": "affirms", "disputes": "affirms"}  # what it is not to deny
ELLIPTIC = frozenset({"do", "be", "have", "can", "will", "would", "could", "may", "might", "should", "must"})
UNAWARE = frozenset({"aware", "unaware", "recall", "remember"})  # not to have heard of it is not to deny it
KNOWLEDGE = frozenset({"knowledge", "recollection", "memory", "idea"})
PROOF = frozenset({"evidence", "proof", "indication", "sign", "truth", "basis", "record"})
VAGUE = frozenset({"wrongdoing", "involvement", "responsibility", "guilt", "misconduct", "impropriety", "collusion"})
COUNTS = frozenset({"number", "figure", "count", "toll", "total", "estimate"})
ALONE = frozenset({"agree", "disagree"})  # what reacts without an object
GRASP = frozenset({"understand", "accept", "recognise", "recognize", "believe", "trust"})
SAID = frozenset({"clause", "conjunct", "fragment", "adverbial", "participle", "relative", "nominal"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
BARE = ("nsubj", "advmod", "punct", "cc", "mark", "aux")  # what may hang on the auxiliary of an ellipsis
SHORT = 40  # characters of an elliptic clause, at most


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
    target: int | None = None  # the claim, where the words name it
    clause: int | None = None  # the claim that says what is denied or affirmed
    noun: str = ""  # the lemma of the noun that points back


class Reactions(Linking):
    """The reactions of one article."""

    def reactions(self) -> Iterator[Reaction]:
        """Whatever reacts, by words."""
        for verb in sorted(self.heads.keys() | self.cues.keys()):
            yield from self._verb(verb)
        for k, claim in enumerate(self.claims):
            if claim.rule not in ("apposition", "age", "nominal"):
                yield from self._content(k, claim)

    def _verb(self, verb: int) -> Iterator[Reaction]:
        """ "Okoro rejected that", "denied a report *that it sank*", "called the claim *a lie*"."""
        tree, words = self.tree, vocabulary()
        whole = self.heads.get(verb)
        if whole is not None and (self.claims[whole].rule not in SAID or self.claims[whole].rule == "nominal"):
            return
        relation = words.get(("cue", self.verb(verb)))
        naming = tree.lemma[verb].lower() in NAMING
        if (relation is None and not naming) or self._is_open(verb):
            return
        if relation is not None and tree.negation(verb) is not None:
            relation = OPPOSITE.get(relation) if self.verb(verb) in ("deny", "dispute") else None
            if relation is None:
                return
        if tree.is_passive(verb) and tree.agent(verb) is None and not naming and not self.cues.get(verb):
            return  # "that is disputed": nobody says by whom
        contents = [k for a in self.cues.get(verb, ()) for k in self._main(a)]
        voice, voices = self._reactor(verb, whole)
        cue: Span = (tree.start[verb], tree.end[verb])
        objects = list(self._objects(verb))
        named = self._name(verb, objects, contents) if naming else None
        if named is not None:
            thing, relation, cue = named
            sources, objects = contents[:1] or ([whole] if whole is not None else []), [thing]
        elif relation is None:
            return
        else:
            sources = [whole] if whole is not None else contents[:1]
            if (
                whole is not None
                and tree.deps[verb] == "advcl"
                and self.claims[whole].rule in ("adverbial", "participle")
            ):
                sources += self._above(tree.heads[verb])  # "said it was lost, *contradicting* her statement that …"
            for k in contents:
                head = self.claims[k].predicate_head
                clause = tree.deps[head] in ("ccomp", "xcomp", "advcl") and tree.heads[head] == verb
                if ("judge", self.verb(verb)) in words or self.verb(verb) in ALONE:
                    continue
                if clause or (not objects and self.claims[k].rule == "clause"):
                    told = [k] if whole is None else [whole, k] if relation == "denies" else [whole]
                    for source in told:
                        yield Reaction(source, relation, cue, "clause", head, voice, voices, clause=k)
                    return
        if not objects and not tree.children(verb, "ccomp", "xcomp", "obl") and self.verb(verb) in ALONE:
            for source in sources if self.claims[sources[0]].rule == "clause" else []:
                yield Reaction(source, relation, cue, "alone", verb, voice, voices)
        for thing in objects:
            noun = tree.lemma[thing].lower() if tree.pos[thing] in ("NOUN", "PROPN") else ""
            target = self._clause_of(thing)
            for source in sources:
                if target is not None and target != source:
                    yield Reaction(source, relation, cue, "noun-clause", thing, voice, voices, target, None, noun)
                elif target is None and self._stands_for(thing, verb):
                    if ("act", noun) in words or (noun == "report" and relation == "affirms"):
                        continue  # to reject an offer denies no claim, to accept a report affirms no one claim of it
                    if not noun and (("judge", self.verb(verb)) in words or not self._is_object(thing, verb)):
                        continue
                    rule = "name" if named is not None else "anaphor"
                    yield Reaction(source, relation, cue, rule, thing, voice, voices, noun=noun)
                elif noun in VAGUE and self.verb(verb) == "deny":
                    yield Reaction(source, relation, cue, "accused", thing, voice, voices, noun=noun)

    def verb(self, i: int) -> str:
        """The lemma of a verb, of a cue as the attribution gives it."""
        position = next(iter(self.cues.get(i, ())), None)
        known = self.record.attributions[position].cue_lemma if position is not None else None
        return known or self.lemma(i)

    def _is_object(self, thing: int, verb: int) -> bool:
        """Tell whether a pronoun is a claim that the verb is about; "it was questioned" may be of anything."""
        return self.tree.lower[thing] != "it" or not self.tree.is_(thing, "nsubj:pass")

    def _is_open(self, verb: int) -> bool:
        """Tell whether nobody has reacted yet: "wants to deny it", "refused to confirm it", "would reject that"."""
        tree = self.tree
        if any(tree.lemma[i].lower() in ("will", "would", "may", "might", "could", "can", "should", "must")
               for i in tree.auxiliaries(verb)):  # fmt: skip
            return True
        to = any(tree.lower[i] == "to" for i in tree.children(verb, "mark", "aux"))
        return to or (tree.tag[verb] == "VB" and not tree.auxiliaries(verb))

    def _main(self, position: int) -> list[int]:
        """The main claims of an attribution's content."""
        return [k for k in self.contents[position] if self.claims[k].rule in SAID][:3]

    def _reactor(self, verb: int, whole: int | None) -> tuple[str, frozenset[int]]:
        """Who reacts: the subject of the verb, the speaker of its attribution, else the voice that tells of it."""
        subject = self.tree.subject(verb)
        if subject is None or self.tree.is_passive(verb):
            subject = self.tree.agent(verb)
        if subject is not None:
            known = self.represented(subject)
            if subject in self.cluster:
                return f"#{self.cluster[subject]}", known | {self.cluster[subject]}
            span = self.tree.span(subject)
            return self.record.text[span[0] : span[1]].lower(), known
        position = next(iter(self.cues.get(verb, ())), None)
        if position is None and whole is not None:
            position = self.claims[whole].attribution
        return self.voice(position), self.speakers(position)

    def _objects(self, verb: int) -> Iterator[int]:
        """What the verb is about: object, passive subject, "laughed *at that*", "a revision *that they disputed*"."""
        tree = self.tree
        found = [
            i
            for i in tree.children(verb, "obj", "nsubj:pass", "obl", "ccomp")
            if (not tree.is_(i, "obl") or tree.preposition(i) in ("with", "to", "at", "by"))
            and (not tree.is_(i, "ccomp") or tree.pos[i] in ("NOUN", "PRON", "DET"))
            and not (tree.is_(i, "obl") and tree.preposition(i) == "by" and self.lemma(verb) != "stand")
        ]
        if tree.deps[verb] == "acl:relcl" and tree.child(tree.heads[verb], "case") is None:
            relative = [i for i in found if tree.tag[i] in ("WDT", "WP") or tree.lower[i] == "that"]
            found = [i for i in found if i not in relative]
            if not any(tree.is_(i, "obj") for i in found) and tree.child(verb, "nsubj") not in (None, *relative):
                found.append(tree.heads[verb])
        yield from found

    def _above(self, head: int) -> list[int]:
        """The claim of a clause, or the first that it reports."""
        if head in self.heads:
            return [self.heads[head]]
        return [k for a in self.cues.get(head, ()) for k in self._main(a)][:1]

    def _name(self, verb: int, objects: list[int], contents: list[int]) -> tuple[int, str, Span] | None:
        """ "called *that a lie*": what is named, what the name does to it, and the name."""
        tree = self.tree
        thing = next((i for i in objects if tree.is_(i, "obj", "nsubj:pass") or i == tree.heads[verb]), None)
        if thing is None and contents:  # the tree reads "that a lie" as one clause
            thing = next((i for k in contents if (s := self.claims[k].subject) and (i := self.head_of(s)) >= 0), None)
        if thing is None or not (self._stands_for(thing, verb) or self._clause_of(thing) is not None):
            return None
        heads = [i for i in tree.children(verb, "xcomp", "obl", "advcl", "ccomp", "obj") if i != thing]
        heads += [self.claims[k].predicate_head for k in contents if self.claims[k].predicate_head != thing]
        for i in heads:
            label = self.label(i)
            if label is not None and tree.negation(verb) is None:
                return thing, label, self._words(i)
        relation = vocabulary().get(("cue", self.lemma(verb)))
        opposed = any(self.record.attributions[a].cue_class == "deny" for a in self.cues.get(verb, ()))
        pointed = tree.lower[thing] in ("that", "this") or tree.pos[thing] == "NOUN"
        if not heads or not pointed or (relation is None and not opposed):
            return None
        return thing, relation or "disputes", self._words(heads[0])

    def _words(self, head: int) -> Span:
        """The predicate of which a word is the head, else the word."""
        found = self.heads.get(head)
        return self.claims[found].predicate if found is not None else (self.tree.start[head], self.tree.end[head])

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

    def _content(self, k: int, claim: Claim) -> Iterator[Reaction]:
        """What a claim says of another by itself: a label, an ellipsis, "nothing of the sort", "no evidence"."""
        tree, head = self.tree, claim.predicate_head
        voice, voices = self.voice(claim.attribution), self.speakers(claim.attribution)
        cue = claim.predicate
        label = self.label(head) if tree.pos[head] not in ("VERB", "AUX") or tree.tag[head] == "VBN" else None
        subject = tree.subject(head)
        if subject is None and tree.deps[head] == "ccomp" and tree.deps[tree.heads[head]] == "acl:relcl":
            subject = tree.heads[tree.heads[head]]  # "a figure the union says is a lie"
        denied = negative(claim)
        if label is not None and subject is not None and claim.rule != "fragment" and claim.source_factuality != "Uu":
            label = OPPOSITE.get(label, "denies" if label == "affirms" else label) if denied else label
            noun = tree.lemma[subject].lower() if tree.pos[subject] == "NOUN" else ""
            clause = next((self.heads[i] for i in tree.children(head, "csubj", "ccomp") if i in self.heads), None)
            target = self._clause_of(subject)
            if tree.lower[subject] == "it" and clause is not None:
                yield Reaction(k, label, cue, "clause", head, voice, voices, clause=clause)
            elif target is not None:
                yield Reaction(k, label, cue, "noun-clause", subject, voice, voices, target, None, noun)
            elif self._stands_for(subject, head) and tree.lower[subject] not in ("so", "both", "these", "those"):
                yield Reaction(k, label, cue, "label", subject, voice, voices, noun=noun)
        position = claim.attribution
        reported = position is not None and self.contents[position][0] == k
        above = self.record.attributions[position].cue_head if position is not None and reported else None
        for word, noun in (*self._opposed(head), *(self._opposed(above) if above is not None else ())):
            if (target := self._clause_of(noun)) is not None:
                where = (tree.start[word], tree.end[word])
                yield Reaction(k, "denies", where, "noun-clause", noun, voice, voices, target, None, tree.lemma[noun])
        if denied and (such := self._such(head)) is not None:
            relation = "disputes" if claim.predicate_lemma in UNAWARE else "denies"
            yield Reaction(k, relation, cue, "such", such, voice, voices, noun=tree.lemma[such].lower())
        elif self._is_elliptic(claim):
            yield Reaction(k, "denies", cue, "ellipsis", head, voice, voices)
        elif denied and (proof := self._proof(head)) is not None:
            yield Reaction(k, "disputes", cue, "clause", head, voice, voices, clause=proof)
        elif denied and (thing := self._unknown(head)) is not None:
            noun = tree.lemma[thing].lower() if tree.pos[thing] == "NOUN" else ""
            yield Reaction(k, "disputes", cue, "unaware", thing, voice, voices, noun=noun)
        elif denied and claim.attribution is not None and ("untrue", self.lemma(head)) in vocabulary():
            done = any(tree.lemma[i].lower() == "do" for i in tree.auxiliaries(head)) or tree.tag[head] == "VBD"
            if subject is not None and tree.lower[subject] in ("that", "this") and done:
                relation = vocabulary()["untrue", self.lemma(head)]
                yield Reaction(k, relation, cue, "label", subject, voice, voices)
        elif (found := self._count(head, claim)) is not None:
            count, relation = found
            if claim.attribution is None:
                voice, voices = self._reactor(head, k)
            yield Reaction(k, relation, cue, "count", count, voice, voices, noun=tree.lemma[count].lower())

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
            if any(tree.lower[k] == "such" for k in tree.children(i, "amod", "det", "det:predet")):
                return i
            if tree.lower[i] in ("nothing", "none") and any(
                tree.lower[k] in ("sort", "kind") for k in tree.children(i, "nmod")
            ):
                return i
            if tree.lower[i] == "none" and tree.is_(i, "obj") and not tree.children(i, "nmod", "acl"):
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

    def _stands_for(self, i: int, verb: int) -> bool:
        """Tell whether the word stands for something said before: "that", "it", "the allegations", "her claim"."""
        tree = self.tree
        if tree.lower[i] in DEMONSTRATIVE:
            return True
        if ("anaphor", tree.lemma[i].lower()) not in vocabulary() or any(
            tree.is_(k, "acl", "nmod") and not tree.is_(k, "nmod:poss") and k != verb for k in tree.children(i)
        ):
            return False  # "a suggestion to the contrary" says itself what it is about
        if tree.deps[i] == "appos" and tree.heads[verb] == i:
            return True  # "a suggestion that she called shameful"
        pointing = any(tree.lower[k] in POINTING for k in tree.children(i, "det", "amod", "det:predet"))
        return pointing or tree.child(i, "nmod:poss") is not None
