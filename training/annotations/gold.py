"""The gold layers of corpus/: print articles to read, check and export what was written about them.

python -m training.annotations.gold print 7            the article, its paragraphs numbered
python -m training.annotations.gold check A 1-10 [-q]  what is wrong with work_gold/A/07.*.txt, and what was understood
python -m training.annotations.gold export A           work_gold/A/*.txt → corpus/gold/first/*.jsonl (B → second/)
python -m training.annotations.gold validate           the written layers against the texts, with counts
python -m training.annotations.gold agree              agreement of corpus/gold/first and corpus/gold/second
python -m training.annotations.gold compare 7 [--second 3 9]   where they differ, and to decide for the second → disagreements.tsv
python -m training.annotations.gold merge              first/, second/ and disagreements.tsv → corpus/gold/*.jsonl
"""

from __future__ import annotations

import argparse
import csv
import fcntl
import json
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from .annotate import show, understood
from .articles import HERE, Article
from .claims import read_claims
from .form import FormError
from .gold_agree import report
from .gold_compare import HEAD, by_guidelines, disagreements
from .gold_layers import LAYERS, as_rows, problems_of, tidied
from .gold_merge import Decisions, heirs, led_to, merge, new_claims
from .names import read_names
from .quotes import read_quotes
from .validate import problems
from .values import read_values

WORK = HERE / "work_gold"
CORPUS = HERE.parents[1] / "corpus"
GOLD = CORPUS / "gold"
OUT = {"A": GOLD / "first", "B": GOLD / "second", "gold": GOLD}
Layers = dict[str, list[dict[str, Any]]]


def read_texts() -> list[Article]:
    """The articles of articles.tsv as newslab reads them, numbered from 1; kept in work_gold, for reading is slow."""
    with open(GOLD / "articles.tsv", encoding="utf8", newline="") as lines:
        ids = [row["article_id"] for row in csv.DictReader(lines, delimiter="\t")]
    kept = WORK / "texts.json"
    newest = max(path.stat().st_mtime for path in (CORPUS / "articles").rglob("*"))
    if not kept.exists() or kept.stat().st_mtime < newest:
        import newslab

        frame = newslab.read(CORPUS / "articles").set_index("article_id")
        rows = [[i, str(frame.at[i, "published"])[:10], frame.at[i, "title"], frame.at[i, "text"]] for i in ids]
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(rows), encoding="utf8")
    return [Article(n, *row) for n, row in enumerate(json.loads(kept.read_text(encoding="utf8")), 1)]


@cache
def corpus_entities() -> frozenset[str]:
    """The ids of entities.tsv."""
    with open(GOLD / "entities.tsv", encoding="utf8", newline="") as lines:
        return frozenset(row["entity_id"] for row in csv.DictReader(lines, delimiter="\t"))


def with_double_marks(text: str) -> str:
    """The text with single quotation marks made double and the other way round, where a house quotes with single ones.

    Every character keeps its place. An apostrophe stays; one after an s, with words after it and a later mark that can
    close the quotation, is a possessive.
    """
    opening = re.compile(r"(?<![\w’'])['‘](?=\S)")
    single = [m.start() for m in opening.finditer(text)]
    double = [m.start() for m in re.finditer(r"(?<!\w)[\"“](?=\S)", text)]
    if (len(single), double[:1]) <= (len(double), single[:1]):
        return text
    lines = []
    for line in text.split("\n"):
        letters = list(line)
        at = 0
        while found := opening.search(line, at):
            letters[found.start()] = "“"
            following = opening.search(line, found.end())
            until = following.start() if following else len(line)
            closing = [m.start() for m in re.finditer(r"(?<=\S)['’](?!\w)", line) if found.end() <= m.start() < until]
            while len(closing) > 1 and re.match(r"s['’] \w", line[closing[0] - 1 :]):
                closing.pop(0)
            if closing:
                letters[closing[0]] = "”"
            for i in range(found.end(), closing[0] if closing else until):
                letters[i] = {'"': "'", "“": "‘", "”": "’"}.get(line[i], line[i])
            at = closing[0] + 1 if closing else until
        lines.append("".join(letters))
    return "\n".join(lines)


