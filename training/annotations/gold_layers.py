"""Gold layers in the terms of TABLES.md, made from what the forms say, and what must hold of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from .articles import Article, Span
from .claims import BASES, CLAIM_TYPES, RELATIONS, TENSES, VALUES
from .form import CLASSES, KINDS, LABELS, MODIFIERS, TYPES, Row
from .validate import TIMEX, _span_problem

LAYERS = ("mentions", "attributions", "claims", "links", "times", "quantities")
Layers = dict[str, list[Row]]
RELATIVE = ("who", "which", "whose", "that", "whom")


def slug(string: str) -> str:
    """ "Považan Defence" → povazan-defence."""
    plain = unicodedata.normalize("NFKD", string.replace("Ľ", "L").replace("ľ", "l"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c)).lower()).strip("-")


def closed(text: str, span: Span) -> Span:
    """The span with the quotation mark next to it that is the partner of one inside; marks in `text` are double ones."""
    start, end = span
    marks = [i for i in range(start, end) if text[i] in '"“”']
    opens = [text[i] == "“" or (text[i] == '"' and (i == 0 or text[i - 1] in " \n(")) for i in marks]
    last = re.match(r'[.,]?["”]', text[end : end + 2])
    if marks and opens[-1] and last and marks[-1] + 1 < end:
        end += last.end()
    elif text[end : end + 1] in ("?", "!"):
        end += 1
    if marks and not opens[0] and text[start - 1 : start] in ('"', "“") and marks[0] > start:
        start -= 1
    return start, end


def tidied(raw: Layers, marked: str, lasting: set[str]) -> Layers:
    """The layers with what the guidelines decide and readers forget.

    Marks come in pairs, relative pronouns are mentions only as sources, and what is mentioned once and by no name is no
    entity, but for those of the whole corpus (`lasting`).
    """
    out = dict(raw)
    if "names" in raw:
        sources = {r["source"] for r in raw.get("attributions", [])}
        times = Counter(e for m in raw["coreference"] for e in m["entities"])
        lasting = lasting | {n["entity"] for n in raw["names"]} | {e for e, n in times.items() if n > 1}

        def stands(m: Row) -> bool:
            spoken = (m["start"], m["end"]) in sources or marked[m["start"] : m["end"]].lower() not in RELATIVE
            return spoken and lasting.issuperset(m["entities"])

        out["coreference"] = [m for m in raw["coreference"] if stands(m)]
        known = {n["entity"] for n in raw["names"]} | {e for m in out["coreference"] for e in m["entities"]}
        kept = [r | {"entities": [e for e in r["entities"] if e in known]} for r in raw.get("attributions", [])]
        out |= {"attributions": kept} if "attributions" in raw else {}
    for layer, keys in (("attributions", ("content",)), ("claims", ("spans", "subject", "predicate", "object"))):
        if layer in out:
            out[layer] = [r | {k: _closed(marked, r[k]) for k in keys} for r in out[layer]]
    return out


def _closed(text: str, spans: Any) -> Any:
    if not spans:
        return spans
    return closed(text, spans) if isinstance(spans, tuple) else [closed(text, (s, e)) for s, e in spans]


def as_rows(article: Article, raw: Layers, ids: dict[str, str]) -> Layers:
    """The layers of one article whose forms could be read; entity ids are the annotators' own, for the whole corpus."""
    text, layers = article.text, Layers()
    entity = {e: slug(key.partition(":")[2]) if ":" in key else key for key, e in ids.items()}
    if "names" in raw:
        label = {entity[r["entity"]]: r["label"] for r in raw["names"]}
        mentions = [(r["start"], r["end"], "name", [entity[r["entity"]]], r["label"]) for r in raw["names"]]
        for r in raw["coreference"]:
            of = [entity[e] for e in r["entities"]]
            mentions.append((r["start"], r["end"], r["kind"], of, label.get(of[0])))
        layers["mentions"] = [
            {"mention_id": f"m{i}", "start": s, "end": e, "text": text[s:e], "label": of_label, "kind": kind}
            | {"entity_ids": of}
            for i, (s, e, kind, of, of_label) in enumerate(sorted(mentions, key=lambda m: (m[0], -m[1])), 1)
        ]
    if "attributions" in raw:
        layers["attributions"] = [_attribution(article, r, entity) for r in raw["attributions"]]
        depths = {r["quote_id"]: r for r in layers["attributions"]}
        for r in layers["attributions"]:
            r["depth"], parent, seen = 0, r["parent_id"], {r["quote_id"]}
            while parent in depths and parent not in seen:
                seen.add(parent)
                r["depth"], parent = r["depth"] + 1, depths[parent]["parent_id"]
    if "times" in raw:
        layers["times"] = [
            {"time_id": f"t{i}", "start": r["start"], "end": r["end"], "text": text[r["start"] : r["end"]]}
            | {"timex": r["value"], "type": r["type"], "modifier": r["modifier"]}
            for i, r in enumerate(raw["times"], 1)
        ]
    if "claims" in raw:
        dates = {(t["start"], t["end"]): t["time_id"] for t in layers.get("times", [])}
        layers["claims"] = [_claim(article, r, dates) for r in raw["claims"]]
        layers["links"] = [_link(article, r) for r in raw["links"]]
    if "amounts" in raw:
        layers["quantities"] = [
            {"quantity_id": f"n{i}", "start": r["start"], "end": r["end"], "text": text[r["start"] : r["end"]]}
            | {key: r[key] for key in ("low", "high", "unit", "dimension", "modifier")}
            | {"claim_id": _smallest(layers.get("claims", []), r["start"], r["end"])}
            for i, r in enumerate(raw["amounts"], 1)
        ]
    return layers


