"""The quotes file: attributions, their parts put where the guidelines want them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .articles import Article, Span, occurrences
from .form import CLASSES, KINDS, TYPE_OF_LABEL, TYPES, Row, each_line, numbered, place


def _part(article: Article, string: str, area: Span) -> Span:
    first, _, last = (s.strip() for s in string.partition(" ... "))
    start, end = place(article, first, area, [], [])
    if last:
        word, nth = numbered(last)
        ends = occurrences(article.text, word, start, area[1])
        if len(ends) < max(nth, 1):
            raise ValueError(f"{word!r} does not follow {first!r} in the paragraph")
        end = ends[max(nth, 1) - 1][1]
    return trim(article.text, (start, end))


PREPOSITION = re.compile(
    r"(?:of|for|about|against|with|on|to(?= (?:\w+ing|the|an?|his|her|its|their|this|that|these)\b))\s+(?!\d)"
)
TAKES_CLAUSE = re.compile(
    r"(?:said?|says|saying|tells?|told|report(?:s|ed|ing)?|add(?:s|ed)?|announced|\w+ly)$", re.IGNORECASE
)
AUXILIARY = re.compile(
    r"(?:\s+(?:is|are|was|were|am|be|been|being|has|have|had|will|would|could|can|may|might|also|later|widely|only))+$"
)


def tidy(text: str, cue: list[Span], content: list[Span]) -> tuple[list[Span], list[Span]]:
    """Cue and content as the guidelines want them, whatever a reader wrote.

    A preposition between the two belongs to the cue ("warned of"), the "to" of an infinitive to the content; an
    auxiliary between a part of the content and the cue belongs to neither ("the storm [was expected] to pass").
    """
    tidied = []
    for start, end in content:
        for i, (first, last) in enumerate(cue):
            word = text[first:last]
            found = None if TAKES_CLAUSE.search(word) else PREPOSITION.match(text, start, end)
            if found and last < start and text[last:start].isspace() and found.end() < end:
                cue = [*cue[:i], (first, found.end() - len(found[0]) + len(found[0].rstrip())), *cue[i + 1 :]]
                start = found.end()
            spare = AUXILIARY.search(text, start, end)
            if spare and not word.lower().endswith("ly") and end < first and text[end:first].isspace():
                end = spare.start()
        tidied.append((start, end))
    return cue, tidied


def _without_abbreviation(text: str, source: Span) -> Span:
    found = re.search(r"\s+\([^()]*\)$", text[source[0] : source[1]])
    return (source[0], source[0] + found.start()) if found else source


def trim(text: str, span: Span) -> Span:
    """A content's edges: spaces, final stops and commas outside, and a mark without its partner or around the whole."""
    start, end = span
    while end > start and (text[end - 1] in ",.;: " or text[end - 1].isspace()):
        end -= 1
    inside = text[start:end]
    marks = len(re.findall('["“”]', inside))
    opens, closes = inside[:1] in ('"', "“"), inside[-1:] in ('"', "”")
    if marks == 1 or (marks == 2 and opens and closes):
        start, end = start + opens, end - closes
        if opens or closes:
            return trim(text, (start, end))
    return start, end


def quotation_marks(text: str) -> Iterator[Span]:
    """Stretches in double quotation marks, marks outside; a paragraph's open one ends with the paragraph."""
    for line in re.finditer(r"[^\n]+", text):
        for found in re.finditer(r'["“„]([^"“”\n]*)(?:["”]|$)', line[0]):
            yield line.start() + found.start(1), line.start() + found.end(1)


def kind_of(text: str, content: list[Span]) -> str:
    """direct, mixed or indirect: all, part or none of the content's words are in quotation marks."""
    marked = [False] * len(text)
    for start, end in quotation_marks(text):
        marked[start:end] = [True] * (end - start)
    words = [marked[i] for start, end in content for i in range(start, end) if text[i].isalnum()]
    return "direct" if all(words) else "mixed" if any(words) else "indirect"


