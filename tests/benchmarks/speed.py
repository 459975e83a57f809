"""Speed in one run on one core: the bare encoder, text → Doc, text → all tables, and each stage's share.

    OMP_NUM_THREADS=1 python tests/benchmarks/speed.py [SOURCE] [--repeat N]

SOURCE is anything that `newslab.read` takes; the sample corpus by default. Seconds are the processor's, so that a busy
machine tells much the same.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc

import newslab
from newslab import claims, entities, quotes, values
from newslab.articles import prepare
from newslab.extract import extract, read_articles
from newslab.reader import Tree, load
from newslab.reader.cutting import cut, words_and_gaps

ROOMS = {
    values: ("find_times", "find_quantities"),
    entities: ("find_mentions", "describe", "resolve"),
    quotes: ("find_attributions", "find_speakers"),
    claims: ("find_claims", "find_links", "claims_of_quantities"),
}


def clocked(spent: Counter[str], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with its processor time added up under a name."""

    def run(*arguments: Any, **options: Any) -> Any:
        began = time.process_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[name] += time.process_time() - began

    return run


def textacy_quotes(docs: list[Doc]) -> tuple[float, int] | None:
    """Processor seconds of textacy's direct quotations over the Docs, and on how many it raised; None without it."""
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None
    failed = 0
    began = time.process_time()
    for doc in docs:
        try:
            list(direct_quotations(doc))
        except ValueError:  # an odd number of quotation marks
            failed += 1
    return time.process_time() - began, failed


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    sample = Path(__file__).parent.parent.parent / "corpus" / "articles"
    parser.add_argument("source", nargs="?", default=str(sample))
    parser.add_argument("--repeat", type=int, default=1, help="read every article so many times")
    options = parser.parse_args()
    articles, _ = prepare(newslab.read(options.source))
    articles = pd.concat(
        [articles.assign(article_id=articles["article_id"] + f"~{i}") for i in range(options.repeat)], ignore_index=True
    )
    nlp = load()
    reader = nlp.get_pipe("newslab_reader")
    docs = list(nlp.pipe(articles["text"]))
    windows = []
    for doc in docs:
        texts = [token.text for token in doc]
        indices, gaps = words_and_gaps(texts, [bool(token.whitespace_) for token in doc])
        windows += list(cut([texts[i] for i in indices], gaps, reader.encoder))
    words = sum(len(window.words) for window in windows)
    peer = textacy_quotes(docs)
    del docs

    def timed(run: Callable[[], Any]) -> float:
        began = time.process_time()
        run()
        return time.process_time() - began

    list(reader.encoder.run(windows[:20]))  # warm
    bare = timed(lambda: list(reader.encoder.run(windows)))
    parsed = timed(lambda: [None for _ in nlp.pipe(articles["text"])])
    spent: Counter[str] = Counter()
    for room, names in ROOMS.items():
        for name in names:
            setattr(room, name, clocked(spent, f"{room.__name__.split('.')[-1]}.{name}", getattr(room, name)))
    reader._fill = clocked(spent, "reader, with its encoder", reader._fill)  # type: ignore[method-assign]
    Tree.of = clocked(spent, "reader.Tree", Tree.of)  # type: ignore[method-assign]
    rows = timed(lambda: list(read_articles(articles, nlp)))
    spent.clear()
    whole = timed(lambda: extract(articles, pipeline=nlp, progress=False))
    print(f"{len(articles)} articles, {words} words, one thread")
    for name, seconds in (("bare encoder", bare), ("text → Doc", parsed), ("→ records", rows), ("→ all tables", whole)):
        print(f"{name:14} {words / seconds:8.0f} words/s   {100 * bare / seconds:5.1f} % of the bare encoder's rate")
    print("shares of the whole time")
    spent["tokens, assembling, checking"] = whole - sum(spent.values())
    for name, seconds in spent.most_common():
        print(f"  {name:32} {100 * seconds / whole:5.1f} %   {1e6 * seconds / words:6.1f} µs a word")
    if peer is not None:
        seconds, failed = peer
        told = f"; it failed on {failed} articles" if failed else ""
        print(f"textacy's quotes, on the same parses: {1e6 * seconds / words:.1f} µs a word{told}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
