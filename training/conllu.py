"""CoNLL-U files → spaCy Docs with gold tags, lemmas, heads, labels and sentences, one Doc a document."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc


def read_sentences(path: str | Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Sentences of a `.conllu[.gz]` file: their `# key = value` comments and the ten columns of each word.

    Multiword tokens are given as their words; `SpaceAfter=No` of the multiword token moves to its last word, and its
    earlier words get it too, so that joining the words gives back the text where the words spell the token.
    """
    opener = gzip.open if str(path).endswith(".gz") else open
    comments: dict[str, str] = {}
    words: list[list[str]] = []
    glued: dict[int, bool] = {}
    with opener(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif not line:
                if words:
                    yield comments, words
                comments, words, glued = {}, [], {}
            else:
                columns = line.split("\t")
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    for number in range(first, last):
                        glued[number] = True
                    glued[last] = "SpaceAfter=No" in columns[9]
                elif columns[0].isdigit():
                    if glued.get(int(columns[0])):
                        columns[9] = "SpaceAfter=No"
                    words.append(columns)
    if words:
        yield comments, words


def read_documents(path: str | Path, nlp: Language | None = None, paragraphs: bool = True) -> Iterator[Doc]:
    """One Doc a `# newdoc`, with the gold analysis; `doc.user_data["id"]` is the document's id.

    With `paragraphs`, a `# newpar` (or a sentence's `newpar` comment) puts a token of two line breaks before it, as in
    an article's text.
    """
    vocab = (nlp or spacy.blank("en")).vocab
    pending: list[list[list[str]]] = []
    breaks: list[bool] = []
    name = ""
    for comments, words in read_sentences(path):
        document = next((v for k, v in comments.items() if k.startswith("newdoc")), None)
        if document is not None and pending:
            yield _document(vocab, name, pending, breaks if paragraphs else [False] * len(pending))
            pending, breaks = [], []
        if document is not None:
            name = document
        pending.append(words)
        breaks.append(any(k.startswith("newpar") for k in comments))
    if pending:
        yield _document(vocab, name, pending, breaks if paragraphs else [False] * len(pending))


def _document(vocab: object, name: str, sentences: list[list[list[str]]], breaks: list[bool]) -> Doc:
    words, spaces, tags, pos, lemmas, heads, deps, starts = [], [], [], [], [], [], [], []
    for sentence, new_paragraph in zip(sentences, breaks, strict=True):
        if new_paragraph and words:
            spaces[-1] = False
            for column, value in zip(
                (words, spaces, tags, pos, lemmas, heads, deps, starts),
                ("\n\n", False, "_SP", "SPACE", "\n\n", len(words) - 1, "dep", False),
                strict=True,
            ):
                column.append(value)
        offset = len(words)
        for i, columns in enumerate(sentence):
            words.append(columns[1])
            spaces.append("SpaceAfter=No" not in columns[9])
            tags.append(columns[4])
            pos.append(columns[3])
            lemmas.append(columns[2])
            head = int(columns[6])
            heads.append(offset + (head - 1 if head else i))
            deps.append("ROOT" if head == 0 else columns[7])
            starts.append(i == 0)
    doc = Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=tags,
        pos=pos,
        lemmas=lemmas,
        heads=heads,
        deps=deps,
    )
    doc.user_data["id"] = name
    return doc
