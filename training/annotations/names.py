"""The names file: names and the other mentions of the same entities."""

from __future__ import annotations

import re

from .articles import Article, Span, occurrences
from .form import LABELS, FormError, Row, each_line

PRONOUNS = """
i me my mine myself
you your yours yourself he him his himself she her hers herself it its itself we us our ours ourselves
they them their theirs themselves who whom whose that which this these those one
"""


def _places(article: Article, form: str, where: str) -> tuple[list[Span], bool]:
    """Places of a form that `where` leaves, and whether it names them one by one (p3#2)."""
    everywhere = occurrences(article.text, form, 0, len(article.text))
    if not everywhere:
        raise ValueError(f"{form!r} is not in the article")
    chosen: list[Span] = []
    excluded: list[Span] = []
    exact = False
    for part in where.split():
        place, _, nth = part.lstrip("-").partition("#")
        found = occurrences(article.text, form, *article.stretch(place))
        if not found:
            raise ValueError(f"{form!r} is not in {place}")
        if nth:
            if not nth.isdigit() or not 1 <= int(nth) <= len(found):
                raise ValueError(f"{form!r} stands {len(found)} times in {place}: #{nth} does not exist")
            found = [found[int(nth) - 1]]
        if part.startswith("-"):
            excluded += found
        else:
            chosen += found
            exact = exact or bool(nth)
    return [s for s in (chosen or everywhere) if s not in excluded], exact


def _fields(line: str) -> tuple[str, str, list[str], str]:
    head, _, where = line.partition("|")
    parts = head.split(None, 2) if not head.startswith("=") else head.split(None, 1)
    if head.startswith("=") and len(parts) == 2:
        return "", parts[0][1:], [f.strip() for f in parts[1].split(";")], where.strip()
    if len(parts) != 3:
        raise ValueError("write LABEL id form; form | where   or   =id form; form | where")
    return parts[0], parts[1], [f.strip() for f in parts[2].split(";") if f.strip()], where.strip()


def read_names(source: str, article: Article) -> tuple[list[Row], list[Row], dict[str, str]]:
    """Names and other mentions of a names file, and its ids → those written out (e1, e2 … in order of the text).

    A form stands for all its whole-word occurrences that lie in no longer listed form, unless `where` says which.
    """
    names: list[tuple[bool, bool, int, Span, str, str, str]] = []  # for placing: exact first, then longest, then local
    others: list[tuple[bool, bool, int, Span, str, str, str]] = []

    def read(line: str) -> None:
        label, entity, forms, where = _fields(line)
        if label and label not in LABELS:
            raise ValueError(f"{label!r} is no label: {' '.join(LABELS)}")
        for form in forms:
            key = f"{label}:{form}" if entity == "-" else entity
            if not re.fullmatch(r"[\w+.'-]+", entity):
                raise ValueError(f"{entity!r} is no id: letters, digits, - and _ (or - for a name with no other form)")
            places, exact = _places(article, form, where)
            local = bool(re.search(r"(?<![-\w])p\d", where))
            (names if label else others).extend((exact, local, len(form), s, label, key, line) for s in places)

    each_line(source, read)
    problems: list[str] = []
    placed = _place(names, article, problems)
    mentions = _place(others, article, problems, nested=True)
    if problems:
        raise FormError("\n".join(problems))
    ids: dict[str, str] = {}
    rows: list[Row] = []
    for (start, end), label, key in placed:
        rows.append({"start": start, "end": end, "label": label, "entity": ids.setdefault(key, f"e{len(ids) + 1}")})
    also: list[Row] = []
    for (start, end), _, key in mentions:
        entities = [ids.setdefault(k, f"e{len(ids) + 1}") for k in key.split("+")]
        kind = "pronoun" if article.text[start:end].lower() in PRONOUNS.split() else "nominal"
        also.append({"start": start, "end": end, "kind": kind, "entities": entities})
    return rows, also, ids


def _place(
    candidates: list[tuple[bool, bool, int, Span, str, str, str]],
    article: Article,
    problems: list[str],
    nested: bool = False,
) -> list[tuple[Span, str, str]]:
    taken: dict[Span, tuple[str, str, str]] = {}
    owner = [-1] * len(article.text)
    spans: list[Span] = []
    used: set[str] = set()
    for exact, local, _, span, label, key, line in sorted(candidates, key=lambda c: (not c[0], -c[2], not c[1])):
        where = f"p{article.paragraph_of(span[0])} {article.text[slice(*span)]!r}"
        if span in taken:
            before = taken[span]
            if before[:2] == (label, key):
                used.add(line)
            elif exact or (not local and before[2] != line and not _was_local(before[2])):
                problems.append(f"{where} is listed twice:   [{before[2]}]   [{line}]")
            continue
        over = {owner[i] for i in range(*span)} - {-1}
        if over and not nested:
            longer = all(spans[k][0] <= span[0] and span[1] <= spans[k][1] for k in over)
            if exact or not longer:
                other = article.text[slice(*spans[min(over)])]
                problems.append(f"{where} overlaps {other!r}; restrict one of the two   [{line}]")
            continue
        for i in range(*span):
            owner[i] = len(spans)
        spans.append(span)
        taken[span] = (label, key, line)
        used.add(line)
    for line in dict.fromkeys(c[-1] for c in candidates):
        if line not in used:
            problems.append(f"no occurrence is left for it, all lie in longer or other listed forms   [{line}]")
    return [(span, label, key) for span, (label, key, _) in sorted(taken.items())]


def _was_local(line: str) -> bool:
    return bool(re.search(r"\|.*(?<![-\w])p\d", line))
