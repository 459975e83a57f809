"""Names on gold tokens: exact span and label, in the classes that the gold tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, Difference, Measure, Scores, around
from newslab.evaluate.reading import Reading

NINE = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK")
PLACES = frozenset({"GPE", "LOC", "FAC"})
TOGETHER = 10  # rows that are drawn as one where rows name no document

Name = tuple[int, int, str]


@cache
def classes() -> dict[str, str]:
    """Label in lower case → class, from `labels.tsv`; "-" for none."""
    text = files("newslab.evaluate").joinpath("labels.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {label.casefold(): name for label, name in rows[1:]}


def scheme(labels: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Gold label → class, newslab's label → class; labels in neither are left out on their side.

    Places are one class unless gold tells GPE apart from LOC. A set with PERSON, GPE and no rest class is taken to be
    annotated for all nine labels, so that one that it lacks is not there.
    """
    labels = set(labels)
    known = {label: classes().get(label.casefold(), "-") for label in labels}
    merged = "GPE" not in labels
    gold = {label: "PLACE" if merged and name in PLACES else name for label, name in known.items() if name != "-"}
    whole = {"PERSON", "GPE"} <= labels and not {"MISC", "OTH"} & labels
    has = set(NINE) if whole else set(gold.values())
    own = {label: "PLACE" if "PLACE" in has and label in PLACES else label for label in NINE}
    return gold, {label: name for label, name in own.items() if name in has}


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """F1 of all names, of spans whatever their label, and of each class."""
    theirs, ours = scheme(label for row in gold for _, _, label, *_ in row["ents"])
    rows = [row for row in gold if row["tokens"]]
    vocab = reading.nlp.vocab
    docs = (Doc(vocab, words=row["tokens"], spaces=row.get("space_after")) for row in rows)
    groups: dict[str, Counter[tuple[str, int]]] = {}
    differences: list[Difference] = []
    for number, (row, doc) in enumerate(zip(rows, reading.docs(docs), strict=True)):
        found = {(e.start, e.end, ours[e.label_]) for e in doc.ents if e.label_ in ours}
        truth = {(s, e, theirs[label]) for s, e, label, *_ in row["ents"] if label in theirs}
        counts = groups.setdefault(row.get("doc") or str(number // TOGETHER), Counter())
        spans, true_spans = ({name[:2] for name in side} for side in (found, truth))
        for at, side in enumerate((found & truth, found, truth)):
            counts["all labels", at] += len(side)
            counts.update((name, at) for _, _, name in side)
        for at, stretches in enumerate((spans & true_spans, spans, true_spans)):
            counts["span, whatever its label", at] += len(stretches)
        differences += _differences(row, doc, truth, found)
    shown = ["all labels", "span, whatever its label", *sorted(set(theirs.values()), key=[*NINE, "PLACE"].index)]
    measures = [
        Measure(name, F1, [[counts[name, at] for at in range(3)] for counts in groups.values()]) for name in shown
    ]
    return Scores(measures if groups else [], differences)


def _differences(row: Row, doc: Doc, truth: set[Name], found: set[Name]) -> Iterable[Difference]:
    labels = {name[:2]: name[2] for name in found - truth}
    for start, end, label in sorted(truth - found):
        guess = labels.pop((start, end), None)
        yield _difference(row, doc, (start, end), "missed" if guess is None else "label", label, guess)
    for span, label in sorted(labels.items()):
        yield _difference(row, doc, span, "extra", None, label)


def _difference(
    row: Row, doc: Doc, span: tuple[int, int], error: str, gold: str | None, found: str | None
) -> Difference:
    stretch = doc[span[0] : span[1]]
    start, end = stretch.start_char, stretch.end_char
    shown = around(doc.text, start, end)
    return Difference(str(row["id"]), error, start, end, stretch.text, gold, found, shown)
