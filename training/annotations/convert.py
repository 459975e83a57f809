"""Annotations with offsets → the JSONL forms that training reads: names, coref, quotes, times."""

from __future__ import annotations

import gzip
import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from .articles import Article, Span

Layers = dict[str, list[dict[str, Any]]]


@cache
def _language() -> Language:
    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    return english


def tokenize(text: str, span: Span, cuts: set[int] = frozenset()) -> tuple[list[Span], list[int]]:  # type: ignore[assignment]
    """Token spans of text[span], tokens also split at `cuts`, and the positions of those that begin a sentence."""
    doc = _language()(text[span[0] : span[1]])
    tokens: list[Span] = []
    starts = []
    for token in doc:
        if token.is_space:
            continue
        first = span[0] + token.idx
        inside = sorted(c for c in cuts if first < c < first + len(token))
        if token.is_sent_start or not tokens:
            starts.append(len(tokens))
        edges = [first, *inside, first + len(token)]
        tokens += list(itertools.pairwise(edges))
    return tokens, starts


def _in_tokens(tokens: list[Span], span: Span) -> list[int]:
    inside = [i for i, (s, e) in enumerate(tokens) if s < span[1] and e > span[0]]
    return [inside[0], inside[-1] + 1]


def name_rows(article: Article, names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a paragraph: tokens, space_after, ents [start, end, label] in tokens, source, doc."""
    rows = []
    for start, end in article.paragraphs:
        inside = [n for n in names if start <= n["start"] < end]
        tokens, _ = tokenize(article.text, (start, end), {n[k] for n in inside for k in ("start", "end")})
        space = [article.text[e : e + 1].isspace() for _, e in tokens]
        ents = [[*_in_tokens(tokens, (n["start"], n["end"])), n["label"]] for n in inside]
        words = [article.text[s:e] for s, e in tokens]
        rows.append({"tokens": words, "space_after": space, "ents": ents, "source": "wikinews2019", "doc": article.url})
    return rows


def coref_row(article: Article, layers: Layers) -> dict[str, Any]:
    """The article's tokens and its clusters of [start, end, label or null, kind]; clusters of one mention too."""
    clusters: dict[str, list[tuple[int, int, str | None, str]]] = {}
    for n in layers.get("names", []):
        clusters.setdefault(n["entity"], []).append((n["start"], n["end"], n["label"], "name"))
    for m in layers.get("coreference", []):
        if len(m["entities"]) == 1:
            clusters.setdefault(m["entities"][0], []).append((m["start"], m["end"], None, m["kind"]))
    cuts = {edge for c in clusters.values() for m in c for edge in m[:2]}
    tokens: list[Span] = []
    starts: list[int] = []
    for paragraph in article.paragraphs:
        more, begins = tokenize(article.text, paragraph, cuts)
        starts += [b + len(tokens) for b in begins]
        tokens += more
    in_tokens = [[[*_in_tokens(tokens, m[:2]), *m[2:]] for m in sorted(c)] for c in clusters.values()]
    words = [article.text[s:e] for s, e in tokens]
    return {"doc": article.url, "source": "wikinews2019", "tokens": words, "sent_starts": starts, "clusters": in_tokens}


def quotes_row(article: Article, layers: Layers) -> dict[str, Any]:
    """The article with its attributions in characters, as quotes/*.jsonl has them, and the values that only we have."""
    named = {n["entity"]: n for n in reversed(layers.get("names", []))}
    by_id = {r["id"]: r for r in layers["attributions"]}
    attributions = []
    for row in layers["attributions"]:
        depth, parent = 0, row["parent"]
        while parent:
            depth, parent = depth + 1, by_id[parent]["parent"]
        entity = None
        if row["entities"]:
            n = named.get(row["entities"][0])
            name = article.text[n["start"] : n["end"]] if n else None
            entity = {"id": row["entities"][0], "type": row["type"], "canonical": name}
        attributions.append(
            row
            | {
                "source": [row["source"]] if row["source"] else [],
                "polarity": "negative" if row["negated"] else "positive",
            }
            | {"speaker_entity": entity, "depth": depth}
        )
    head = {"id": article.url, "title": article.title, "date": article.date, "source_url": article.url}
    return head | {"text": article.text, "attributions": attributions}


def write_all(joined: list[tuple[Article, Layers]], folder: Path, split: dict[str, tuple[str, bool]]) -> None:
    """Write {ner,coref,quotes,values}/wikinews2019-{train,dev}.jsonl.gz under a folder."""
    for part in ("train", "dev"):
        chosen = [(a, layers) for a, layers in joined if split[a.url][0] == part]
        rows = {
            "ner": [r for a, layers in chosen if "names" in layers for r in name_rows(a, layers["names"])],
            "coref": [coref_row(a, layers) for a, layers in chosen if "names" in layers],
            "quotes": [quotes_row(a, layers) for a, layers in chosen if "attributions" in layers],
            "values": [
                {"id": a.url, "date": a.date, "text": a.text, "times": layers["times"], "amounts": layers["amounts"]}
                for a, layers in chosen
                if "times" in layers
            ],
        }
        for sort, lines in rows.items():
            path = folder / sort / f"wikinews2019-{part}.jsonl.gz"
            path.parent.mkdir(parents=True, exist_ok=True)
            with gzip.open(path, "wt", encoding="utf8") as out:
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