def read_work(article: Article, work: Path, keys: dict[str, str]) -> tuple[Layers, list[str]]:
    """The rows, in the terms of TABLES.md, of one article's source forms, and what is wrong with these."""
    raw: Layers = {}
    ids: dict[str, str] = {}
    errors: list[str] = []
    marked = replace(article, text=with_double_marks(article.text))
    for suffix in ("names", "quotes", "values", "claims"):
        path = work / f"{article.number:02}.{suffix}.txt"
        if not path.exists() or errors:  # each form needs the ones before it
            continue
        source = path.read_text(encoding="utf8")
        try:
            if suffix == "names":
                raw["names"], raw["coreference"], ids = read_names(source, article)
            elif suffix == "quotes":
                raw["attributions"] = read_quotes(source, marked, raw.get("names", []), raw.get("coreference", []), ids)
            elif suffix == "values":
                raw["times"], raw["amounts"] = read_values(source, article)
            else:
                attributions, times = raw.get("attributions", []), raw.get("times", [])
                raw["claims"], raw["links"] = read_claims(source, marked, attributions, times, keys)
        except FormError as error:
            errors += [f"{path.name} {line}" for line in str(error).splitlines()]
    wrong = problems(article, {k: rows for k, rows in raw.items() if k not in ("claims", "links")})
    errors += [p for p in wrong if "neither source nor cue" not in p]  # the answers of an interview without labels
    lasting = {ids[key] for key in ids.keys() & corpus_entities()}
    layers = as_rows(article, tidied(raw, marked.text, lasting), ids)
    return layers, errors + problems_of(article, layers)


def check(articles: list[Article], work: Path, keys: dict[str, str], quiet: bool) -> int:
    """Print what is wrong with each article's source forms and, unless quiet, what was understood."""
    failed = 0
    for article in articles:
        layers, errors = read_work(article, work, keys)
        counts = ", ".join(f"{len(rows)} {layer}" for layer, rows in layers.items())
        print(f"#{article.number:02} {'WRONG' if errors else 'right'}: {counts or 'nothing written'}")
        if not quiet:
            print(understood(article, _as_raw(layers)), *_claims_understood(layers), sep="\n")
        print("\n".join(errors), end="\n" if errors else "")
        failed += bool(errors)
    return failed


def _as_raw(layers: Layers) -> Layers:
    mentions = layers.get("mentions", [])
    raw: Layers = {"names": [], "coreference": []}
    for m in mentions:
        if m["kind"] == "name":
            raw["names"].append(m | {"entity": f" {m['entity_ids'][0]}"})
        else:
            raw["coreference"].append(m | {"entities": [f" {e}" for e in m["entity_ids"]]})
    for row in layers.get("attributions", []):
        same = {"id": "quote_id", "parent": "parent_id", "source": "speaker", "cue": "cue", "content": "spans"}
        same |= {"class": "cue_class", "type": "speaker_type", "count": "speaker_count", "entities": "speaker_ids"}
        same |= {key: key for key in ("kind", "addressee", "medium")}
        raw.setdefault("attributions", []).append({k: row[v] for k, v in same.items()})
    raw["times"] = [t | {"value": t["timex"]} for t in layers.get("times", [])]
    raw["amounts"] = layers.get("quantities", [])
    return raw


def _claims_understood(layers: Layers) -> list[str]:
    lines = []
    for c in layers.get("claims", []):
        parts = " / ".join(str(c[key] and c[key][2]) for key in ("subject", "predicate", "object"))
        values = (
            f"{c['source_factuality']} {c['author_factuality']} {c['claim_type']} {c['tense']} {c['time_id'] or ''}"
        )
        lines.append(f"{c['claim_id']} in {c['quote_id'] or 'own voice'}: {c['text']!r} ({parts}) [{values}]")
    for row in layers.get("links", []):
        lines.append(
            f"{row['from_claim_id']} {row['relation']} {row['to_claim_id']} {row['basis']} {row['candidate_ids']}"
        )
    return lines


