"""Sentences with their trees written out by hand, so that the grammar is tested without a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import spacy
from spacy.tokens import Doc

from newslab.claims import claims_of_quantities, find_claims, find_links
from newslab.reader.syntax import Tree, universal_pos
from newslab.records import ArticleRecord, Attribution, Claim, Link, Mention, Quantity, Span, Speaker, Timex
from newslab.tables.soundness import fault

VOCAB = spacy.blank("en").vocab


def build(*sentences: str) -> Doc:
    """A Doc from sentences of `word:TAG:head:label[:lemma]`, heads counted from 1 in the sentence, 0 for the root."""
    words, tags, pos, lemmas, heads, deps = [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for item in sentence.split():
            word, tag, head, dep, lemma = (*item.split(":"), "")[:5]
            dep = dep.replace(".", ":")  # nsubj.pass
            words.append(word)
            tags.append(tag)
            pos.append(
                "AUX" if dep in ("aux", "aux:pass", "cop") else "VERB" if tag[:2] == "VB" else universal_pos(tag)
            )
            lemmas.append(lemma or word.lower())
            heads.append(offset + int(head) - 1 if int(head) else len(words) - 1)
            deps.append("ROOT" if head == "0" else dep)
    spaces = [not (k + 1 < len(words) and words[k + 1] in ".,?") for k in range(len(words))]
    return Doc(VOCAB, words=words, spaces=spaces, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps)


@dataclass
class Read:
    """What the room found in one small text."""

    doc: Doc
    tree: Tree
    record: ArticleRecord

    def text(self, span: Span | None) -> str | None:
        """The words of a span."""
        return None if span is None else self.record.text[span[0] : span[1]]

    def claim(self, predicate: str) -> Claim:
        """The claim with this predicate."""
        return next(c for c in self.record.claims if self.text(c.predicate) == predicate)

    def predicates(self) -> list[str]:
        """All predicates as written."""
        return [self.record.text[slice(*c.predicate)] for c in self.record.claims]

    def triples(self) -> list[tuple[str | None, str | None, str | None]]:
        """Subject, predicate and object of each claim."""
        return [(self.text(c.subject), self.text(c.predicate), self.text(c.object)) for c in self.record.claims]

    def evidence(self, predicate: str) -> list[str | None]:
        """The words that decided the factuality of a claim."""
        return [self.text(span) for span in self.claim(predicate).evidence]

    def links(self) -> list[Link]:
        """The links."""
        return self.record.links


def said(
    doc: Doc, content: str, cue: str, group: str = "report", source: str | None = None, lemma: str | None = None,
    parent: int | None = None, negated: bool = False, quoted: bool = False,
) -> Attribution:  # fmt: skip
    """An attribution by its words, each at its first place in the text."""
    text = doc.text
    span = _at(text, content)
    head = next(t for t in doc if t.idx == text.index(cue))
    return Attribution(
        content=(span,), quoted=(span,) if quoted else (), kind="direct" if quoted else "indirect",
        source=_at(text, source) if source else None, source_head=None, cue=(_at(text, cue),), cue_head=head.i,
        cue_lemma=lemma or head.lemma_, cue_class=group, addressee=None, medium=None, negated=negated, parent=parent,
        depth=0 if parent is None else 1, rule="hand", confidence=0.9,
    )  # fmt: skip


def _at(text: str, part: str) -> Span:
    start = text.index(part)
    return start, start + len(part)


@pytest.fixture
def read() -> Callable[..., Read]:
    """Read sentences into claims and links, and see that the record is sound."""

    def run(
        *sentences: str, attributions: Callable[[Doc], list[Attribution]] | None = None, times: tuple[str, ...] = (),
        quantities: tuple[tuple[str, float, float], ...] = (), mentions: tuple[tuple[str, str, int], ...] = (),
        speakers: tuple[int, ...] = (),
    ) -> Read:  # fmt: skip
        doc = build(*sentences)
        tree = Tree.of(doc)
        record = ArticleRecord("a", doc.text)
        record.attributions = attributions(doc) if attributions is not None else []
        record.speakers = [Speaker((k,), "person", 1, "name") for k in speakers]
        for part, label, cluster in mentions:
            start, end = _at(doc.text, part)
            head = next(t.i for t in reversed(doc) if start <= t.idx < end)
            record.mentions.append(Mention(start, end, head, label, "name", "hand", 0.9, cluster))
        for part in times:
            record.times.append(
                Timex(*_at(doc.text, part), None, "DATE", None, None, None, "published", False, (), "hand")
            )
        for part, low, high in quantities:
            record.quantities.append(Quantity(*_at(doc.text, part), low, high, None, "count", "exact", "hand"))
        record.claims = find_claims(doc, tree, record)
        record.links = find_links(doc, tree, record)
        record.quantity_claims = claims_of_quantities(record)
        assert fault(record, "claims") is None
        assert fault(record, "links") is None
        return Read(doc, tree, record)

    return run
