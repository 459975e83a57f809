"""Trees, tags and lemmas on gold tokens and gold sentences; sentences on raw text.

Labels are compared by their main part, heads and labels without punctuation. newslab's reader sees consecutive
sentences in one window, as it does in articles, with gold's bounds; another pipeline sees one sentence at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from newslab.evaluate.conllu import Words
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.reading import Reading
from newslab.reader.pipeline import OWN
from newslab.reader.syntax import Tree

LONGEST = 110  # words of a window
NAMES = ("UAS", "LAS", "XPOS", "lemmas")


class Word(NamedTuple):
    """A word as it was read; its head is counted from 1 in its sentence, 0 is the root."""

    tag: str
    lemma: str
    head: int
    label: str


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer; a row is a document with its `sentences`."""
    counts: dict[str, list[tuple[int, int]]] = {name: [] for name in NAMES}
    differences: list[Difference] = []
    starts: list[tuple[int, int, int]] = []
    texts = [raw_text(row["sentences"]) for row in gold]
    for row, (text, bounds), doc in zip(gold, texts, reading.docs(text for text, _ in texts), strict=True):
        found = set(_bounds(doc))
        starts.append((len(found & bounds), len(found), len(bounds)))
        for error, spans in (("sentence missed", bounds - found), ("sentence extra", found - bounds)):
            differences += [
                Difference(str(row["id"]), error, *span, text[slice(*span)], None, None, around(text, *span))
                for span in sorted(spans)
            ]
        n = tagged = lemmas = total = attached = labelled = 0
        for (words, _), analysis in zip(row["sentences"], _analyses(reading, row), strict=True):
            for columns, word in zip(words, analysis, strict=True):
                n += 1
                tagged += word.tag == columns[4]
                lemmas += word.lemma == columns[2]
                label = columns[7].split(":")[0]
                if label == "punct":
                    continue
                total += 1
                attaches = word.head == int(columns[6])
                same = attaches and word.label.split(":")[0] == label
                attached += attaches
                labelled += same
                if not same:
                    differences.append(_difference(row, words, columns, word, "label" if attaches else "head"))
        for name, right, of in zip(NAMES, (attached, labelled, tagged, lemmas), (total, total, n, n), strict=True):
            counts[name].append((right, of))
    measures = [Measure(name, SHARE, counted) for name, counted in counts.items()]
    return Scores([*measures, Measure("sentences, raw text", F1, starts)], differences)


def raw_text(sentences: Iterable[tuple[Words, bool]]) -> tuple[str, set[tuple[int, int]]]:
    """A document's text, its paragraphs parted by blank lines, and where its sentences begin and end."""
    text, bounds = "", set()
    for words, paragraph in sentences:
        if text and paragraph:
            text = text.rstrip() + "\n\n"
        start = len(text)
        text += "".join(columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ") for columns in words)
        bounds.add((start, len(text.rstrip())))
    return text, bounds


def _bounds(doc: Doc) -> Iterator[tuple[int, int]]:
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        if words:
            yield words[0].idx, words[-1].idx + len(words[-1])


def _analyses(reading: Reading, row: Row) -> Iterator[list[Word]]:
    if OWN in reading.nlp.pipe_names:
        return _own(reading, row["sentences"])
    return _others(reading, row["sentences"])


def _own(reading: Reading, sentences: Sequence[tuple[Words, bool]]) -> Iterator[list[Word]]:
    from newslab.reader.component import NewslabReader
    from newslab.reader.decoding import heads_of
    from newslab.reader.encoder import Window

    reader = reading.nlp.get_pipe(OWN)
    assert isinstance(reader, NewslabReader)
    for inside in _packed(sentences):
        gaps = [
            gap
            for words, paragraph in inside
            for gap in (3 if paragraph else 1, *(0 if "SpaceAfter=No" in c[9] else 1 for c in words[:-1]))
        ]
        window = Window([c[1] for words, _ in inside for c in words], [3, *gaps[1:]])
        scores = next(reader.encoder.run([window]))
        numbers = np.repeat(np.arange(len(inside)), [len(words) for words, _ in inside])
        heads = heads_of(scores.arcs, numbers)
        labels = reader.encoder.labels(scores, heads)
        labels[:, reader.root] = np.where(heads == 0, np.inf, -np.inf)
        best, tags = labels.argmax(1), scores.tags.argmax(1)
        at = 0
        for words, _ in inside:
            analysis = []
            for i, columns in enumerate(words, start=at):
                tag = reader.tags[tags[i]]
                head = int(heads[i]) - at if heads[i] else 0
                lemma = reader.lemmatizer.lemma(columns[1], tag)
                analysis.append(Word(tag, lemma, head, reader.deps[best[i]]))
            at += len(words)
            yield analysis


def _packed(sentences: Sequence[tuple[Words, bool]]) -> Iterator[list[tuple[Words, bool]]]:
    inside: list[tuple[Words, bool]] = []
    for sentence in sentences:
        if inside and sum(len(words) for words, _ in inside) + len(sentence[0]) > LONGEST:
            yield inside
            inside = []
        inside.append(sentence)
    if inside:
        yield inside


def _others(reading: Reading, sentences: Sequence[tuple[Words, bool]]) -> Iterator[list[Word]]:
    docs = (
        Doc(reading.nlp.vocab, words=[c[1] for c in words], spaces=["SpaceAfter=No" not in c[9] for c in words])
        for words, _ in sentences
    )
    for doc in reading.docs(docs):
        tree = Tree.of(doc)
        yield [
            Word(tree.tag[i], tree.lemma[i], 0 if head == i else head + 1, tree.deps[i])
            for i, head in enumerate(tree.heads)
        ]


def _difference(row: Row, words: Words, columns: list[str], word: Word, error: str) -> Difference:
    """A wrong head or label: `label → head` of both sides, in the sentence."""
    shown = " ".join(f"[[{c[1]}]]" if c is columns else c[1] for c in words)
    of = lambda label, head: f"{label} → {words[head - 1][1] if head else 'root'}"
    gold, found = of(columns[7], int(columns[6])), of(word.label, word.head)
    return Difference(str(row["id"]), error, None, None, columns[1], gold, found, shown)
