"""`newslab_reader`: a spaCy component that fills a Doc with tags, lemmas, morphology, sentences, a tree and names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from newslab.reader.agreement import Name, agreed, evidence, whole
from newslab.reader.cutting import cut, words_and_gaps
from newslab.reader.decoding import heads_of, names_of, sentence_numbers, with_datelines
from newslab.reader.encoder import Encoder, Scores, Window
from newslab.reader.lemmas import Lemmatizer
from newslab.reader.tokens import kept_together

TOGETHER = 20_000  # tokens whose windows are handed to the threads at once
CONFIDENCE = "newslab_names"  # Doc._ extension: (first token, token after the last) → probability of the name


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NewslabReader:
    """Reads with the shipped network. `threads` windows are read at a time; the result does not depend on it."""

    def __init__(self, vocab: Vocab, threads: int = 1) -> None:
        if not Doc.has_extension(CONFIDENCE):
            Doc.set_extension(CONFIDENCE, default=None)
        self.vocab = vocab
        self.encoder = Encoder(threads)
        self.lemmatizer = Lemmatizer.load()
        card = self.encoder.card
        self.temperature: float = card["name_temperature"]
        self.tags: list[str] = card["tags"]
        self.pos: list[str] = card["pos"]
        self.deps: list[str] = card["deps"]
        self.names: list[str] = card["names"]
        together = kept_together()
        self.particles, self.ranks = frozenset(together["particle"]), frozenset(together["abbreviation"])
        self.labels = [tag[2:] for tag in self.names if tag.startswith("B-")]
        strings = vocab.strings
        self.tag_ids = np.array([strings.add(tag) for tag in self.tags], dtype=np.uint64)
        self.pos_ids = np.array([IDS[pos] for pos in self.pos], dtype=np.uint64)
        self.dep_ids = np.array([strings.add("ROOT" if dep == "root" else dep) for dep in self.deps], dtype=np.uint64)
        self.root = self.deps.index("root")
        self._morphs: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read Docs in order. `batch_size` is spaCy's and changes nothing but how many Docs are held at a time."""
        stream = iter(stream)
        while batch := _some(stream, batch_size):
            prepared = []
            for doc in batch:
                texts = [token.text for token in doc]
                indices, gaps = words_and_gaps(texts, [bool(token.whitespace_) for token in doc])
                prepared.append((indices, list(cut([texts[i] for i in indices], gaps, self.encoder))))
            scores = self.encoder.run(window for _, windows in prepared for window in windows)
            for doc, (indices, windows) in zip(batch, prepared, strict=True):
                self._fill(doc, indices, windows, islice(scores, len(windows)))
                yield doc

    def _fill(self, doc: Doc, indices: list[int], windows: list[Window], scores: Iterable[Scores]) -> None:
        n = len(doc)
        table = np.zeros((n, 6), dtype=np.uint64)  # TAG POS LEMMA MORPH HEAD DEP
        heads = np.arange(n, dtype=np.int64)
        first = np.zeros(n, dtype=bool)  # the first word of its sentence
        names: list[Name] = []
        vectors = []
        at = 0
        for window, found in zip(windows, scores, strict=True):
            here = np.array(indices[at : at + len(window.words)])
            at += len(here)
            sentences = sentence_numbers(found.starts, window.words, window.gaps)
            first[here[np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1]])]] = True
            tree = heads_of(found.arcs, sentences)
            labels = self.encoder.labels(found, tree)
            labels[:, self.root] = np.where(tree == 0, np.inf, -np.inf)
            heads[here] = np.where(tree == 0, here, here[tree - 1])
            tags, pos = found.tags.argmax(1), found.pos.argmax(1)
            table[here, 0], table[here, 1] = self.tag_ids[tags], self.pos_ids[pos]
            table[here, 5] = self.dep_ids[labels.argmax(1)]
            lexical = [
                self._lexical(word, self.tags[tag], self.pos[coarse])
                for word, tag, coarse in zip(window.words, tags.tolist(), pos.tolist(), strict=True)
            ]
            table[here, 2:4] = np.array(lexical, dtype=np.uint64)
            read = names_of(found.names, self.names, sentences, self.temperature)
            for start, end, label, p in with_datelines(read, window.words, window.gaps):
                known = evidence(found.names, start, end, self.names, self.temperature)
                names.append(Name(int(here[start]), int(here[end - 1]) + 1, label, p, known))
            vectors.append(found.vectors)
        self._spaces(doc, table, heads, indices, first)
        table[:, 4] = (heads - np.arange(n)).astype(np.int64).view(np.uint64)
        if n:
            doc.from_array([TAG, POS, LEMMA, MORPH, HEAD, DEP], table)  # type: ignore[arg-type]
        names = whole(names, [token.text for token in doc], self.particles, self.ranks)
        names = agreed(names, [doc[name.start : name.end].text for name in names], self.labels)
        doc.set_ents([Span(doc, name.start, name.end, label=name.label) for name in names], default="outside")
        doc._.set(CONFIDENCE, {(name.start, name.end): name.probability for name in names})
        if vectors:
            tensor = np.zeros((n, vectors[0].shape[1]), dtype=np.float32)
            tensor[indices] = np.concatenate(vectors)
            doc.tensor = tensor  # type: ignore[assignment]

    def _lexical(self, word: str, tag: str, pos: str) -> tuple[int, int]:
        lemma = self.vocab.strings.add(self.lemmatizer.lemma(word, tag))
        features = self.lemmatizer.morph(word, tag, pos)
        if features not in self._morphs:
            self._morphs[features] = self.vocab.morphology.add(features)
        return lemma, self._morphs[features]

    def _spaces(self, doc: Doc, table: np.ndarray, heads: np.ndarray, indices: list[int], first: np.ndarray) -> None:
        """Tokens of white space hang on the word before them, in its sentence; those before all words on the first."""
        word = np.zeros(len(doc), dtype=bool)
        word[indices] = True
        strings = self.vocab.strings
        row = [strings.add("_SP"), IDS["SPACE"], 0, self.vocab.morphology.add(""), 0, strings.add("dep")]
        anchor = indices[0] if indices else 0
        for i in np.flatnonzero(~word).tolist():
            before = i - 1
            while before >= 0 and not word[before]:
                before -= 1
            heads[i] = before if before >= 0 else anchor
            table[i] = row
            table[i, 2] = strings.add(doc[i].text)
            if not indices:
                heads[i] = 0
                table[i, 5] = strings.add("ROOT" if i == 0 else "dep")


def _some(stream: Iterator[Doc], most: int) -> list[Doc]:
    """The next Docs: `most`, or fewer when they are long."""
    batch, size = [], 0
    for doc in stream:
        batch.append(doc)
        size += len(doc)
        if len(batch) >= most or size >= TOGETHER:
            break
    return batch


@Language.factory(
    "newslab_reader",
    assigns=[
        "token.tag",
        "token.pos",
        "token.lemma",
        "token.morph",
        "token.head",
        "token.dep",
        "doc.ents",
        "doc.sents",
    ],
    default_config={"threads": 1},
)
def make_reader(nlp: Language, name: str, threads: int) -> NewslabReader:
    """The factory that spaCy finds by its entry point: `spacy.blank("en").add_pipe("newslab_reader")`."""
    return NewslabReader(nlp.vocab, threads)