def _attribution(article: Article, r: Row, entity: dict[str, str]) -> Row:
    text, content = article.text, r["content"]
    row = {"quote_id": r["id"], "start": min(s for s, _ in content), "end": max(e for _, e in content)}
    row |= {"text": " … ".join(text[s:e] for s, e in content), "spans": content, "kind": r["kind"]}
    row |= {"speaker": r["source"], "speaker_text": text[slice(*r["source"])] if r["source"] else None}
    row |= {"speaker_ids": [entity[e] for e in r["entities"]], "speaker_type": r["type"], "speaker_count": r["count"]}
    row |= {"cue": r["cue"], "cue_text": " ".join(text[s:e] for s, e in r["cue"]) or None, "cue_class": r["class"]}
    return row | {"addressee": r["addressee"], "medium": r["medium"], "negated": r["negated"], "parent_id": r["parent"]}


def _claim(article: Article, r: Row, dates: dict[Span, str]) -> Row:
    text, spans = article.text, r["spans"]
    row = {"claim_id": r["id"], "start": min(s for s, _ in spans), "end": max(e for _, e in spans), "spans": spans}
    row |= {"text": " … ".join(text[s:e] for s, e in spans), "quote_id": r["quote"]}
    for key in ("subject", "predicate", "object"):
        row[key] = [*r[key], text[slice(*r[key])]] if r[key] else None
    row |= {"source_factuality": r["sf"], "author_factuality": r["af"], "claim_type": r["type"], "tense": r["tense"]}
    return row | {"time_id": dates.get(r["time"]) if r["time"] else None}


def _link(article: Article, r: Row) -> Row:
    address = lambda a: f"{a[0] or article.url}#{a[1]}"
    row = {"from_claim_id": f"{article.url}#{r['from']}", "to_claim_id": address(r["to"]), "relation": r["relation"]}
    row |= {"cue": r["cue"], "cue_text": article.text[slice(*r["cue"])] if r["cue"] else None, "basis": r["basis"]}
    return row | {"candidate_ids": [address(a) for a in r["candidates"]], "ambiguous": r["ambiguous"]}


def _smallest(claims: list[Row], start: int, end: int) -> str | None:
    holding = [c for c in claims if any(s <= start and end <= e for s, e in c["spans"])]
    return min(holding, key=lambda c: c["end"] - c["start"])["claim_id"] if holding else None


def problems_of(article: Article, layers: Layers) -> list[str]:
    """Everything that is wrong with one article's rows, a sentence each; empty when all is right."""
    text = article.text
    found: list[str] = []
    ids = {"mentions": "mention_id", "attributions": "quote_id", "claims": "claim_id"}
    for layer, key in (ids | {"times": "time_id", "quantities": "quantity_id"}).items():
        rows = layers.get(layer, [])
        if len({r[key] for r in rows}) < len(rows):
            found.append(f"{layer}: an id stands twice")
        for r in rows:
            name = f"{layer}: {r[key]}"
            found += [f"{name}: {p}" for s in _spans(r) if (p := _span_problem(text, s))]
            spans = r.get("spans", [(r["start"], r["end"])])
            if r["text"] != " … ".join(text[s:e] for s, e in spans):
                found.append(f"{name}: its text is not what stands there")
    found += [
        f"mentions: label {m['label']!r}" for m in layers.get("mentions", []) if m["label"] not in (*LABELS, None)
    ]
    found += _attribution_problems(layers)
    found += _claim_problems(article, layers)
    for t in layers.get("times", []):
        if t["modifier"] not in (*MODIFIERS, None) or (t["timex"] is not None and not TIMEX.fullmatch(t["timex"])):
            found.append(f"times: {t['text']!r}: value {t['timex']!r} or modifier {t['modifier']!r} is not allowed")
    for a in layers.get("quantities", []):
        if None not in (a["low"], a["high"]) and a["low"] > a["high"]:
            found.append(f"quantities: {a['text']!r}: lower bound above the upper one")
    return found


