"""Attributions by layout: `Name: …` turns, `Q.`/`A.` lines, headlines with a colon, `“…” – Name`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from newslab.quotes.cues import word_list
from newslab.quotes.draft import Draft, trim
from newslab.quotes.marks import Quotation, paragraphs
from newslab.reader.syntax import Tree
from newslab.records import Span

TURN = re.compile(r"\s*(?P<name>(?:[^\W\d_][\w.'’\-]*)(?:[ \t]+[\w.'’\-()/&,]+){0,6}?)[ \t]*(?P<mark>:)(?=\s|$)")
LETTER = re.compile(r"\s*(?P<name>[QA])(?P<mark>[.:])[ \t]+")
SIGNED = re.compile(r"\s*(?P<mark>[—–―-]{1,2})[ \t]*(?P<name>[^\W\d_][^\n—–:;!?]{1,80})")
LABEL = re.compile(r"\s*\(\((?P<name>[^\W\d_][^()\n]{0,40})\)\)[ \t]*:?[ \t]*")
BARE = re.compile(
    r"\s*(?P<name>[A-Z]{2,4}|[^\W\d_][\w.'’\-]+(?: [^\W\d_][\w.'’\-]+){1,2}?)(?P<mark>:?) (?=[^\W\d_a-z])"
)
POST = re.compile(r"[ \t]*(?P<mark>[—–―])[ \t]*(?P<name>[^\W\d_][^\n—–―(]{1,60}?)[ \t]*\(@\w+\)")
SHORT_TITLE = 200


def layout_attributions(tree: Tree, quotations: Sequence[Quotation], title: str | None) -> list[Draft]:
    """Drafts for turns of a dialogue, for a headline of the form `Name: what they say`, and for signed quotations."""
    text = tree.whole
    found: list[Draft] = []
    parts = paragraphs(text)
    names: list[tuple[int, Span, Span, Span]] = []  # paragraph, name, mark, what follows
    for number, (start, end) in enumerate(parts):
        match = LETTER.match(text, start, end) or TURN.match(text, start, min(end, start + 120))
        if match is None:
            continue
        rest = trim(text, match.end("mark"), end)
        name = match.span("name")
        if rest is not None and _is_name(tree, text[slice(*name)], name):
            names.append((number, name, match.span("mark"), rest))
    labels = [text[slice(*name)] for _, name, _, _ in names]
    dialogue = len(names) >= 3 and (len(set(labels)) < len(labels) or len(names) * 2 > len(parts))
    questions = {k: match for k, part in enumerate(parts) if (match := LABEL.match(text, *part)) is not None}
    turns = {*questions, *(number for number, *_ in names)}
    starts = [number for number, *_ in names]
    longest = max((after - before - 1 for before, after in pairwise(starts)), default=0)
    for number, name, mark, rest in names:
        headline = number == 0 and (title is None or text[slice(*name)] in title) and rest[1] - rest[0] < SHORT_TITLE
        if not dialogue and name[0] == parts[0][0] and text[slice(*name)].isupper() and name[1] - name[0] > 3:
            continue  # a dateline
        person = all(tree.pos[i] in ("PROPN", "PUNCT") for i in _tokens(tree, name))
        if not (dialogue or headline or (person and rest[1] - rest[0] > 20)):
            continue
        content = [rest]
        follow = number + 1
        most = 20 if number < names[-1][0] else longest  # the article may go on after the last turn
        while dialogue and follow < len(parts) and follow not in turns and follow - number <= most:
            content.append(parts[follow])
            follow += 1
        draft = Draft(bisect_left(tree.start, mark[0]), content, "turn" if dialogue else "headline", cue=[mark])
        draft.confidence = 0.85 if dialogue else 0.7
        _name_source(tree, draft, name)
        if text[slice(*name)] == "Q":
            draft.cue_class = "ask"
        found.append(draft)
    found.extend(_labelled(tree, parts, questions) if len(questions) > 1 else ())
    found.extend(_posts(tree, parts))
    found.extend(_signed(tree, quotations))
    return found


def _labelled(tree: Tree, parts: Sequence[Span], labels: dict[int, re.Match[str]]) -> list[Draft]:
    """An interview whose questions are marked `((Name))`; the answer after each begins with a name or initials."""
    text = tree.whole
    last = max(labels)
    found = []
    for number, match in labels.items():
        question = trim(text, match.end(), parts[number][1])
        if question is None:
            continue
        draft = _turn(tree, match.span("name"), [question])
        if text[: parts[number][1]].rstrip().endswith("?"):
            draft.cue_class = "ask"
        found.append(draft)
        answer = number + 1
        bare = BARE.match(text, *parts[answer]) if answer < len(parts) and answer not in labels else None
        if bare is None or bare["mark"]:
            continue
        rest = [trim(text, bare.end(), parts[answer][1])]
        follow = answer + 1
        while follow < last and follow not in labels:
            rest.append(trim(text, *parts[follow]))
            follow += 1
        found.append(_turn(tree, bare.span("name"), [span for span in rest if span is not None]))
    return [draft for draft in found if draft.content]


def _turn(tree: Tree, name: Span, content: list[Span]) -> Draft:
    draft = Draft(None, content, "turn", confidence=0.85)
    _name_source(tree, draft, name)
    return draft


def _tokens(tree: Tree, span: Span) -> range:
    return range(bisect_left(tree.start, span[0]), bisect_left(tree.start, span[1]))


def _is_name(tree: Tree, name: str, span: Span) -> bool:
    words = name.replace(",", " ").split()
    if name in ("Q", "A"):
        return True
    if len(name) > 3 and name.isupper() and tree.doc[_tokens(tree, span)[0]].ent_type_ in ("GPE", "LOC"):
        return False  # a dateline
    if (
        not words
        or words[0].lower().rstrip("s.") in word_list("turn_stop")
        or words[0].lower() in word_list("turn_stop")
    ):
        return False
    capital = [word for word in words if word[0].isupper() or word[0] in "(&"]
    if len(capital) < len(
        [word for word in words if word.lower() not in ("of", "the", "and", "for", "on", "in", "de")]
    ):
        return False
    tokens = _tokens(tree, span)
    return not any(tree.tag[i] in ("VBD", "VBZ", "VBP", "MD", "VBG") for i in tokens) and any(
        tree.pos[i] in ("PROPN", "NOUN") for i in tokens
    )


def _name_source(tree: Tree, draft: Draft, name: Span) -> None:
    draft.source = name
    tokens = _tokens(tree, name)
    inside = [i for i in tokens if tree.heads[i] not in tokens and tree.pos[i] not in ("PUNCT", "SPACE")]
    draft.source_head = inside[0] if inside else (tokens[0] if len(tokens) else None)
    draft.cue_class = "report"


def _posts(tree: Tree, parts: Sequence[Span]) -> list[Draft]:
    """An embedded post: a paragraph that ends in `— Name (@name)` and a date, or the one before such a line."""
    text = tree.whole
    found = []
    for number, (start, end) in enumerate(parts):
        match = POST.search(text, start, end)
        if match is None or end - match.end() > 60:
            continue
        place = (start, match.start()) if match.start() > start else parts[number - 1] if number else None
        content = trim(text, *place) if place else None
        if content is None or (text[content[0]] in "“\"‘'" and text[content[1] - 1] in "”\"’'"):
            continue
        draft = Draft(bisect_left(tree.start, match.start("mark")), [content], "signed", confidence=0.85)
        draft.cue = [match.span("mark")]
        _name_source(tree, draft, match.span("name"))
        found.append(draft)
    return found


def _signed(tree: Tree, quotations: Sequence[Quotation]) -> list[Draft]:
    text = tree.whole
    found = []
    for quotation in quotations:
        if quotation.level or quotation.end - quotation.start < 25:
            continue
        match = SIGNED.match(text, quotation.end, min(len(text), quotation.end + 100))
        if match is None or "\n\n\n" in text[quotation.end : match.start("mark")]:
            continue
        name = trim(text, *match.span("name"))
        if name is None or not text[name[0]].isupper():
            continue
        line = text.find("\n", name[0])
        whole = text[name[0] : line if line >= 0 else len(text)].strip(" .")
        tokens = _tokens(tree, name)
        if len(whole) > 90 or any(tree.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in tokens):
            continue
        comma = text.find(",", name[0], name[1])
        name = (name[0], comma) if comma > 0 else name
        while text[name[1] - 1] in ". \t" and name[1] - name[0] > 3:
            name = (name[0], name[1] - 1)
        draft = Draft(bisect_left(tree.start, match.start("mark")), list(quotation.parts), "signed")
        draft.cue, draft.confidence = [match.span("mark")], 0.85
        _name_source(tree, draft, name)
        found.append(draft)
    return found
