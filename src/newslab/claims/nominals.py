"""Propositions without a verb of their own: appositions, nominalised events, attributions of a phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from newslab.claims.dependents import WH
from newslab.claims.factuality import NAMING, SILENT
from newslab.claims.phrases import ASIDE, CUT, PHRASE, Phrases, Proposition, read_rows
from newslab.reader.syntax import EDGE
from newslab.records import Attribution, Span

PRESENTING = frozenset({"after", "since", "following", "because of", "due to", "despite", "amid", "during", "with"})
# classes of attributions whose object tells what is the case or should be
TELLING = frozenset({"demand", "promise", "deny", "concede", "accuse"})
WANTING = frozenset({"want", "seek", "hope for", "hope", "expect", "prefer", "favour", "favor", "foresee", "predict"})
COURTESIES = frozenset(
    {"thanks", "thank", "hello", "hi", "welcome", "goodbye", "please", "congratulations", "well", "oh"}
)
VERBAL = frozenset({"VB", "VBD", "VBZ", "VBP", "MD"})
MARKS = frozenset("\"“”„«»‘’'")
WH_TAGS = frozenset({"WP", "WP$", "WRB", "WDT"})
LATER = 60  # the same where a relative clause stands between ("a suggestion she called *absurd*")
NEAR = 12  # characters between who is named and what the name is
APART = 30  # tokens between the heads of an apposition, at most
SETTING_OFF = (",", "(", "-", "–", "—", "--")  # what an apposition or age stands after
MODIFIERS = ("det", "nmod:poss", "amod", "compound", "case", "nummod", "cop", "aux")
KNOWN = frozenset({"the", "this", "that", "these", "those"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "PRON", "AUX", "SYM"})


@cache
def event_nouns() -> dict[str, str]:
    """Noun that names an event → its verb, from `event_nouns.tsv`."""
    return {row[0]: row[1] for row in read_rows("event_nouns.tsv")}


class Nominals(Phrases):
    """The rules for nominal propositions, over one tree."""

    def apposition(self, i: int) -> Iterator[Proposition]:
        """ "NAME, *president of the council*", "the dam, *an embankment of earth*": what somebody or something is.

        A name after a role ("the engineer, NAME") says only who is meant and is none.
        """
        tree = self.tree
        head = tree.heads[i]
        if self.views.voice[head] != self.views.voice[i] or tree.pos[head] not in ("PROPN", "NOUN", "PRON"):
            return
        if tree.pos[i] != "NOUN" or head > i or i - head > APART or self.lookup.time[i] is not None:
            return
        kids = tree.children(i, "det", "nmod", "amod", "compound", "acl", "nummod")
        if not kids or (tree.pos[head] != "PROPN" and not any(tree.is_(k, "det", "nummod", "nmod:poss") for k in kids)):
            return
        first = tree.edges(i)[0]
        while first < i and tree.text[first] in EDGE:
            first += 1
        if tree.text[first - 1] not in SETTING_OFF or any(tree.lower[k] in (";", ":") for k in range(head, i)):
            return
        if self.lookup.quantity[i] is not None and tree.text[first - 1] == "(":
            return  # "31 km (19 miles)"
        subject, predicate = self.span(head, (*PHRASE, "conj")), self.span(i, (*PHRASE, "conj"))
        start, end = self.span(i, (*CUT, "conj", "appos"))
        if predicate[0] < subject[1] and subject[0] < predicate[1]:
            return
        yield Proposition(
            i, tree.lemma[i].lower(), self.views.voice[i], min(start, predicate[0]), max(end, predicate[1]), subject,
            head, self._core(i, predicate), None, None, (), i, "apposition",
        )  # fmt: skip

    def _core(self, i: int, phrase: Span) -> Span:
        """A phrase up to its head: "*a farmer* from the hills"; the whole of a list or clause."""
        tree = self.tree
        if tree.pos[i] not in ("NOUN", "PROPN", "ADJ", "NUM") or tree.child(i, "conj", "nsubj", "cop") is not None:
            return phrase
        last = i
        while last + 1 < len(tree) and tree.heads[last + 1] == i and tree.is_(last + 1, "flat", "compound"):
            last += 1
        return (phrase[0], tree.end[last]) if phrase[0] < tree.end[last] < phrase[1] else phrase

    def age(self, i: int) -> Iterator[Proposition]:
        """ "NAME, *51*, …": how old somebody is."""
        tree = self.tree
        number = self.lookup.quantity[i]
        if number not in self.lookup.ages or i < 2 or tree.text[i - 1] not in SETTING_OFF or tree.pos[i] != "NUM":
            return
        person = i - 2
        while tree.is_(person, "flat", "compound", "appos") and tree.heads[person] < i and tree.heads[person] != person:
            person = tree.heads[person]
        subject = self.span(person, (*PHRASE, "conj", "nummod"))
        subject = subject[0], min(subject[1], tree.end[i - 2])
        if tree.pos[person] not in ("PROPN", "NOUN") or subject[1] > tree.start[i] or subject[0] >= subject[1]:
            return
        span = tree.start[i], tree.end[i]
        yield Proposition(i, tree.lower[i], self.views.voice[i], *span, subject, person, span, None, None, (), i, "age")

    def nominal(self, i: int) -> Iterator[Proposition]:
        """ "after the sale of the boats": that they were sold."""
        tree = self.tree
        main = tree.deps[i].partition(":")[0]
        if main == "obl":
            if tree.preposition(i) not in PRESENTING:
                return
        elif main != "nsubj" or tree.child(i, "det", "nmod:poss") is None:
            return
        governor = self.views.at(tree.heads[i])
        if governor.value != "CT+" or self.views.at(i).negation is not None:
            return
        owner, part, agent = self._participants(i)
        if owner is not None or part is not None or agent is not None:
            yield self._event(i, owner, part, agent)

    def _participants(self, i: int) -> tuple[int | None, int | None, int | None]:
        """Whose the event is, what it is done to, and by whom."""
        tree = self.tree
        after = [k for k in tree.children(i, "nmod") if k > i]
        part = next((k for k in after if tree.preposition(k) == "of"), None)
        return tree.child(i, "nmod:poss"), part, next((k for k in after if tree.preposition(k) == "by"), None)

    def _event(self, i: int, owner: int | None, part: int | None, agent: int | None) -> Proposition:
        tree = self.tree
        verb = event_nouns()[tree.lemma[i].lower()]
        subject = agent if agent is not None else owner
        predicate = (tree.start[i], tree.end[i])
        start, end = self.span(i, (*ASIDE, "case", "punct"))
        found = []
        for k in tree.children(i, "nmod"):
            if k > i and k not in (part, agent):
                found.append((self.role(k, tree.deps[k]), self.span(k, ASIDE)))
        return Proposition(
            i, verb, self.views.voice[i], min(start, predicate[0]), max(end, predicate[1]), self.noun_phrase(subject),
            subject, predicate, self.noun_phrase(part), part, tuple(found), i, "nominal",
        )  # fmt: skip

    def fragment(self, position: int, attribution: Attribution, heaps: set[int]) -> Iterator[Proposition]:
        """What an attribution says that is no clause: "demanded *lower fees*", "called that *a fairy tale*"."""
        tree, voice = self.tree, self.views.voice
        if attribution.cue_class == "ask" or attribution.cue_lemma in SILENT:
            return
        best = self._root_of(position, attribution)
        if best is not None and self._is_news(best, attribution) and tree.sentence[best] not in heaps:
            yield self._event(best, *self._participants(best))
            return
        if best is None or not (
            self._is_quoted(attribution)
            or attribution.cue_class in TELLING
            or (attribution.cue_lemma in WANTING and not attribution.negated)
            or attribution.cue_lemma in NAMING
            or self.lookup.quantity[best] is not None
        ):
            return
        if tree.tag[best] in WH_TAGS or (tree.pos[best] == "AUX" and tree.heads[best] != best):
            return
        if tree.sentence[best] in heaps or self._says_nothing(best, attribution):
            return
        if self.views.at(best).question or self.views.at(best).imperative:
            return
        if any(self.views.at(i).question for i in (tree.heads[best],) if voice[i] == position):
            return
        predicate = self.clip(position, tree.start[best], *self.span(best, (*ASIDE, "nsubj")))
        subject = phrase = None
        if attribution.cue_lemma in NAMING and attribution.cue_head is not None:
            subject = tree.child(attribution.cue_head, "obj")
            if subject is None and tree.deps[attribution.cue_head] == "acl:relcl":  # "a suggestion she called *absurd*"
                subject = tree.heads[attribution.cue_head]
            subject = None if subject == best else subject
            phrase = self.noun_phrase(subject)
            first = bisect_left(tree.start, predicate[0])
            if (
                subject is None
                and first + 1 < best
                and tree.lower[first] in ("that", "this", "it")
                and tree.tag[first + 1] == "DT"
            ):
                subject, phrase = first, (tree.start[first], tree.end[first])
                predicate = tree.start[first + 1], predicate[1]
        first = bisect_left(tree.start, predicate[0])
        if attribution.cue_head is not None and first < best and tree.lower[first] == "as":
            predicate = self.clip(position, tree.start[best], *self.span(best, (*ASIDE, "nsubj", "case", "mark")))
            subject = self._named(attribution.cue_head)
            phrase = self.noun_phrase(subject)
        if phrase is not None and phrase[0] < predicate[1] and predicate[0] < phrase[1]:
            subject = phrase = None
        end = predicate[1]
        if attribution.cue_lemma in NAMING:  # "a fabrication from the first line to the last"
            end = max(end, next((last for first, last in attribution.content if first <= predicate[0] < last), end))
        near = NEAR if subject is None or tree.heads[attribution.cue_head or 0] != subject else LATER
        start = phrase[0] if phrase is not None and 0 < predicate[0] - phrase[1] < near else predicate[0]
        end = max(end, predicate[1])
        yield Proposition(
            best, tree.lemma[best].lower(), position, start, end, phrase, subject, self._core(best, predicate), None,
            None, (), best, "fragment",
        )  # fmt: skip

    def _is_quoted(self, attribution: Attribution) -> bool:
        """Tell whether quotation marks of its own hold the content, not those around the cue as well."""
        text = self.text
        return any(
            text[max(start - 1, 0)] in MARKS or text[min(end, len(text) - 1)] in MARKS
            for start, end in attribution.quoted
        )

    def answers(self, known: set[tuple[int | None, int]], heaps: set[int]) -> Iterator[Proposition]:
        """Sentences of a direct quotation that have no verb: "*Three times.* We met in May."

        `known` are the attributions and sentences in which a claim has been found.
        """
        tree = self.tree
        runs: dict[tuple[int, int], list[int]] = {}
        for i, position in enumerate(self.views.voice):
            if position is not None and self.attributions[position].kind == "direct":
                runs.setdefault((position, tree.sentence[i]), []).append(i)
        for (position, sentence), run in runs.items():
            if (position, sentence) in known or sentence in heaps or not self._is_answer(position, run):
                continue
            words = [i for i in run if tree.pos[i] not in ("PUNCT", "SPACE") and tree.text[i] not in EDGE]
            if not words or any(tree.lower[i] in COURTESIES for i in words):
                continue
            own = set(words)
            root = next((i for i in words if tree.heads[i] not in own or tree.heads[i] == i), words[0])
            span = tree.start[words[0]], tree.end[words[-1]]
            yield Proposition(
                root, tree.lemma[root].lower(), position, *span, None, None, span, None, None, (), root, "fragment"
            )

    def _is_answer(self, position: int, run: list[int]) -> bool:
        """Tell whether the sentence is a whole one of the quotation and neither question nor order nor clause."""
        tree, attribution = self.tree, self.attributions[position]
        if attribution.cue_class == "ask" or attribution.negated or len(run) > APART:
            return False
        if run[0] and tree.sentence[run[0] - 1] == tree.sentence[run[0]] and tree.text[run[0] - 1] not in EDGE:
            return False
        return not any(tree.text[i][:1] == "?" or tree.tag[i] in VERBAL or tree.lower[i] in WH for i in run)

    def _is_news(self, i: int, attribution: Attribution) -> bool:
        """Tell whether it is a deed that a report tells of by a noun: "announced *his resignation*"."""
        return (
            attribution.cue_class in ("report", "concede")
            and not attribution.quoted
            and not attribution.negated
            and self.tree.deps[i] in ("obj", "nsubj:pass")
            and self.tree.heads[i] == attribution.cue_head
            and self.tree.lemma[i].lower() in event_nouns()
        )

    def _says_nothing(self, i: int, attribution: Attribution) -> bool:
        """Tell whether the content is but a name, a pronoun or "the comment", of which nothing is said."""
        tree = self.tree
        if attribution.cue_lemma in NAMING or tree.pos[i] not in ("NOUN", "PROPN", "PRON"):
            return False
        if tree.preposition(i) == "as" or tree.child(i, "cop", "nsubj") is not None:
            return False
        if tree.pos[i] != "NOUN":
            return tree.child(i, "amod", "nmod", "acl", "nummod") is None
        known = any(tree.lower[k] in KNOWN for k in tree.children(i, "det")) or tree.child(i, "nmod:poss") is not None
        if not known or tree.lemma[i].lower() in event_nouns():
            return False
        return all(tree.is_(k, "det", "nmod:poss", "punct", "case") for k in tree.children(i))

    def _named(self, cue: int) -> int | None:
        """Who or what is described *as* something: the cue's object, its passive subject, or "referred to *her*"."""
        tree = self.tree
        found = tree.child(cue, "obj", "nsubj:pass")
        if found is None:
            found = next((k for k in tree.children(cue, "obl") if k > cue and tree.preposition(k) == "to"), None)
        return found

    def _root_of(self, position: int, attribution: Attribution) -> int | None:
        """The word that heads the content: of several, the last where the cue names ("called *that* a *lie*")."""
        tree, voice = self.tree, self.views.voice
        roots: list[int] = []
        others: list[int] = []
        for first, last in attribution.content:
            for i in self.tokens(first, last):
                if (
                    voice[i] == position
                    and tree.pos[i] in CONTENT
                    and tree.tag[i] != "UH"
                    and not tree.is_(i, *MODIFIERS)
                ):
                    (roots if tree.heads[i] == i or voice[tree.heads[i]] != position else others).append(i)
        if not roots:
            return others[0] if others else None
        return roots[-1] if attribution.cue_lemma in NAMING else roots[0]