def _spans(row: Row) -> list[Span]:
    parts = [*row.get("spans", [(row["start"], row["end"])]), *(row.get("cue") or [])]
    parts += [row[key] for key in ("speaker", "addressee", "medium") if row.get(key)]
    parts += [row[key][:2] for key in ("subject", "predicate", "object") if row.get(key)]
    return [(p[0], p[1]) for p in parts]


def _attribution_problems(layers: Layers) -> list[str]:
    rows, found = layers.get("attributions", []), []
    by_id = {r["quote_id"]: r for r in rows}
    known = {e for m in layers.get("mentions", []) for e in m["entity_ids"]}
    for r in rows:
        name = f"attributions: {r['quote_id']}"
        allowed = r["cue_class"] in CLASSES and r["kind"] in KINDS and r["speaker_type"] in TYPES
        if not allowed:
            found.append(f"{name}: cue_class, kind or speaker_type has a value that is not allowed")
        if unknown := set(r["speaker_ids"]) - known:
            found.append(f"{name}: unknown entities {sorted(unknown)}")
        if not r["speaker"] and not r["cue"] and not r["speaker_ids"]:
            found.append(f"{name}: neither source nor cue: say who it is (is: …)")
        parent = r["parent_id"]
        if parent is None:
            continue
        if parent not in by_id:
            found.append(f"{name}: parent {parent} does not exist")
        elif not (by_id[parent]["start"] <= r["start"] and r["end"] <= by_id[parent]["end"]):
            found.append(f"{name}: content lies outside that of its parent {parent}")
    return found


def _claim_problems(article: Article, layers: Layers) -> list[str]:
    quotes = {r["quote_id"]: r for r in layers.get("attributions", [])}
    claims, found = {c["claim_id"]: c for c in layers.get("claims", [])}, []
    times = {t["time_id"] for t in layers.get("times", [])}
    for c in claims.values():
        name = f"claims: {c['claim_id']}"
        values = (c["source_factuality"] in VALUES, c["author_factuality"] in VALUES)
        if not (all(values) and c["claim_type"] in CLAIM_TYPES and c["tense"] in TENSES):
            found.append(f"{name}: a value that is not allowed")
        if c["time_id"] is not None and c["time_id"] not in times:
            found.append(f"{name}: time {c['time_id']} does not exist")
        if c["quote_id"] is not None and c["quote_id"] not in quotes:
            found.append(f"{name}: attribution {c['quote_id']} does not exist")
            continue
        holding = [q for q, r in quotes.items() if all(_in(s, r["spans"]) for s in c["spans"])]
        if c["quote_id"] is not None and c["quote_id"] not in holding:
            found.append(f"{name}: lies outside the content of {c['quote_id']}")
        deeper = [q for q in holding if quotes[q]["depth"] > (quotes[c["quote_id"]]["depth"] if c["quote_id"] else -1)]
        if deeper:
            found.append(f"{name}: is inside {deeper[0]}, said-by should be the innermost attribution: {c['text']!r}")
    for row in layers.get("links", []):
        if row["relation"] not in RELATIONS or row["basis"] not in BASES:
            found.append("links: a value that is not allowed")
        if row["to_claim_id"] not in row["candidate_ids"] or row["to_claim_id"] == row["from_claim_id"]:
            found.append(f"links: {row['from_claim_id']}: its target is itself or no candidate")
        for address in {row["from_claim_id"], row["to_claim_id"], *row["candidate_ids"]}:
            where, _, claim = address.rpartition("#")
            if where == article.url and claim not in claims:
                found.append(f"links: there is no claim {claim}")
    return found


def _in(span: Span, outer: list[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in outer)
