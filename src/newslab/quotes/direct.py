"""Direct speech: quotations joined to the cue that the tree or the surface gives them, and to their speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from newslab.quotes.clauses import speaking_verb
from newslab.quotes.cues import Lexicon
from newslab.quotes.draft import (
    Draft,
    cue_tokens,
    describe_cue,
    hull,
    inverted_subject,
    is_refused,
    nearby_subject,
    set_frame,
    set_listener,
    set_source,
    token_runs,
    trim,
)
from newslab.quotes.marks import Quotation
from newslab.quotes.uncued import uncued
from newslab.reader.syntax import Tree
from newslab.records import Span

AFTER = 30  # words after a quotation in which its cue may stand
_SENTENCE_END = re.compile(r"[.!?][”\"'’)]*\s")
SENTENCES = re.compile(r"[a-z]{2}[.!?] [A-Z]")  # more than one
MOST = 64  # quotations that one attribution is widened over
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


class Speech:
    """The quotations that are speech, with their tokens."""

    def __init__(self, tree: Tree, quotations: Sequence[Quotation]) -> None:
        self.tree = tree
        self.quotations = [q for q in quotations if q.level == 0 and is_speech(tree, q)]
        self._starts = [q.start for q in self.quotations]

    def leave_out(self, starts: set[int]) -> None:
        """Leave out the quotations that begin at these characters: the layout says who speaks."""
        self.quotations = [q for q in self.quotations if q.start not in starts]
        self._starts = [q.start for q in self.quotations]

    def touching(self, start: int, end: int) -> list[int]:
        """Positions of the quotations that overlap the span."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return [k for k in range(first, min(last, first + 2 * MOST)) if self.quotations[k].end > start]


def token_range(tree: Tree, start: int, end: int) -> tuple[int, int]:
    """First token that begins at or after `start` and the one after the last that begins before `end`."""
    return bisect_left(tree.start, start), bisect_left(tree.start, end)


def is_speech(tree: Tree, quotation: Quotation) -> bool:
    """Tell speech from a title, a nickname or a scare quote: it is a sentence of its own, or has a comma inside."""
    if len(quotation.parts) > 1 or not quotation.closed:
        return True
    start, end = quotation.inner[0]
    text = tree.whole
    words = [i for i in range(*token_range(tree, start, end)) if tree.pos[i] not in ("PUNCT", "SPACE")]
    if not words:
        return False
    while end > start + 1 and text[end - 1] in "\"”»'’ ":
        end -= 1
    ends = text[end - 1] in ".,!?…" or text[end - 2 : end] == "--"
    after = text[end : end + 3].lstrip("\"”»'’")[:1]
    finite = any(tree.tag[i] in FINITE for i in words)
    if ends:
        titled = sum(tree.text[i][:1].isupper() for i in words)
        return not (2 <= len(words) <= 8 and titled >= len(words) - 1 and text[end - 1] not in "?!," and not finite)
    if len(words) <= 2:
        return False
    if SENTENCES.search(text, start, end):
        return True
    before = text[max(0, quotation.start - 2) : quotation.start].strip()[-1:]
    if before in (":", ",") and text[start].isupper():
        return True
    return finite and len(words) >= 4 and text[start].isupper() and (before in ".!?:," or after in ",.")


