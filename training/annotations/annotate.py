"""Print articles to read, check and export what was written about them.

python -m training.annotations.annotate print 7        the article, its paragraphs numbered
python -m training.annotations.annotate check 7        what is wrong with work/007.*.txt, and what was understood
python -m training.annotations.annotate export         work/*.txt → wikinews2019/*.jsonl, what is wrong stays out
python -m training.annotations.annotate validate       the written layers against the texts, with counts
python -m training.annotations.annotate agree DIR      agreement with the second annotation's layers in DIR
python -m training.annotations.annotate convert DIR    the layers in the JSONL forms that training reads
"""

from __future__ import annotations

import argparse
import fcntl
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from .agree import report
from .articles import HERE, SPLIT, Article, read_articles, read_split, write_split
from .convert import write_all
from .form import FormError
from .names import read_names
from .quotes import read_quotes
from .validate import LAYERS, problems
from .values import read_values

OUT = HERE / "wikinews2019"
Layers = dict[str, list[dict[str, Any]]]


def read_work(article: Article, work: Path) -> tuple[Layers, list[str]]:
    """The layers of one article whose source form is right, and what is wrong with the others."""
    layers: Layers = {}
    ids: dict[str, str] = {}
    errors: list[str] = []
    for suffix in ("names", "quotes", "values"):
        path = work / f"{article.number:03}.{suffix}.txt"
        if not path.exists():
            continue
        source = path.read_text(encoding="utf8")
        try:
            if suffix == "names":
                layers["names"], layers["coreference"], ids = read_names(source, article)
            elif suffix == "quotes":
                names, mentions = layers.get("names", []), layers.get("coreference", [])
                layers["attributions"] = read_quotes(source, article, names, mentions, ids)
            else:
                layers["times"], layers["amounts"] = read_values(source, article)
        except FormError as error:
            errors += [f"{path.name} {line}" for line in str(error).splitlines()]
    wrong = problems(article, layers)
    return {k: rows for k, rows in layers.items() if not any(p.startswith(f"{k}:") for p in wrong)}, errors + wrong


def show(article: Article) -> str:
    """The article as a reader sees it, paragraphs numbered."""
    lines = [f"#{article.number:03}  {article.date}  {article.title}", article.url]
    lines += [f"\np{i}  {article.text[s:e]}" for i, (s, e) in enumerate(article.paragraphs, 1)]
    return "\n".join(lines)


def understood(article: Article, layers: Layers) -> str:
    """What the tool made of the source form: names and mentions marked in the text, attributions a line each."""
    text, marks = article.text, []
    for row in layers.get("names", []):
        marks.append((row["start"], row["end"], f"/{row['label']}.{row['entity'][1:]}"))
    for row in layers.get("coreference", []):
        marks.append((row["start"], row["end"], f"={'+'.join(e[1:] for e in row['entities'])}"))
    out: list[str] = []
    opens = Counter(s for s, _, _ in marks)
    closes: dict[int, list[str]] = {}
    for _, end, mark in sorted(marks, reverse=True):
        closes.setdefault(end, []).append(mark)
    for i in range(len(text) + 1):
        out += [f"{m}]" for m in closes.get(i, [])] + ["["] * opens[i] + [text[i : i + 1]]
    lines = ["\n".join(x for x in "".join(out).splitlines() if x.strip())] if marks else []
    for row in layers.get("attributions", []):
        cut = lambda spans: " + ".join(text[s:e] for s, e in spans)
        source = text[slice(*row["source"])] if row["source"] else "-"
        nest = f" in {row['parent']}" if row["parent"] else ""
        also = "".join(f" {k}={text[slice(*row[k])]!r}" for k in ("addressee", "medium") if row[k])
        values = f"{row['class']} {row['kind']} {row['type']} {row['count']} {'+'.join(row['entities'])}"
        lines.append(f"{row['id']}{nest}: {source} >{cut(row['cue'])}< {cut(row['content'])!r} [{values}{also}]")
    for row in layers.get("times", []):
        lines.append(f"t {text[row['start'] : row['end']]!r} = {row['value']} {row['type']} {row['modifier'] or ''}")
    for row in layers.get("amounts", []):
        lines.append(
            f"a {text[row['start'] : row['end']]!r} = {row['low']}..{row['high']} {row['unit']} {row['modifier']}"
        )
    return "\n".join(lines)


