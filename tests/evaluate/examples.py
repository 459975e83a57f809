"""Gold made from the small worked example of the tables, and a pipeline that reads sentences by heart."""

from __future__ import annotations

import gzip
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