def read_quotes(source: str, article: Article, names: list[Row], mentions: list[Row], ids: dict[str, str]) -> list[Row]:
    """Attributions of a quotes file: `q1 p3 | source | cue | content | key: value …` a line."""
    rows: list[Row] = []
    labels = {n["entity"]: n["label"] for n in names}
    text = article.text

    def read(line: str) -> None:
        head, *fields = (f.strip() for f in line.split("|"))
        if not re.fullmatch(r"q\w+ +p\d+(-p?\d+)?", head) or len(fields) < 3:
            raise ValueError("write q1 p3 | source | cue | content | key: value …  (- for no source or no cue)")
        name, where = head.split()
        if any(r["id"] == name for r in rows):
            raise ValueError(f"there is a {name} already")
        area = article.stretch(where)
        content = sorted(_part(article, p, area) for p in fields[2].split(" + "))
        near = content
        cue: list[Span] = []
        spoken, nth = numbered(fields[0])
        sources = [] if spoken == "-" else occurrences(text, spoken, *area)
        sources = [s for s in sources[nth - 1 : nth] or sources if not any(a <= s[0] < b for a, b in content)]
        for part in [] if fields[1] == "-" else fields[1].split(" + "):
            rest = (cue[-1][1], area[1]) if cue and "#" not in part else area
            cue.append(place(article, part, rest, [cue[-1]] if cue else near, content, () if cue else sources))
        found = None if fields[0] == "-" else place(article, fields[0], area, cue or near, content)
        found = found and _without_abbreviation(text, found)
        cue, content = tidy(text, cue, content)
        row: Row = {"id": name, "source": found, "cue": cue, "content": content}
        row |= {"class": "report", "kind": kind_of(text, content), "addressee": None, "medium": None}
        row |= {
            "negated": False,
            "parent": None,
            "type": None,
            "count": None,
            "entities": _is(found, names, mentions, text),
        }
        for field in fields[3:]:
            key, colon, value = (s.strip() for s in field.partition(":"))
            if key == "neg" and not colon:
                row["negated"] = True
            elif key in ("to", "in"):
                row["addressee" if key == "to" else "medium"] = place(article, value, area, cue or near, content)
            elif key in ("class", "kind", "type", "parent"):
                row[key] = value
            elif key == "count" and value.isdigit():
                row["count"] = int(value)
            elif key == "is":
                parts = [] if value == "-" else value.split("+")
                if unknown := [p for p in parts if p not in ids]:
                    raise ValueError(f"is: {unknown[0]!r} is no id of the names file")
                row["entities"] = [ids[p] for p in parts]
            else:
                raise ValueError(f"{field!r}: the keys are class, kind, to, in, parent, type, count, is and neg")
        for key, allowed in (("class", CLASSES), ("kind", KINDS), ("type", (None, *TYPES))):
            if row[key] not in allowed:
                raise ValueError(f"{key}: {row[key]!r} is none of {' '.join(filter(None, allowed))}")
        kinds = {TYPE_OF_LABEL.get(labels.get(e, ""), "unnamed") for e in row["entities"]}
        row["type"] = row["type"] or (kinds.pop() if len(kinds) == 1 else "unnamed")
        if row["count"] is None and row["type"] == "person" and row["entities"]:
            row["count"] = len(row["entities"])
        rows.append(row)

    each_line(source, read)
    return rows


def _is(source: Span | None, names: list[Row], mentions: list[Row], text: str) -> list[str]:
    """Entities of a source: a mention that it is, or a name that closes it with only titles before."""
    if source is None:
        return []
    for row in mentions:
        if (row["start"], row["end"]) == source:
            return list(row["entities"])
    for row in names:
        before = text[source[0] : row["start"]] if row["start"] >= source[0] else "of"
        if row["end"] == source[1] and not re.search(r"\b(of|for|from|to|by|with|at|in|and|or)\b|[,;]", before):
            return [row["entity"]] if row["label"] == "PERSON" or before.strip().lower() in ("", "the") else []
    return []
