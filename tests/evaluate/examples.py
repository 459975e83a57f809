"""Gold made from the small worked example of the tables, and a pipeline that reads sentences by heart."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newslab.tables import NewsTables

# word, tag, lemma, head (counted from 1 in its sentence), label, name
SENTENCES = (
    (("Dalia", "NNP", "Dalia", 3, "nsubj", "B-PERSON"), ("Brandt", "NNP", "Brandt", 1, "flat", "I-PERSON"),
     ("left", "VBD", "leave", 0, "root", ""), ("Port", "NNP", "Port", 3, "obj", "B-GPE"),
     ("Selby", "NNP", "Selby", 4, "flat", "I-GPE"), (".", ".", ".", 3, "punct", "")),
    (("HarbourWire", "NNP", "HarbourWire", 2, "nsubj", "B-ORG"), ("said", "VBD", "say", 0, "root", ""),
     ("so", "RB", "so", 2, "advmod", ""), (".", ".", ".", 2, "punct", "")),
)  # fmt: skip
KNOWN = {word[0]: (number, at, word) for number, words in enumerate(SENTENCES) for at, word in enumerate(words)}
ASSIGNS = ["token.tag", "token.pos", "token.lemma", "token.dep", "token.head", "doc.sents", "doc.ents"]


@Language.component("by_heart", assigns=ASSIGNS)
def by_heart(doc: Doc) -> Doc:
    """Fill in the analysis of SENTENCES; a full stop is the first one's when the sentence before it is."""
    tags, heads, deps, lemmas, starts, names = [], [], [], [], [], []
    begin = 0
    for i, token in enumerate(doc):
        number, at, word = KNOWN[token.text]
        if token.text == ".":
            number, at = (0, 5) if "left" in [t.text for t in doc[begin:i]] else (1, 3)
            word = SENTENCES[number][at]
        begin = i - at
        tags.append(word[1])
        lemmas.append(word[2])
        heads.append(i if word[3] == 0 else begin + word[3] - 1)
        deps.append("ROOT" if word[3] == 0 else word[4])
        starts.append(at == 0)
        names.append(word[5] or "O")
    spaces = [bool(token.whitespace_) for token in doc]
    made = Doc(doc.vocab, [t.text for t in doc], spaces, tags=tags, pos=["X"] * len(doc), lemmas=lemmas, heads=heads,
               deps=deps, sent_starts=None, ents=names)  # fmt: skip
    return made


def pipeline() -> Language:
    """An English pipeline that knows SENTENCES and nothing else."""
    nlp = spacy.blank("en")
    nlp.add_pipe("by_heart")
    return nlp


