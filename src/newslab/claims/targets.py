"""To which claim a reaction points: chosen by what it is about, who said it and how far before it stands.

A target is never the reactor's own words. Of a denied clause it is the claim that shares most with it; of "that" or
"the accusation" the nearest claim of another voice, before others the one whose cue the noun names (*accused*). All
that come near the best are the candidates, and the link is ambiguous when there are several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from newslab.claims.answers import COUNTS, OPPOSITE, Reaction
from newslab.claims.linking import LONG, negative, stem, vocabulary
from newslab.claims.nominals import event_nouns
from newslab.claims.reactions import Reactions
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Attribution, Claim, Link

BLAME = frozenset({"accusation", "allegation", "charge", "criticism"})
MEASURES = frozenset({"time", "duration", "length", "area", "volume", "mass", "speed", "temperature", "age", "factor"})
PRINTED = frozenset({"report", "article", "story", "study"})
MAIN = frozenset({"clause", "conjunct", "fragment"})
TAKEN = frozenset({"clause", "conjunct", "fragment", "adverbial", "participle", "relative"})  # what others react to
WINDOW = {
    "ellipsis": 1,
    "alone": 1,
    "label": 3,
    "anaphor": 4,
    "name": 4,
    "accused": 3,
    "speaker": 2,
}  # sentences looked back
FAR = 6  # sentences that the other reactions look back
MADE = 10  # sentences that a noun looks back which names a cue
REMARKS = frozenset({"comment", "remark", "statement", "description"})
FURTHEST = 30  # sentences that a noun looks back which says itself what is meant
PRONOUN = 2  # sentences that "that" and "it" look back
LATEST = 40  # claims that a reaction looks back
LEAST = 3  # letters of a noun that names a cue, at least more than these
SHARED = 0.5  # part of the weight of a denied clause that another claim must share
CLOSE = 0.75  # what comes so near the best is a candidate
MOST = 8  # candidates of one link
SURE = {  # the share of such links that readers marked too; of those not named here six of ten
    "noun-clause": 0.85,
    "clause": 0.7,
    "name": 0.7,
    "anaphor": 0.75,
    "ellipsis": 0.7,
    "such": 0.55,
    "unaware": 0.5,
    "count": 0.55,
}


class Targets(Reactions):
    """The links that words tell, over one article."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        super().__init__(tree, record)
        self.counted = [any(d not in MEASURES for d in self.dimensions(k)) for k in range(len(self.claims))]
        self.reporting = frozenset(a.cue_head for a in record.attributions)

    def told(self) -> Iterator[Link]:
        """The links of all reactions whose target is found."""
        for reaction in self.reactions():
            if reaction.target is not None:
                yield self._link(reaction, reaction.target, [reaction.target])
            elif reaction.clause is not None:
                yield from self._same_words(reaction, reaction.clause)
            else:
                yield from self._pointed(reaction)

    def _link(self, reaction: Reaction, target: int, candidates: list[int]) -> Link:
        basis = "explicit" if reaction.rule in ("noun-clause", "clause", "count") else "anaphora"
        known = tuple(sorted({*candidates[:MOST], target}))
        sure = SURE.get(reaction.rule, 0.6) - (0.1 if len(known) > 1 else 0.0)
        return Link(
            reaction.claim, target, reaction.relation, reaction.cue, basis, known, len(known) > 1, reaction.rule,
            round(sure, 2),
        )  # fmt: skip

    def _is_own(self, reaction: Reaction, j: int) -> bool:
        """Tell whether the one who reacts said it himself."""
        claim = self.claims[j]
        if claim.attribution is None:
            return reaction.voice == ""
        if reaction.relation in ("corrects", "qualifies"):
            return False  # also one's own words
        head = self.record.attributions[claim.attribution].source_head
        theirs = self.speakers(claim.attribution)
        spoken = self.represented(head) if head is not None else frozenset[int]()
        spoken |= self.represented(reaction.who) if reaction.who is not None else frozenset[int]()
        if not spoken.isdisjoint(theirs & reaction.voices):
            return True
        if self.differ(reaction.who, head):
            return False
        return self.voice(claim.attribution) == reaction.voice or not reaction.voices.isdisjoint(theirs)

    def _is_candidate(self, reaction: Reaction, j: int) -> bool:
        """Tell whether the reaction can be to claim `j`."""
        claim = self.claims[j]
        if claim.rule not in TAKEN or j == reaction.claim or self._is_own(reaction, j):
            return False
        if self.record.text[claim.predicate[0] : claim.predicate[0] + 3].lower() == "to ":
            return False  # what somebody wants is not denied
        if claim.predicate_head in self.reporting and claim.attribution is None:
            return False  # not that somebody reports it, but what he reports
        return not self.overlap(j, reaction.claim) or self._hangs_on(reaction, j)

    def _hangs_on(self, reaction: Reaction, j: int) -> bool:
        """Tell whether the reaction is an afterthought to the claim: "it sank, *a suggestion* she called shameful"."""
        after = self.claims[j].start < self.claims[reaction.claim].start
        return after and self.is_afterthought(reaction.at) and self.claims[j].predicate_head < reaction.at

    # a clause of its own -------------------------------------------------------------------------------------------

    def _same_words(self, reaction: Reaction, clause: int) -> Iterator[Link]:
        """ "denied *having sold the boats*": who says so; else what "it" and "such" in the clause stand for."""
        head = self.claims[clause].predicate_head
        pronoun = self._pronoun(head)
        if pronoun is not None and reaction.claim == clause and self.tree.heads[head] in self.heads:
            return  # "denied giving it": the whole clause points
        if pronoun is not None and reaction.relation != "affirms":
            noun = self.tree.lemma[pronoun].lower() if self.tree.pos[pronoun] == "NOUN" else ""
            pointing = replace(reaction, rule="such", at=pronoun, clause=None, noun=noun)
            found = list(self._pointed(pointing))
            if found:
                yield from found
                return
        best = self._most_alike(reaction, clause)
        if best is not None:
            yield self._link(reaction, best, [best])
        elif reaction.relation == "denies":
            accused = replace(reaction, rule="accused", clause=None)
            yield from self._pointed(accused)

    def _pronoun(self, head: int) -> int | None:
        """The argument of a denied clause that stands for what was said: "denied giving *it*", "*any such threat*"."""
        tree = self.tree
        for j in tree.children(head, "obj", "nsubj"):
            if tree.lower[j] in ("it", "that", "this") and tree.is_(j, "obj"):
                return j
            if any(tree.lower[m] == "such" for m in tree.children(j, "amod", "det", "det:predet")):
                return j
        return None

    def _most_alike(self, reaction: Reaction, clause: int) -> int | None:
        """The claim of another voice that shares most with a clause, and enough; before others one that precedes it."""
        words = self.stems[clause] - {f"#{cluster}" for cluster in reaction.voices} - {reaction.voice}
        total = self.weighed(words)
        found: list[tuple[float, int]] = []
        own = self.claims[clause]
        for j in self._sharing(clause, words):
            other = self.claims[j]
            if j == clause or self.overlap(j, clause) or not self._is_candidate(reaction, j):
                continue
            same = negative(other) == self._is_negated(own, reaction)
            shared = words & self.stems[j]
            said = {stem for stem in shared if stem[0] != "#"}
            predicate = self.word[own.predicate_head] in said
            if not said or not same or (len(said) < 2 and not predicate and len(words) > 2):
                continue
            part = self.weighed(shared) / max(total, 0.5)
            if reaction.relation == "affirms" and j > clause:
                continue
            score = part + (0.2 if predicate else 0.0) - 0.02 * abs(self.number[clause] - self.number[j])
            score += 0.1 * (other.attribution is not None) - 0.2 * (j > clause)
            if part >= (SHARED - 0.15 if predicate else SHARED) + (0.15 if j > clause else 0.0):
                found.append((score, j))
        return max(found)[1] if found else None

    def _is_negated(self, claim: Claim, reaction: Reaction) -> bool:
        """Whether the words of a clause say that it is not so; those of a denied clause are its source's contrary."""
        denied = negative(claim)
        return denied if reaction.relation not in OPPOSITE or claim.source_factuality == "Uu" else False

    def _sharing(self, k: int, words: frozenset[str]) -> list[int]:
        """The claims that share a word with claim `k`, the nearest of those with each."""
        found: set[int] = set()
        for word in words:
            if word[0] != "#":
                holders = self.having.get(word, [])
                at = bisect_left(holders, k)
                found.update(holders[max(at - LATEST, 0) : at + 5])
        return sorted(found)

    # a word that stands for what was said --------------------------------------------------------------------------

    def _pointed(self, reaction: Reaction) -> Iterator[Link]:
        """The claim that a word such as "that" or "the accusation" stands for."""
        tree = self.tree
        at = tree.sentence[reaction.at]
        words = self._description(reaction)
        window = WINDOW.get(reaction.rule, FAR)
        if reaction.noun:
            window = FURTHEST if words or reaction.rule == "count" or stem(reaction.noun) in self.made else window
        elif reaction.rule in ("label", "anaphor", "name"):
            window = PRONOUN if self.tree.lower[reaction.at] != "it" else 1
        scored: list[tuple[float, int]] = []
        for j in self._before(reaction, at, window):
            score = self._score(reaction, j, at, words)
            if score is not None:
                scored.append((score, j))
        if not scored:
            return
        most, best = max(scored, key=lambda one: (one[0], -one[1]) if reaction.noun else one)
        near = [j for score, j in scored if score >= most - CLOSE]
        yield self._link(reaction, best, near)
        if reaction.noun or reaction.rule not in ("name", "label", "anaphor"):
            return
        where = self.claims[best].attribution
        if where is None or tree.lower[reaction.at] == "it":
            return
        for j in near:  # "that" is all that was said in one breath
            beside = self.claims[best].predicate_head in tree.conjuncts(self.claims[j].predicate_head)
            if j != best and beside and self.claims[j].attribution == where:
                yield self._link(reaction, j, near)

    def _before(self, reaction: Reaction, at: int, window: int) -> list[int]:
        """The claims in the sentences before a word that can be reacted to."""
        end = self.tree.start[reaction.at]
        found: list[int] = []
        for sentence in range(at, max(at - window, -1) - 1, -1):
            known = self.sentences.get(sentence, [])
            found += [
                j
                for j in known[-LATEST:]
                if self.claims[j].start < end
                and self.tree.start[self.claims[j].predicate_head] < end
                and self._is_candidate(reaction, j)
            ]
            if len(found) >= LATEST:
                break
        return found

    def _description(self, reaction: Reaction) -> frozenset[str]:
        """What a noun that points back is about: "the *wedding* story", "no such *warning*", "the *order*"."""
        tree = self.tree
        if not reaction.noun:
            return frozenset()
        found = {
            self.word[i]
            for i in tree.children(reaction.at, "compound", "amod")
            if tree.tag[i][:2] in ("NN", "JJ") and tree.lower[i] != "such"
        }
        if (
            reaction.rule in ("such", "unaware")
            or ("anaphor", reaction.noun) not in vocabulary()
            or (reaction.noun not in COUNTS and reaction.noun in event_nouns())
        ):
            found.add(self.word[reaction.at])
        return frozenset(found - {""})

    @cached_property
    def made(self) -> frozenset[str]:
        """The stems of all cues, and of the nouns of blame where somebody accuses."""
        cues = {stem(a.cue_lemma) for a in self.record.attributions if a.cue_lemma}
        accused = any(a.cue_class == "accuse" for a in self.record.attributions)
        return frozenset(cues | ({stem(noun) for noun in BLAME} if accused else set()))

    def _made_by(self, noun: str, attribution: Attribution | None) -> bool:
        """Tell whether the noun says how a claim was made: "the *accusation*", "the *finding*"."""
        if attribution is None or len(noun) <= LEAST or attribution.cue_lemma is None:
            return False
        return stem(attribution.cue_lemma) == stem(noun) or (noun in BLAME and attribution.cue_class == "accuse")

    def _score(self, reaction: Reaction, j: int, at: int, words: frozenset[str]) -> float | None:
        """How well claim `j` fits what points back; None where it cannot be meant."""
        claim, noun = self.claims[j], reaction.noun
        attribution = self.record.attributions[claim.attribution] if claim.attribution is not None else None
        counts = reaction.rule == "count" or noun in COUNTS
        if counts and not self.counted[j]:
            return None
        blamed = self._is_blamed(reaction, claim)
        if reaction.rule == "accused" and not blamed:
            return None
        whose = self._owner(reaction) if noun else None
        if noun in REMARKS and whose is None and not self._is_shown(reaction.at):
            return None
        if reaction.rule == "speaker" and self.cluster.get(reaction.at) not in self.speakers(claim.attribution):
            return None
        if reaction.rule == "none" and (
            attribution is None or negative(claim) or self.word[reaction.at] not in self.stems[j]
        ):
            return None
        if whose is not None and whose not in self.speakers(claim.attribution):
            return None
        if attribution is None and (reaction.rule in ("ellipsis", "alone") or (reaction.rule == "label" and not noun)):
            return None
        if reaction.rule == "ellipsis" and claim.rule not in ("clause", "conjunct"):
            return None
        made = self._made_by(noun, attribution) or (counts and not COUNTS.isdisjoint(self.lemmas(j)))
        if reaction.relation == "affirms" and noun in BLAME and not made:
            return None
        signs = [one.polarity == "negative" for one in (claim, self.claims[reaction.claim])]
        if reaction.rule == "ellipsis" and signs[0] == signs[1]:
            return None
        shared = bool(words & self.stems[j])
        away = at - self.number[j]
        if (
            away > WINDOW.get(reaction.rule, FAR)
            and not shared
            and not (made and away <= (FAR if noun in PRINTED else MADE))
        ):
            return None
        if reaction.rule == "unaware" and noun and not shared:
            return None
        if words and not shared and (attribution is None or away > PRONOUN):
            return None
        loose = claim.rule == "fragment" or (attribution is None and claim.rule not in MAIN)
        if reaction.rule == "such" and (loose or (not shared and (attribution is None or away > PRONOUN))):
            return None
        if noun in PRINTED and not (made or shared) and away > 1 and not self._is_printed(claim):
            return None
        score = (-1.0 if not shared and not made else 0.1 if shared and noun in PRINTED else -0.1) * away
        score += 2.0 if attribution is not None else 0.0
        score += 2.5 if shared or made else 0.0
        score += (1.5 if reaction.rule == "such" else 0.75) if blamed else 0.0
        score -= 1.0 if claim.rule == "fragment" and not self.amounts[j] else 0.0
        score += 0.5 if self.outermost[j] else 0.0
        if ("label", claim.predicate_lemma) in vocabulary() and noun:
            score -= 3.0  # "the report is false" is no report
        if vocabulary().get(("cue", self.lemma(claim.predicate_head))) in OPPOSITE:
            score -= 1.0  # of "He denied that it sank" what is meant is that it sank
        return score

    def dimensions(self, j: int) -> list[str]:
        """What the amounts of a claim measure."""
        claim = self.claims[j]
        first, last = bisect_left(self.tree.start, claim.start), bisect_left(self.tree.start, claim.end)
        found = {self.quantity[i] for i in range(first, min(last, first + LONG))} - {None}
        return [self.record.quantities[number].dimension for number in found if number is not None]

    def lemmas(self, j: int) -> set[str]:
        """The lemmas of a claim's first words."""
        first = bisect_left(self.tree.start, self.claims[j].start)
        last = min(bisect_left(self.tree.start, self.claims[j].end), first + LONG)
        return {self.tree.lemma[i].lower() for i in range(first, last)}

    def _is_shown(self, noun: int) -> bool:
        """ "*that* statement"."""
        return any(self.tree.lower[i] in ("that", "this", "those", "these") for i in self.tree.children(noun, "det"))

    def _owner(self, reaction: Reaction) -> int | None:
        """Whose the claim, the report is: "*her* claim", "the *AP* report" where the AP says something."""
        tree = self.tree
        for i in tree.children(reaction.at, "nmod:poss", "compound"):
            if i in self.cluster and (tree.is_(i, "nmod:poss") or self.cluster[i] in self.all_speakers):
                return self.cluster[i]
        return None

    @cached_property
    def all_speakers(self) -> frozenset[int]:
        """The entities that say something in the article."""
        return frozenset(cluster for speaker in self.record.speakers for cluster in speaker.clusters)

    def _is_printed(self, claim: Claim) -> bool:
        """Tell whether a paper, a study or a body says it."""
        position = claim.attribution
        speakers = self.record.speakers
        return (
            position is not None
            and position < len(speakers)
            and speakers[position].type in ("document", "organisation")
        )

    def _is_blamed(self, reaction: Reaction, claim: Claim) -> bool:
        """Tell whether the claim is said of, or to, the one who reacts."""
        if claim.attribution is None or not reaction.voices:
            return False
        attribution = self.record.attributions[claim.attribution]
        if attribution.cue_class == "accuse" and attribution.addressee is not None:
            addressed = self.cluster.get(self.head_of(attribution.addressee))
            if addressed in reaction.voices:
                return True
        return not reaction.voices.isdisjoint(claim.about)
