"""Finds the attributions of an article: all candidates, one for each cue, which stands inside which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from spacy.tokens import Doc

from newslab.quotes.blocks import block_attributions
from newslab.quotes.complements import verb_attributions
from newslab.quotes.cues import cue_lexicon
from newslab.quotes.dialogue import layout_attributions
from newslab.quotes.direct import Speech, join_quotations, keep_inside
from newslab.quotes.draft import Draft, hull
from newslab.quotes.fragments import fragment_attributions
from newslab.quotes.interviews import interview_attributions
from newslab.quotes.judge import judge
from newslab.quotes.marks import Quoted, find_quotations
from newslab.quotes.nominal import nominal_attributions
from newslab.quotes.parenthetical import parenthetical_attributions
from newslab.quotes.sources import may_hold, set_relative
from newslab.reader.syntax import Tree
from newslab.records import Attribution, Mention, Span

LEFT_OUT = re.compile(r"\s*\[\s*(?:\.\s?\.\s?\.|…)\s*\][\s.,]*\Z")  # a mark of what was left out ends no content
DANGLING = re.compile(r"[\s,;]+(?:and|but|or|as|while)\Z")
WORD_FOR_WORD = frozenset({"turn", "signed", "block"})  # direct without quotation marks


def find_attributions(doc: Doc, tree: Tree, mentions: Sequence[Mention], title: str | None = None) -> list[Attribution]:
    """Who is reported to have said, written, thought or intended what, in text order.

    Needs tags and a dependency parse, as `tree` gives them. Offsets are characters of `doc.text`. Nested attributions
    come as their own rows: the outer one's content contains them, and `parent` is its position. The scheme of source,
    cue and content is that of PARC 3.0 (Pareti 2012) and PolNeAR (Newell et al. 2018), nesting that of FactBank.
    """
    return judge(tree, find_candidates(doc, tree, mentions, title))


def find_candidates(doc: Doc, tree: Tree, mentions: Sequence[Mention], title: str | None = None) -> list[Attribution]:
    """What the grammar takes for an attribution; `judge` decides which of them are."""
    lexicon = cue_lexicon()
    quotations = find_quotations(tree.whole)
    speech = Speech(tree, quotations)
    drafts = [*verb_attributions(tree, lexicon), *nominal_attributions(tree, lexicon)]
    drafts = [draft for draft in drafts if may_hold(tree, draft)]
    taken = {draft.cue_head for draft in drafts}
    drafts += [draft for draft in parenthetical_attributions(tree, lexicon) if draft.cue_head not in taken]
    layout = layout_attributions(tree, quotations, title)
    if not any(draft.rule == "turn" for draft in layout):
        layout += interview_attributions(tree.whole, mentions)
    drafts = sorted((draft for draft in drafts if draft.cue), key=lambda draft: draft.cue[0][0])
    speech.leave_out({start for draft in layout for start, _ in draft.content})
    keep_inside(tree.whole, drafts, quotations)
    drafts = [draft for draft in drafts if draft.content]
    drafts = join_quotations(tree, drafts, speech, lexicon)
    drafts += block_attributions(tree, lexicon, drafts)
    drafts = [*drafts, *layout]
    drafts += fragment_attributions(tree, quotations, drafts)
    _whole_names(doc, tree, drafts)
    for draft in drafts:
        set_relative(tree, draft)
    return _finish(tree.whole, drafts, Quoted(quotations))


def _whole_names(doc: Doc, tree: Tree, drafts: list[Draft]) -> None:
    """A source that begins or ends inside a name takes all of it: `al-Venn`, whatever the tree makes of the hyphen."""
    names = {i: (ent.start_char, ent.end_char) for ent in doc.ents for i in range(ent.start, ent.end)}
    for draft in drafts:
        name = names.get(draft.source_head) if draft.source_head is not None else None
        if draft.source is not None and name is not None:
            start, end = draft.source
            cut = name[0] < start < name[1], name[0] < end < name[1]
            draft.source = (name[0] if cut[0] else start, name[1] if cut[1] else end)


def _finish(text: str, drafts: list[Draft], quoted: Quoted) -> list[Attribution]:
    drafts = [draft for draft in drafts if draft.content]
    for draft in drafts:
        draft.content = _clean(text, draft, quoted)
    drafts = _distinct([draft for draft in drafts if draft.content])
    drafts.sort(key=lambda draft: (draft.content[0][0], -draft.content[-1][1], draft.cue[0][0] if draft.cue else -1))
    parents = _parents(drafts)
    found = []
    letters = [0, *accumulate(map(str.isalnum, text))]
    depths: dict[int, int] = {}
    for position in sorted(range(len(drafts)), key=lambda k: _rank(drafts[k], k)):
        parent = parents[position]
        depths[position] = 0 if parent is None else depths[parent] + 1
    for position, draft in enumerate(drafts):
        inside = [span for start, end in draft.content for span in quoted.within(start, end) if span[0] < span[1]]
        found.append(
            Attribution(
                content=tuple(draft.content),
                quoted=tuple(inside),
                kind="direct" if draft.rule in WORD_FOR_WORD else _kind(letters, draft.content, inside),
                source=draft.source,
                source_head=draft.source_head,
                cue=tuple(draft.cue),
                cue_head=draft.cue_head,
                cue_lemma=draft.cue_lemma,
                cue_class=draft.cue_class,
                addressee=draft.addressee,
                medium=draft.medium,
                negated=draft.negated,
                parent=parents[position],
                depth=depths[position],
                rule=draft.rule,
                confidence=draft.confidence,
            )
        )
    return found


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Tell a full stop from that of an abbreviation: after four letters, or a short word in lower case."""
    word = text[max(start, end - 5) : end - 1]
    last = word.replace("-", " ").split(" ")[-1]
    return len(last) >= 4 and "." not in last if last == word else last.islower() or last.isdigit()


