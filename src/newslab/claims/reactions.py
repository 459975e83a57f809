"""What reacts to something said before, as words tell: "rejected a report that …", "called that a lie", "it did not".

The object of a word that denies, disputes or affirms is what it is about: a clause, a noun that has a clause of its
own, or a word that stands for something said. To which claim a reaction points, `targets` finds.
"""

from __future__ import annotations

from collections.abc import Iterator

from newslab.claims.answers import OPPOSITE, Answers, Reaction
from newslab.claims.factuality import NAMING
from newslab.claims.linking import vocabulary
from newslab.records import Span

VAGUE = frozenset({"wrongdoing", "involvement", "responsibility", "guilt", "misconduct", "impropriety", "collusion"})
OPPOSING = frozenset({"contradict", "rebut", "refute"})  # what is done to a speaker as to a claim
ALONE = frozenset({"disagree", "differ"})  # what reacts without an object
SAID = frozenset({"clause", "conjunct", "fragment", "adverbial", "participle", "relative", "nominal"})


class Reactions(Answers):
    """The reactions of one article."""

    def reactions(self) -> Iterator[Reaction]:
        """Whatever reacts, by words."""
        for verb in sorted(self.heads.keys() | self.cues.keys()):
            yield from self._verb(verb)
        yield from self.answers()

    def _verb(self, verb: int) -> Iterator[Reaction]:
        """ "Okoro rejected that", "denied a report *that it sank*", "called the claim *a lie*"."""
        tree, words = self.tree, vocabulary()
        whole = self.heads.get(verb)
        if whole is None and tree.deps[verb] == "acl" and tree.agent(verb) is not None:
            whole = self.heads.get(tree.heads[verb])  # ", a charge *denied* by the mayor"
        elif whole is not None and (self.claims[whole].rule not in SAID or self.claims[whole].rule == "nominal"):
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
        contents = contents or [self.heads[i] for i in tree.children(verb, "ccomp", "xcomp") if i in self.heads]
        who = self._reactor(verb, whole)
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
                        yield Reaction(source, relation, cue, "clause", head, *who, clause=k)
                    return
        bare = not objects and not tree.children(verb, "ccomp", "xcomp", "obl") and self.verb(verb) in ALONE
        if bare and sources and self.claims[sources[0]].rule == "clause":
            for source in sources:
                yield Reaction(source, relation, cue, "alone", verb, *who)
        for thing in objects:
            noun = tree.lemma[thing].lower() if tree.pos[thing] in ("NOUN", "PROPN") else ""
            target = self._clause_of(thing)
            for source in sources:
                if target is not None and target != source:
                    if ("act", noun) in words and (relation != "denies" or ("judge", self.verb(verb)) in words):
                        continue  # to back a plan, or to condemn it
                    yield Reaction(source, relation, cue, "noun-clause", thing, *who, target, None, noun)
                elif target is None and self._stands_for(thing, verb):
                    if ("act", noun) in words or (noun == "report" and relation == "affirms"):
                        continue  # to reject an offer denies no claim, to accept a report affirms no one claim of it
                    if not noun and (("judge", self.verb(verb)) in words or not self._is_object(thing, verb)):
                        continue
                    rule = "name" if named is not None else "anaphor"
                    yield Reaction(source, relation, cue, rule, thing, *who, noun=noun)
                elif self.verb(verb) in OPPOSING and thing in self.cluster:
                    yield Reaction(source, relation, cue, "speaker", thing, *who, noun=noun)
                elif noun in VAGUE and self.verb(verb) == "deny":
                    yield Reaction(source, relation, cue, "accused", thing, *who, noun=noun)

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
        if tree.deps[verb] == "acl" and tree.tag[verb] == "VBN" and tree.agent(verb) is not None:
            found.append(tree.heads[verb])  # "a charge *denied by* the mayor"
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