def write(path: Path, rows: list[dict]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    opener = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def conllu(sentences=SENTENCES) -> str:
    lines = ["# newdoc id = port_news_1"]
    for words in sentences:
        for number, (word, tag, lemma, head, label, _) in enumerate(words, start=1):
            misc = "SpaceAfter=No" if number == len(words) - 1 else "_"
            lines.append("\t".join([str(number), word, lemma, "X", tag, "_", str(head), label, "_", misc]))
        lines.append("")
    return "\n".join(lines) + "\n"


def gold_of(news: NewsTables) -> list[dict]:
    """The tables' own quotes, times and amounts as gold, one row an article."""
    rows = []
    names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
    for article in news.articles.itertuples():
        tables = {name: getattr(news, name) for name in ("quotes", "times", "quantities")}
        own = {name: t[t["article_id"] == article.article_id].to_dict("records") for name, t in tables.items()}
        attributions = [
            {
                "id": q["quote_id"], "content": q["spans"], "cue": q["cue_spans"], "depth": q["depth"],
                "source": [[q["speaker_start"], q["speaker_end"]]], "class": q["cue_class"], "addressee": None,
                "negated": q["negated"], "parent": q["parent_id"] if isinstance(q["parent_id"], str) else None,
                "type": q["speaker_type"],
                "speaker_entity": {"canonical": names[q["speaker_ids"][0]]} if q["speaker_ids"] else None,
            }
            for q in own["quotes"]
        ]  # fmt: skip
        times = [{"start": t["start"], "end": t["end"], "value": t["timex"], "type": t["type"]} for t in own["times"]]
        amounts = [
            {key: a[key] for key in ("start", "end", "low", "high", "unit", "dimension", "modifier")}
            for a in own["quantities"]
        ]
        rows.append({"id": article.article_id, "text": article.text, "attributions": attributions, "times": times,
                     "amounts": amounts})  # fmt: skip
    return rows


def sliced(text: str, part: str | None) -> list | None:
    """A part of a claim as gold has it: start, end, words."""
    return None if not isinstance(part, str) else [text.index(part), text.index(part) + len(part), part]


def annotations_of(news: NewsTables) -> dict[str, dict[str, list[dict]]]:
    """The tables' own rows as a corpus is annotated: layer → article → rows."""
    texts = dict(zip(news.articles["article_id"], news.articles["text"], strict=True))
    made = {
        layer: {a: [] for a in texts}
        for layer in ("mentions", "attributions", "claims", "links", "times", "quantities")
    }
    tables = {name: frame.astype(object).where(frame.notna(), None).to_dict("records") for name, frame in news}
    for m in tables["mentions"]:
        once = [other["entity_id"] for other in tables["mentions"]].count(m["entity_id"]) == 1
        if m["entity_id"] and (m["kind"] == "name" or not once):
            made["mentions"][m["article_id"]].append(m | {"entity_ids": [m["entity_id"]]})
    for q in tables["quotes"]:
        speaker = None if q["speaker_start"] is None else [q["speaker_start"], q["speaker_end"]]
        made["attributions"][q["article_id"]].append(
            {key: q[key] for key in ("quote_id", "start", "end", "spans", "text", "kind", "speaker_ids", "speaker_type",
             "cue_class", "negated", "parent_id", "depth")}
            | {"speaker": speaker, "speaker_text": q["speaker"], "cue": q["cue_spans"], "addressee": None}
        )  # fmt: skip
    article = {}
    for c in tables["claims"]:
        article[c["claim_id"]] = c["article_id"]
        text = texts[c["article_id"]]
        made["claims"][c["article_id"]].append(
            {key: c[key] for key in ("claim_id", "start", "end", "text", "quote_id", "source_factuality",
             "author_factuality", "claim_type", "tense")}
            | {key: sliced(text, c[key]) for key in ("subject", "predicate", "object")}
            | {"spans": [[c["start"], c["end"]]]}
        )  # fmt: skip
    for link in tables["links"]:
        ends = {key: f"{article[link[key]]}#{link[key]}" for key in ("from_claim_id", "to_claim_id")}
        candidates = [f"{article[c]}#{c}" for c in link["candidate_ids"]]
        row = {"relation": link["relation"], "basis": link["basis"], "candidate_ids": candidates}
        made["links"][article[link["from_claim_id"]]].append(ends | row)
    for t in tables["times"]:
        made["times"][t["article_id"]].append({key: t[key] for key in ("start", "end", "timex", "type")})
    for a in tables["quantities"]:
        keys = ("start", "end", "low", "high", "unit", "dimension", "modifier")
        made["quantities"][a["article_id"]].append({key: a[key] for key in keys})
    return made


def corpus_of(news: NewsTables, folder: Path, made: dict | None = None) -> Path:
    """A corpus of gold in a folder, with its articles and their parts beside it: `fees` is tuned on, `denial` not."""
    texts = dict(zip(news.articles["article_id"], news.articles["text"], strict=True))
    for layer, articles in (made or annotations_of(news)).items():
        rows = [
            {"article_id": a, "sha256": hashlib.sha256(texts[a].encode()).hexdigest(), "annotations": found}
            for a, found in articles.items()
        ]
        write(folder / "gold" / f"{layer}.jsonl", rows)
    write(folder / "articles" / "all.jsonl", [{"id": a, "text": text} for a, text in texts.items()])
    lines = "# by hand\narticle_id\tstoryline\tpart\nfees\tberth fees\ttuned\ndenial\tberth fees\tunseen\n"
    (folder / "split.tsv").write_text(lines, encoding="utf8")
    return folder / "gold"