def check(articles: list[Article], work: Path, quiet: bool) -> int:
    """Print what is wrong with each article's source form and, unless quiet, what was understood."""
    failed = 0
    for article in articles:
        layers, errors = read_work(article, work)
        counts = ", ".join(f"{len(rows)} {layer}" for layer, rows in layers.items())
        if counts or errors:
            print(f"#{article.number:03} {'WRONG' if errors else 'right'}: {counts}")
        if not quiet:
            print(understood(article, layers))
        print("\n".join(errors), end="\n" if errors else "")
        failed += bool(errors)
    return failed


def export(articles: list[Article], work: Path, out: Path) -> None:
    """Write the layers; an article already written stays as it is where `work` has no form for it or a wrong one."""
    split = read_split()
    new: dict[str, dict[str, Any]] = {layer: {} for layer in LAYERS}
    for article in articles:
        layers, errors = read_work(article, work)
        if errors:
            print(f"#{article.number:03} not all exported\n" + "\n".join(errors), file=sys.stderr)
        head = {"url": article.url, "sha256": article.sha256, "split": split[article.url][0]}
        for layer, rows in layers.items():
            new[layer][article.url] = head | {"annotations": rows}
    out.mkdir(parents=True, exist_ok=True)
    with open(SPLIT) as lock:  # several annotators may export at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = read_layers(out)
        for layer in LAYERS:
            merged = written[layer] | new[layer]
            lines = (json.dumps(merged[url], ensure_ascii=False) + "\n" for url in split if url in merged)
            path = out / f"{layer}.jsonl.new"
            path.write_text("".join(lines), encoding="utf8")
            path.replace(out / f"{layer}.jsonl")


def read_layers(folder: Path = OUT) -> dict[str, dict[str, dict[str, Any]]]:
    """Layer → url → its line, as written."""
    layers: dict[str, dict[str, dict[str, Any]]] = {layer: {} for layer in LAYERS}
    for layer in LAYERS:
        path = folder / f"{layer}.jsonl"
        if path.exists():
            rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
            layers[layer] = {row["url"]: row for row in rows}
    return layers


def join(articles: list[Article], folder: Path = OUT) -> list[tuple[Article, Layers]]:
    """Each article with its written layers; raises ValueError when a text is not the one that was annotated."""
    written = read_layers(folder)
    joined = []
    for article in articles:
        lines = {layer: written[layer][article.url] for layer in LAYERS if article.url in written[layer]}
        if any(line["sha256"] != article.sha256 for line in lines.values()):
            raise ValueError(f"{article.url}: the text is not the one that was annotated")
        joined.append((article, {layer: line["annotations"] for layer, line in lines.items()}))
    return joined


def validate(articles: list[Article], folder: Path = OUT) -> int:
    """Print counts and everything that is wrong; returns the number of problems."""
    wrong, counts, read = 0, Counter[str](), Counter[str]()
    for article, layers in join(articles, folder):
        for problem in problems(article, layers):
            wrong += 1
            print(f"#{article.number:03} {problem}")
        for layer, rows in layers.items():
            read[layer] += 1
            counts[layer] += len(rows)
    for layer in LAYERS:
        print(f"{layer}: {counts[layer]} annotations in {read[layer]} of {len(articles)} articles")
    print(f"{wrong} problems")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["print", "check", "export", "validate", "agree", "convert", "split"])
    parser.add_argument("what", nargs="*", help="numbers of articles (7, 0-20), or the folder for convert and agree")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="folder of the source forms")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the exported layers")
    parser.add_argument("-q", "--quiet", action="store_true", help="check: only what is wrong")
    options = parser.parse_args()
    articles = read_articles()
    if options.command == "convert":
        write_all(join(articles, options.out), Path(options.what[0]), read_split())
        return 0
    if options.command == "agree":
        second = {a.url: layers for a, layers in join(articles, Path(options.what[0])) if layers}
        pairs = [(layers, second[a.url]) for a, layers in join(articles, options.out) if a.url in second]
        print(f"{len(pairs)} articles annotated twice", *report(pairs), sep="\n")
        return 0
    chosen = articles
    if options.what:
        ranges = [(w.split("-")[0], w.split("-")[-1]) for w in options.what]
        chosen = [articles[i] for a, b in ranges for i in range(int(a), int(b) + 1)]
    if options.command == "split":
        write_split(articles) if not SPLIT.exists() else print("the split is drawn already")
        return 0
    if options.command == "print":
        print("\n\n".join(show(a) for a in chosen))
        return 0
    if options.command == "check":
        return min(check(chosen, options.work, options.quiet), 1)
    if options.command == "export":
        export(chosen, options.work, options.out)
        return 0
    return min(validate(chosen, options.out), 1)


if __name__ == "__main__":
    sys.exit(main())