def export(articles: list[Article], work: Path, out: Path, keys: dict[str, str]) -> None:
    """Write the layers; an article already written stays as it is where `work` has no form for it or a wrong one."""
    new: dict[str, dict[str, Any]] = {layer: {} for layer in LAYERS}
    for article in articles:
        layers, errors = read_work(article, work, keys)
        if errors:
            print(f"#{article.number:02} not exported\n" + "\n".join(errors), file=sys.stderr)
            continue
        head = {"article_id": article.url, "sha256": article.sha256}
        for layer, rows in layers.items():
            new[layer][article.url] = head | {"annotations": rows}
    out.mkdir(parents=True, exist_ok=True)
    with open(GOLD / "articles.tsv") as lock:  # several annotators may export at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = read_layers(out)
        for layer in LAYERS:
            merged = written[layer] | new[layer]
            lines = (json.dumps(merged[i], ensure_ascii=False) + "\n" for i in keys.values() if i in merged)
            path = out / f"{layer}.jsonl.new"
            path.write_text("".join(lines), encoding="utf8")
            path.replace(out / f"{layer}.jsonl")


def read_layers(folder: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Layer → article_id → its line, as written."""
    layers: dict[str, dict[str, dict[str, Any]]] = {layer: {} for layer in LAYERS}
    for layer in LAYERS:
        path = folder / f"{layer}.jsonl"
        if path.exists():
            rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
            layers[layer] = {row["article_id"]: row for row in rows}
    return layers


def join(articles: list[Article], folder: Path) -> dict[str, Layers]:
    """Article → its written layers; raises ValueError when a text is not the one that was annotated."""
    written = read_layers(folder)
    joined: dict[str, Layers] = {}
    for article in articles:
        lines = {layer: written[layer][article.url] for layer in LAYERS if article.url in written[layer]}
        if any(line["sha256"] != article.sha256 for line in lines.values()):
            raise ValueError(f"{article.url}: the text is not the one that was annotated")
        if lines:
            joined[article.url] = {layer: line["annotations"] for layer, line in lines.items()}
    return joined


def validate(articles: list[Article], folder: Path) -> int:
    """Print counts and everything that is wrong; returns the number of problems."""
    joined = join(articles, folder)
    claims = {(i, c["claim_id"]) for i, layers in joined.items() for c in layers.get("claims", [])}
    known = {i for i, layers in joined.items() if "claims" in layers}
    wrong = []
    for article in articles:
        layers = joined.get(article.url, {})
        wrong += [f"#{article.number:02} {p}" for p in problems_of(article, layers)]
        for row in layers.get("links", []):
            for target in [row["to_claim_id"], *row["candidate_ids"]]:
                where = (target.rpartition("#")[0], target.rpartition("#")[2])
                if where[0] in known and where not in claims:
                    wrong.append(f"#{article.number:02} links: {target} does not exist")
    print("\n".join(wrong), end="\n" if wrong else "")
    for layer in LAYERS:
        n = sum(len(layers.get(layer, [])) for layers in joined.values())
        print(f"{layer}: {n} annotations in {sum(layer in layers for layers in joined.values())} articles")
    print(f"{len(wrong)} problems")
    return len(wrong)


def read_decisions() -> Decisions:
    """What disagreements.tsv says: its columns but the last → first or second."""
    path = GOLD / "disagreements.tsv"
    if not path.exists():
        return {}
    with open(path, encoding="utf8", newline="") as lines:
        return {tuple(row[:-1]): row[-1] for row in list(csv.reader(lines, delimiter="\t"))[1:]}


def compare(articles: list[Article], second: set[int]) -> None:
    """Print where the two annotations of these articles differ, numbered; decide for the second where it says so.

    Numbers are those of the last list that was printed without any. Decisions taken before stand unless the
    disagreement is gone.
    """
    decisions, last = read_decisions(), WORK / "compared.json"
    printed = json.loads(last.read_text(encoding="utf8")) if second else []
    chosen = {tuple(key) for n, key in enumerate(printed, 1) if n in second}
    layers = (join(articles, OUT["A"]), join(articles, OUT["B"]))
    new: Decisions = {}
    for article in articles:
        if not all(article.url in side for side in layers):
            continue
        for layer, a, b, field, words in disagreements(article.url, *(side[article.url] for side in layers)):
            key = (article.url, layer, *words)
            new[key] = "second" if key in chosen else decisions.get(key, by_guidelines(layer, a, b, field))
            print(len(new), new[key], layer, *words, sep=" | ")
    if not second:
        last.write_text(json.dumps(list(new)), encoding="utf8")
    ours = {a.url for a in articles}
    kept = {k: v for k, v in decisions.items() if k[0] not in ours} | new
    with open(GOLD / "disagreements.tsv", "w", encoding="utf8", newline="") as out:
        rows = sorted((*k, v) for k, v in kept.items())
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows([HEAD, *rows])


def merge_all(articles: list[Article]) -> None:
    """Write the gold: what the two annotations and the decisions make of each article; one annotation stands alone."""
    decisions = read_decisions()
    first, second = join(articles, OUT["A"]), join(articles, OUT["B"])
    elsewhere = {i: new_claims(first.get(i, {}), layers) for i, layers in second.items()}
    gold = {i: merge(i, first.get(i, {}), second.get(i, {}), decisions, elsewhere) for i in (a.url for a in articles)}
    left = {i: heirs(first.get(i, {}), layers) for i, layers in gold.items()}
    for layers in gold.values():
        layers.update({"links": led_to(layers["links"], left)} if "links" in layers else {})
    for layer in LAYERS:
        with open(GOLD / f"{layer}.jsonl", "w", encoding="utf8") as out:
            for article in articles:
                if layer in gold[article.url]:
                    head = {"article_id": article.url, "sha256": article.sha256}
                    row = head | {"annotations": gold[article.url][layer]}
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


def numbers(words: list[str]) -> set[int]:
    """7 and 1-3 → 1, 2, 3, 7."""
    ranges = [word.split("-") for word in words]
    return {i for r in ranges for i in range(int(r[0]), int(r[-1]) + 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["print", "check", "export", "validate", "agree", "compare", "merge"])
    parser.add_argument("what", nargs="*", help="A or B, and numbers of articles: 7, 1-10")
    parser.add_argument("-q", "--quiet", action="store_true", help="check: only what is wrong")
    parser.add_argument("--second", nargs="*", default=[], help="compare: numbers of lines where the second is right")
    options = parser.parse_args()
    articles = read_texts()
    keys = {f"{a.number:02}": a.url for a in articles}
    version = next((w for w in options.what if w in OUT), "gold")
    wanted = numbers([w for w in options.what if w not in OUT])
    chosen = [a for a in articles if not wanted or a.number in wanted]
    if options.command == "print":
        print("\n\n".join(show(a) for a in chosen))
    elif options.command == "agree":
        first, second = join(chosen, OUT["A"]), join(chosen, OUT["B"])
        print(*report([(first[i], second[i]) for i in first if i in second]), sep="\n")
    elif options.command == "compare":
        compare(chosen, numbers(options.second))
    elif options.command == "merge":
        merge_all(articles)
    elif options.command == "export":
        export(chosen, WORK / version, OUT[version], keys)
    elif options.command == "check":
        return min(check(chosen, WORK / version, keys, options.quiet), 1)
    else:
        return min(validate(chosen, OUT[version]), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