def join_quotations(tree: Tree, drafts: list[Draft], speech: Speech, lexicon: Lexicon) -> list[Draft]:
    """Widen the drafts whose content is (part of) a quotation, and add drafts for the quotations that have none."""
    owner: dict[int, Draft] = {}
    by_cue = {draft.cue_head: draft for draft in drafts if draft.cue_head is not None}
    for k, quotation in enumerate(speech.quotations):
        found = _cue_after(tree, quotation, speech, k, lexicon)
        if found is None:
            before = _cue_right_before(tree, quotation, lexicon)
            known = by_cue.get(before) if before is not None else None
            if known is not None and known.rule in ("clause", "remainder", "gerund", "noun-phrase"):
                known.content = list(quotation.parts)
                known.rule = "clause"
                owner[k] = known
            continue
        draft = by_cue.get(found)
        if draft is None or draft.rule not in ("clause", "parenthetical", "gerund", "remainder"):
            draft = _make(tree, quotation, found, lexicon, after=True)
            drafts = [other for other in drafts if other.cue_head != found]
            drafts.append(draft)
            by_cue[found] = draft
        else:
            draft.content = _only_quoted(tree, quotation, draft)
            if draft.source is None or quotation.start <= draft.source[0] < quotation.end:
                draft.source = draft.source_head = None
                fresh = _make(tree, quotation, found, lexicon, after=True)
                draft.source, draft.source_head = fresh.source, fresh.source_head
        owner[k] = draft
    for draft in drafts:
        if not draft.cue or draft.rule in ("noun-phrase", "nominal", "equated", "adjective", "poll", "adverb"):
            continue
        _widen(draft, speech, owner)
    result = [draft for draft in drafts if draft.content]
    last_cued: tuple[int, Draft] | None = None  # quotation and its attribution
    for k, quotation in enumerate(speech.quotations):
        if k in owner:
            last_cued = (k, owner[k])
            continue
        follows = last_cued is not None and _goes_on(tree, speech.quotations[last_cued[0]], quotation, last_cued[1])
        draft = _surface_cue(tree, quotation, speech, k, lexicon)
        if draft is not None and draft.cue_head in by_cue:
            known = by_cue[draft.cue_head]
            if known.rule in ("clause", "direct", "parenthetical", "gerund", "remainder"):
                known.content = _join(tree.whole, sorted([*known.content, *quotation.parts]))
                last_cued = (k, known)
                continue
            result = [other for other in result if other is not known]
        if draft is not None and draft.cue_head is not None:
            by_cue[draft.cue_head] = draft
        follows = follows or (
            last_cued is not None and _next_paragraph(tree, speech.quotations[last_cued[0]], quotation, last_cued[1])
        )
        if draft is None and follows and last_cued is not None:
            last_cued[1].content.extend(quotation.parts)
            last_cued = (k, last_cued[1])
            continue
        if draft is None:
            draft = uncued(tree, quotation, last_cued, result)
        if draft is not None:
            result.append(draft)
            last_cued = (k, draft)
    return result