def _clean(text: str, draft: Draft, quoted: Quoted) -> list[Span]:
    """Sorted spans that neither overlap each other nor the cue, without spaces at their edges."""
    found: list[Span] = []
    for start, end in sorted(draft.content):
        if found and start < found[-1][1]:
            start = found[-1][1]
        while start < end and text[start].isspace():
            start += 1
        if left_out := LEFT_OUT.search(text, max(start, end - 12), end):
            end = left_out.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if dangling := DANGLING.search(text, max(start, end - 8), end):
            end = dangling.start()
        if text[end - 1] == "." and _ends_sentence(text, start, end) and not quoted.within(end - 1, end):
            end -= 1
        if start < end and any(ch.isalnum() for ch in text[start:end]):
            found.append((start, end))
    return found


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One attribution a cue, and one for contents that are the same to a few characters."""
    best: dict[object, Draft] = {}
    for draft in drafts:
        key: object = draft.cue_head if draft.cue_head is not None else ("content", draft.content[0][0])
        if key not in best or draft.confidence > best[key].confidence:
            best[key] = draft
    by_content: dict[tuple[Span, ...], Draft] = {}
    for draft in best.values():
        place = tuple(draft.content)
        other = by_content.get(place)
        if other is None or (draft.confidence, draft.source is not None) > (other.confidence, other.source is not None):
            by_content[place] = draft
    return list(by_content.values())


def _rank(draft: Draft, position: int) -> tuple[int, int]:
    start, end = hull(draft.content)
    return (start - end, position)


def _parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each the smallest other whose content contains its cue and content; linear but for a sort.

    Content spans are swept from left to right with those still open on a stack.
    """
    events: list[tuple[int, int, int, int]] = []  # place, kind (0 a content opens, 1 a question), -length, draft
    for k, draft in enumerate(drafts):
        for start, end in draft.content:
            events.append((start, 0, start - end, k))
        events.append((draft.cue[0][0] if draft.cue else draft.content[0][0], 1, 0, k))
    events.sort()
    parents: list[int | None] = [None] * len(drafts)
    open_spans: list[tuple[int, int]] = []  # end, draft
    for place, kind, length, k in events:
        while open_spans and open_spans[-1][0] <= place:
            open_spans.pop()
        if kind == 0:
            open_spans.append((place - length, k))
            continue
        first, last = hull(drafts[k].content)
        mine = _rank(drafts[k], k)
        for end, other in reversed(open_spans[-24:]):
            if other == k or end <= place:
                continue
            low, high = hull(drafts[other].content)
            around = low <= first and last <= high and _rank(drafts[other], other) < mine
            if around and (drafts[k].cue or drafts[other].cue):
                parents[k] = other
                break
    return parents


def _kind(letters: Sequence[int], content: Sequence[Span], inside: Sequence[Span]) -> str:
    """`letters` counts the letters and digits before each character."""
    within = sum(letters[end] - letters[start] for start, end in inside)
    if not within:
        return "indirect"
    return "direct" if within >= 0.95 * sum(letters[end] - letters[start] for start, end in content) else "mixed"
