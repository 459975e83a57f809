"""Quotations set as paragraphs of their own, without marks: after `the statement read:`, before `– Name`, as a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newslab.quotes.clauses import speaking_verb
from newslab.quotes.cues import Lexicon, word_list
from newslab.quotes.draft import Draft, cue_tokens, describe_cue, nearby_subject, set_source, token_runs, trim
from newslab.quotes.marks import paragraphs
from newslab.quotes.sources import FIRST_AND_SECOND
from newslab.reader.syntax import Tree
from newslab.records import Span

MARKED = re.compile(r"\s*(?:[“”\"„«‘'`]|\(\()")  # a quotation, or a turn of an interview
BULLET = re.compile(r"\s*(?:[•·▪◦‣*]|[-–—](?=[ \t])|\(?\d{1,2}[.)](?=[ \t])|\(?[a-z][.)](?=[ \t]))")
SIGNED = re.compile(r"\s*(?P<mark>[—–―-]{1,2})[ \t]*(?P<name>[^\W\d_a-z][^\n—–:;!?]{1,80})$")
EMPTY = frozenset({"that", "the following", "this", "as follows", "the following statement", "these words"})
SENTENCE = 40  # words before the colon in which the cue is looked for
MOST = 12  # paragraphs of one quotation


def block_attributions(tree: Tree, lexicon: Lexicon, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts for paragraphs that an announcing line with a colon quotes, signed or not, and for lists after it.

    Of drafts that have the same cue only those are left whose content says something.
    """
    text = tree.whole
    parts = paragraphs(text)
    known = {draft.cue_head: draft for draft in drafts}
    found: list[Draft] = []
    for number in range(len(parts) - 1):
        start, end = parts[number]
        last = text[start:end].rstrip()
        if not last.endswith(":") or MARKED.match(text, *parts[number + 1]):
            continue
        colon = bisect_left(tree.start, start + len(last) - 1)
        signed = _signature(text, parts, number + 1)
        if signed is not None:
            found.append(_signed(tree, parts[number + 1 : signed[0]], signed[1]))
            continue
        cue = _announcing(tree, colon, start, lexicon)
        if cue is None:
            continue
        before = known.get(cue)
        if before is not None and not _empty(text, before):
            continue
        content = _quoted_paragraphs(text, parts, number + 1)
        draft = _announced(tree, cue, colon, content, lexicon)
        if before is not None:
            before.content = []
            draft.source, draft.source_head = before.source, before.source_head
        head = draft.source_head
        if draft.content and head is not None and tree.lower[head] not in FIRST_AND_SECOND:
            found.append(draft)
    return [draft for draft in found if draft.content]


def _empty(text: str, draft: Draft) -> bool:
    return " ".join(text[start:end] for start, end in draft.content).lower() in EMPTY


def _signature(text: str, parts: Sequence[Span], first: int) -> tuple[int, re.Match[str]] | None:
    """The next paragraph that is `– Name`, and how many stand before it: the quotation ends there."""
    for k in range(first + 1, min(first + MOST, len(parts))):
        match = SIGNED.match(text, *parts[k])
        if match is not None:
            return k, match
        if BULLET.match(text, *parts[k]):
            return None
    return None


def _signed(tree: Tree, parts: Sequence[Span], match: re.Match[str]) -> Draft:
    spans = [trim(tree.whole, *part) for part in parts]
    draft = Draft(bisect_left(tree.start, match.start("mark")), [span for span in spans if span is not None], "signed")
    start, end = match.span("name")
    comma = tree.whole.find(",", start, end)
    end = comma if comma > 0 else end
    while tree.whole[end - 1] in ". \t" and end - start > 3:
        end -= 1
    draft.cue, draft.cue_class, draft.confidence = [match.span("mark")], "report", 0.85
    tokens = range(bisect_left(tree.start, start), bisect_left(tree.start, end))
    heads = [i for i in tokens if tree.heads[i] not in tokens or tree.heads[i] == i]
    draft.source, draft.source_head = (start, end), heads[0] if heads else None
    return draft


def _announcing(tree: Tree, colon: int, start: int, lexicon: Lexicon) -> int | None:
    """The cue of the sentence before a colon: its last verb that quotes, or the colon after a document."""
    near = True
    for i in range(colon - 1, max(-1, colon - SENTENCE), -1):
        if tree.start[i] < start or tree.sentence[i] != tree.sentence[colon]:
            break
        cue = lexicon.verbs.get(tree.lemma[i])
        if cue is not None and "quote" in cue.frames and tree.tag[i][:1] == "V" and not tree.is_(i, "aux", "amod"):
            content = tree.child(i, "ccomp", "xcomp")
            return i if content is None or tree.lower[content] in EMPTY else None
        if near and tree.pos[i] == "NOUN" and {tree.lemma[i]} & (word_list("medium") | word_list("document")):
            return colon
        near = (near and tree.pos[i] in ("SPACE", "PUNCT")) or colon - i < 2
    return None


def _quoted_paragraphs(text: str, parts: Sequence[Span], first: int) -> list[Span]:
    """The items of a list, or one paragraph."""
    stop = first + 1
    if BULLET.match(text, *parts[first]):
        while stop < len(parts) and stop - first < MOST and BULLET.match(text, *parts[stop]):
            stop += 1
    spans = (trim(text, *part) for part in parts[first:stop])
    return [span for span in spans if span is not None]


def _announced(tree: Tree, cue: int, colon: int, content: list[Span], lexicon: Lexicon) -> Draft:
    listed = bool(content) and BULLET.match(tree.whole, *content[0]) is not None
    draft = Draft(cue, content, "list" if listed else "block", confidence=0.7)
    if cue == colon:
        draft.cue, draft.cue_class = [(tree.start[colon], tree.end[colon])], "report"
        head = next((i for i in range(colon - 1, max(-1, colon - SENTENCE), -1) if tree.pos[i] == "VERB"), colon)
        set_source(tree, draft, tree.subject(head))
        return draft
    draft.cue = token_runs(tree, cue_tokens(tree, cue))
    describe_cue(draft, lexicon.verbs[tree.lemma[cue]], "quote")
    subject = tree.agent(cue) if tree.is_passive(cue) else tree.subject(speaking_verb(tree, cue))
    set_source(tree, draft, subject if subject is not None else nearby_subject(tree, cue))
    return draft