def keep_inside(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> None:
    """A cue inside a quotation reports nothing outside it: cut such contents at the quotation's marks."""
    outer = [q for q in quotations if q.level == 0]
    starts = [q.start for q in outer]
    for draft in drafts:
        if not draft.cue or draft.cue_head is None:
            continue
        at = draft.cue[0][0]
        k = bisect_right(starts, at) - 1
        if k < 0 or not outer[k].start < at < outer[k].end or outer[k].end - outer[k].start < 20:
            continue
        low, high = outer[k].inner[0][0], outer[k].inner[-1][1]
        clipped = [trim(text, max(s, low), min(e, high)) for s, e in draft.content if e > low and s < high]
        draft.content = [span for span in clipped if span is not None]


def _widen(draft: Draft, speech: Speech, owner: dict[int, Draft]) -> None:
    start, end = hull(draft.content)
    cue_at = draft.cue[0][0]
    text = speech.tree.whole
    for k in speech.touching(start, end)[:MOST]:
        quotation = speech.quotations[k]
        if quotation.start <= cue_at < quotation.end:
            continue  # the cue is inside: nested
        covered = sum(
            min(e, quotation.end) - max(s, quotation.start)
            for s, e in draft.content
            if e > quotation.start and s < quotation.end
        )
        if covered <= 2:
            continue
        partial = (
            any(s < quotation.start - 1 for s, _ in draft.content)
            and text[quotation.start - 1 : quotation.start] != ":"
        )
        if k in owner and not partial and owner[k] is not draft and owner[k].rule != "parenthetical":
            continue
        merged: list[Span] = []
        for s, e in draft.content:
            if s < quotation.start:
                before = trim(text, s, min(e, quotation.start))
                if before is not None:
                    merged.append(before)
            if e > quotation.end:
                rest = trim(text, max(s, quotation.end), e)
                if rest is not None and rest[0] < e:
                    merged.append(rest)
        merged.extend(quotation.parts)
        draft.content = _join(text, sorted(merged))
        owner.setdefault(k, draft)
        if not partial and draft.rule in ("clause", "parenthetical"):
            owner[k] = draft


def _join(text: str, spans: list[Span]) -> list[Span]:
    """Join spans between which only spaces stand, unless a paragraph ends there."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif found and not text[found[-1][1] : start].strip() and "\n" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(tree: Tree, before: Quotation, quotation: Quotation, draft: Draft) -> bool:
    """`"A," he said. "B."`: the same paragraph, and nothing but the cue's sentence between."""
    text = tree.whole
    between = text[before.end : quotation.start]
    if "\n" in between.strip() or "\n\n" in between or len(between) > 300:
        return False
    if not draft.cue:
        return not between.strip()
    cue_at = draft.cue[-1][1]
    if not before.end <= cue_at <= quotation.start:
        return not between.strip(" \t.,")
    rest = text[cue_at : quotation.start].strip()
    if draft.cue_head is None:
        return True
    first, last = token_range(tree, before.end, quotation.start)
    return len({tree.sentence[i] for i in range(first, last)}) <= 1 or rest.count(". ") == 0


def _only_quoted(tree: Tree, quotation: Quotation, draft: Draft) -> list[Span]:
    """The quotation, and what stands before it in the same sentence (`He was "ill," she said`)."""
    text = tree.whole
    spans = list(quotation.parts)
    for start, end in draft.content:
        if start < quotation.start:
            before = trim(text, start, min(end, quotation.start))
            if before is not None and not _SENTENCE_END.search(text, before[0], quotation.start):
                spans.append(before)
        elif draft.rule == "parenthetical" and draft.cue and start >= draft.cue[-1][1]:
            first = text[start : min(end, start + 40)].split(maxsplit=1)[0]
            if first[0].islower() and not first.endswith("ing"):
                spans.append((start, end))  # `“Only you,” she said, would do that`
    return _join(text, sorted(spans))


def _cue_after(tree: Tree, quotation: Quotation, speech: Speech, k: int, lexicon: Lexicon) -> int | None:
    """The verb of `…,” said X` or `…,” X said`, whatever the tree says."""
    end = quotation.end
    text = tree.whole
    inside = text[quotation.inner[-1][0] : quotation.inner[-1][1]].rstrip("\"”»'’ ")[-1:]
    if inside not in (",", "?", "!", "…", "-", "—", "–") and text[end : end + 1] != ",":
        return None
    if "\n" in text[end : end + 2]:
        return None
    limit = speech.quotations[k + 1].start if k + 1 < len(speech.quotations) else len(text)
    first, last = token_range(tree, end, min(limit, end + 400))
    for i in range(first, min(last, first + AFTER)):
        if tree.pos[i] == "SPACE" or (tree.text[i] in (".", ";", ":", "!", "?") and i > first):
            return None
        if i == first and tree.lower[i] in ("and", "but", "which", "because", "who", "when", "as", "with", "to", "for"):
            return None
        if tree.tag[i] == "VBG" and tree.child(i, "aux", "nsubj") is None:
            return None  # `“…,” adding that …` reports what follows it
        if _is_cue(tree, i, lexicon) and not tree.is_(i, "acl:relcl", "acl", "amod"):
            later = [c for c in tree.children(i, "ccomp") if c > i and tree.start[c] < limit]
            return None if later and i > first + 1 and "," not in tree.text[i : later[0]] else i
        if tree.tag[i] in FINITE and not tree.is_(i, "aux", "acl:relcl", "acl") and tree.lemma[i] not in lexicon.verbs:
            return None
    return None


def _cue_right_before(tree: Tree, quotation: Quotation, lexicon: Lexicon) -> int | None:
    """The verb of `said: “…`, when nothing but the colon stands between."""
    at = bisect_left(tree.start, quotation.start) - 1
    if at >= 1 and tree.text[at] == "," and _is_cue(tree, at - 1, lexicon):
        return at - 1
    if at < 1 or tree.text[at] != ":":
        at += tree.pos[at] == "SPACE"
        while at > 1 and tree.pos[at - 1] == "SPACE":
            at -= 1
        at -= tree.pos[at] == "SPACE"
    if at >= 1 and tree.text[at] == ":" and _is_cue(tree, at - 1, lexicon):
        return at - 1
    return None


def _next_paragraph(tree: Tree, before: Quotation, quotation: Quotation, draft: Draft) -> bool:
    """The speech goes on: the next paragraph begins with a quotation that no cue follows."""
    text = tree.whole
    between = text[before.end : quotation.start]
    if len(between) > 250 or between.strip(" \t")[-1:] != "\n" or not draft.cue:
        return False
    lines = [line for line in between.split("\n") if line.strip(" .,\t")]
    return len(lines) <= 1 and between.lstrip(" \t").count("\n\n") <= 1


def _surface_cue(tree: Tree, quotation: Quotation, speech: Speech, k: int, lexicon: Lexicon) -> Draft | None:
    """The cue right before a quotation (`X said: “…`, `X said, “…`), whatever the tree says."""
    start = quotation.start
    text = tree.whole
    low = speech.quotations[k - 1].end if k else 0
    first, last = token_range(tree, max(low, start - 400), start)
    colon = text[max(0, start - 3) : start].rstrip()[-1:]
    if colon not in (",", ":") and not (last > first and _is_cue(tree, last - 1, lexicon)):
        return None
    for i in range(last - 1, max(first, last - AFTER) - 1, -1):
        if tree.text[i] in (".", "!", "?", ";") and i < last - 1:
            break
        if _is_cue(tree, i, lexicon) and not any(tree.deps[c] == "ccomp" and i < c < last for c in tree.children(i)):
            if "\n" in text[tree.end[i] : start].strip(" ") and colon != ":":
                break
            return _make(tree, quotation, i, lexicon, after=False)
    return _colon(tree, quotation, first, last) if colon == ":" and last > first else None


def _is_cue(tree: Tree, i: int, lexicon: Lexicon) -> bool:
    cue = lexicon.verbs.get(tree.lemma[i])
    verb = cue is not None and "quote" in cue.frames and tree.tag[i].startswith("V")
    return verb and not tree.is_(i, "aux", "amod") and not is_refused(tree, i)


def _make(tree: Tree, quotation: Quotation, verb: int, lexicon: Lexicon, after: bool) -> Draft:
    draft = Draft(verb, list(quotation.parts), "direct", confidence=0.9)
    draft.cue = token_runs(tree, cue_tokens(tree, verb))
    describe_cue(draft, lexicon.verbs[tree.lemma[verb]], "quote")
    subject = tree.agent(verb) if tree.is_passive(verb) else tree.subject(speaking_verb(tree, verb))
    subject = _unquoted(tree, quotation, subject)
    if subject is None and after:
        subject = inverted_subject(tree, verb) or tree.child(verb, "nsubj", "obj", "dep", "parataxis")
        if subject is None and tree.pos[tree.heads[verb]] in ("PROPN", "NOUN", "PRON") and tree.heads[verb] < verb:
            subject = tree.heads[verb]
        subject = _unquoted(tree, quotation, subject)
    if subject is None:
        subject = _unquoted(tree, quotation, nearby_subject(tree, verb))
    if subject is not None and tree.is_passive(verb) and tree.lower[subject] == "it":
        subject = None  # `“…,” it was said`
    set_source(tree, draft, subject)
    set_listener(tree, draft, verb)
    draft.negated = tree.negation(verb) is not None
    set_frame(tree, draft, verb)
    draft.addressee = None if draft.addressee == draft.source else draft.addressee
    return draft


def _unquoted(tree: Tree, quotation: Quotation, token: int | None) -> int | None:
    inside = token is not None and any(start <= tree.start[token] < end for start, end in quotation.parts)
    return None if inside else token


def _colon(tree: Tree, quotation: Quotation, first: int, last: int) -> Draft | None:
    """`His answer was simple: “…”`, `Venn: “…”`: the subject of the sentence before the colon speaks."""
    colon = next((i for i in range(last - 1, first - 1, -1) if tree.text[i] == ":"), None)
    if colon is None:
        return None
    begin = colon
    while begin > first and tree.sentence[begin - 1] == tree.sentence[colon] and tree.pos[begin - 1] != "SPACE":
        begin -= 1
    roots = [i for i in range(begin, colon) if not begin <= tree.heads[i] < colon or tree.heads[i] == i]
    draft = Draft(colon, list(quotation.parts), "colon", confidence=0.85)
    draft.cue = [(tree.start[colon], tree.end[colon])]
    draft.cue_class = "report"
    for root in roots:
        subject = tree.child(root, "nsubj") if tree.tag[root].startswith(("V", "J", "N")) else None
        if subject is None and tree.pos[root] in ("PROPN", "PRON") and colon - begin <= 8:
            subject = root
        if subject is not None and begin <= subject < colon:
            set_source(tree, draft, subject)
            break
    return draft
