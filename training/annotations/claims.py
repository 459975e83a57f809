"""The claims file: claims and the links between them."""

from __future__ import annotations

import re

from .articles import Article, Span, occurrences
from .form import Row, each_line, place
from .quotes import trim

VALUES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu")
CLAIM_TYPES = ("event", "state", "quantity", "prediction", "promise", "demand", "opinion", "cause")
TENSES = ("past", "present", "future")
RELATIONS = ("denies", "disputes", "affirms", "corrects", "qualifies", "repeats")
BASES = ("explicit", "anaphora", "inferred")
CLAIM = (
    "c1 p3 | said-by: q2 (or -) | first words ... last words | subj: … | pred: … | obj: … | type: event | tense: past"
)
LINK = "l c7 denies c3 | cue: … | basis: anaphora | candidates: c3 c2 | ambiguous"


def read_claims(
    source: str, article: Article, attributions: list[Row], times: list[Row], keys: dict[str, str]
) -> tuple[list[Row], list[Row]]:
    """Claims and links of a claims file; `keys` are the numbers of articles that a link may point into, and their ids."""
    claims: list[Row] = []
    links: list[Row] = []
    by_id = {row["id"]: row for row in attributions}

    def read(line: str) -> None:
        head, *fields = (f.strip() for f in line.split("|"))
        if head.startswith("l "):
            links.append(_link(head, fields, article, claims, keys))
            return
        if not re.fullmatch(r"c\w+ +p\d+(-p?\d+)?", head) or len(fields) < 2 or not fields[0].startswith("said-by:"):
            raise ValueError(f"write {CLAIM}   or   {LINK}")
        name, where = head.split()
        if any(row["id"] == name for row in claims):
            raise ValueError(f"there is a {name} already")
        quote = fields[0].removeprefix("said-by:").strip()
        if quote != "-" and quote not in by_id:
            raise ValueError(f"said-by: {quote!r} is not in the quotes file (or that file is wrong)")
        within = [tuple(s) for s in by_id[quote]["content"]] if quote != "-" else [article.stretch(where)]
        spans = [_part(article, part, article.stretch(where), within) for part in fields[1].split(" + ")]
        claims.append(
            {"id": name, "quote": None if quote == "-" else quote, "spans": spans}
            | _values(fields[2:], article, article.stretch(where), spans, times, quote == "-")
        )

    each_line(source, read)
    return claims, links


def _part(article: Article, string: str, area: Span, within: list[Span]) -> Span:
    first, _, last = (s.strip() for s in string.partition(" ... "))
    inside = (min(s for s, _ in within) - 1, max(e for _, e in within) + 1)  # a mark may stand next to it
    start, end = place(article, first, (max(area[0], inside[0]), min(area[1], inside[1])), [], [])
    if last:
        ending = re.sub(r"\s*#\d+$", "", last)
        nth = int(last.rpartition("#")[2]) if ending != last else 1
        ends = occurrences(article.text, ending, start, min(area[1], inside[1]))
        if len(ends) < nth:
            raise ValueError(f"{ending!r} does not follow {first!r} there")
        end = ends[nth - 1][1]
    return trim(article.text, (start, end))


def _values(
    fields: list[str], article: Article, area: Span, spans: list[Span], times: list[Row], own_voice: bool
) -> Row:
    found: Row = {"subject": None, "predicate": None, "object": None, "sf": "CT+", "af": None}
    found |= {"type": None, "tense": None, "time": None}
    names = {"subj": "subject", "pred": "predicate", "obj": "object"}
    for field in fields:
        key, _, value = (s.strip() for s in field.partition(":"))
        if key in names:
            found[names[key]] = None if value == "-" else trim(article.text, place(article, value, area, spans, []))
        elif key in ("sf", "af", "type", "tense"):
            allowed = {"type": CLAIM_TYPES, "tense": TENSES}.get(key, VALUES)
            if value not in allowed:
                raise ValueError(f"{key}: {value!r} is none of {' '.join(allowed)}")
            found[key] = value
        elif key == "when":
            span = place(article, value, area, spans, [])
            if not any((t["start"], t["end"]) == span for t in times):
                raise ValueError(f"when: {value!r} is no time of the values file")
            found["time"] = span
        else:
            raise ValueError(f"{field!r}: the keys are subj, pred, obj, sf, af, type, tense and when")
    found["af"] = found["af"] or (found["sf"] if own_voice else "Uu")
    if missing := [key for key in ("predicate", "type", "tense") if found[key] is None]:
        raise ValueError(f"{' and '.join(missing)} missing")
    return found


def _link(head: str, fields: list[str], article: Article, claims: list[Row], keys: dict[str, str]) -> Row:
    match = re.fullmatch(r"l +(\w+) +(\w+) +(\S+)", head)
    if not match or match[2] not in RELATIONS:
        raise ValueError(f"write {LINK}; relations: {' '.join(RELATIONS)}")
    by_id = {row["id"]: row for row in claims}
    if match[1] not in by_id:
        raise ValueError(f"there is no claim {match[1]} above")
    row: Row = {"from": match[1], "relation": match[2], "to": _address(match[3], keys)}
    row |= {"cue": None, "basis": None, "candidates": [], "ambiguous": False}
    for field in fields:
        key, colon, value = (s.strip() for s in field.partition(":"))
        if key == "cue" and value != "-":
            spans = by_id[match[1]]["spans"]
            paragraph = article.paragraphs[article.paragraph_of(spans[0][0]) - 1]
            row["cue"] = place(article, value, paragraph, spans, [])
        elif key == "basis" and value in BASES:
            row["basis"] = value
        elif key == "candidates":
            row["candidates"] = [_address(c, keys) for c in value.split()]
        elif key == "ambiguous" and not colon:
            row["ambiguous"] = True
        elif key != "cue":
            raise ValueError(f"{field!r}: the keys are cue, basis ({' '.join(BASES)}), candidates and ambiguous")
    row["candidates"] = row["candidates"] or [row["to"]]
    if row["basis"] is None:
        raise ValueError("basis missing")
    if row["to"] not in row["candidates"]:
        raise ValueError("the claim linked to is one of the candidates too")
    return row


def _address(string: str, keys: dict[str, str]) -> list[str | None]:
    """`c3` → [None, c3]; `05:c3` → [the article's id, c3]."""
    number, colon, claim = string.rpartition(":")
    if colon and number not in keys:
        raise ValueError(f"{number!r} is no number of an article")
    return [keys[number] if colon else None, claim]
