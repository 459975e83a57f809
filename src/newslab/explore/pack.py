"""Articles' markup in few bytes: it is taken apart into columns of like things, which compress far better than HTML.

Tags become numbers of tags without their values, the values of each attribute a column of their own with their digits
apart, and the words become stretches of the article's text, which is stored once. `report.js` puts the same markup
together again. The downside: neither the columns nor the text are readable in the page's source.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from html import escape, unescape
from typing import Any

import numpy as np

TOKEN = re.compile(r"<[^>]*>|[^<]+")
VALUE = re.compile(r' ([a-z-]+)="([^"]*)"')
DIGITS = re.compile(r"\d+(?:\.\d+)?")
ID, HOLE = "\x01", "\x02"  # stand for the article's id and for digits in a value
ON, BACK, CUT, SAID = -1, -2, -3, -4  # words: the text's next, some before, the same with an ellipsis, others
NEAR, FAR = 8, 20_000  # how long words must be to be looked for further back, and how far
ALPHABET = "".join(chr(c) for c in range(33, 127) if chr(c) not in "<&\\")  # 91 signs that mean nothing in a page


def packed(value: Any) -> tuple[str, int]:
    """The value as JSON, compressed (zlib), in signs that may stand in a page, and its size in bytes.

    Each pair of signs is 13 bits, so a page takes 23 % more than the bytes (base64: 33 %).
    """
    raw = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf8"), 9)
    bits = np.unpackbits(np.frombuffer(raw, np.uint8))
    pairs = np.concatenate([bits, np.zeros(-len(bits) % 13, np.uint8)]).reshape(-1, 13)
    numbers = pairs @ (1 << np.arange(12, -1, -1))
    signs = np.frombuffer(ALPHABET.encode("ascii"), np.uint8)
    return signs[np.column_stack([numbers // 91, numbers % 91])].tobytes().decode("ascii"), len(raw)


def columns(articles: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """The markup of some articles as columns. Each is an id, a text, and HTML in which values hold neither `<` nor `>`.

    The words of the HTML are found again in the text where they follow it.
    """
    parts = [_taken_apart(escape(article_id), text, html) for article_id, text, html in articles]
    names = sorted({name for part in parts for name in part})
    packs = {name: [part.get(name, []) for part in parts] for name in names}
    return {name: _numbered(lists) if _is_text(name) else {"at": lists} for name, lists in packs.items()}


def _is_text(name: str) -> bool:
    return not name.startswith("-")


def _numbered(lists: Sequence[list[str | int]]) -> dict[str, Any]:
    """Lists of words as lists of numbers in the list of all, frequent ones first; numbers below 0 stay."""
    counts = Counter(cell for cells in lists for cell in cells if isinstance(cell, str))
    number = {word: i for i, (word, _) in enumerate(counts.most_common())}
    at = [[number[cell] if isinstance(cell, str) else cell for cell in cells] for cells in lists]
    return {"all": list(number), "at": at}


def _taken_apart(article_id: str, text: str, html: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"": []}

    def add(name: str, value: str | int) -> None:
        found.setdefault(name, []).append(value)

    def add_words(name: str, words: str) -> None:
        words = words.replace(ID, "\ufffd").replace(HOLE, "\ufffd").replace(article_id, ID)
        add(name, DIGITS.sub(HOLE, words))
        for digits in DIGITS.findall(words):
            add(f"#{name}", digits)

    place = 0
    for token in TOKEN.findall(html):
        if token[0] == "<":
            add("", VALUE.sub(r' \1=""', token))
            for name, value in VALUE.findall(token):
                add_words(name, value)
            continue
        words = unescape(token)
        begin = place
        if not text.startswith(words, place) and words.strip():  # the space between paragraphs is not shown
            begin += len(text[place : place + 999]) - len(text[place : place + 999].lstrip())
        if text.startswith(words, begin):
            add("", ON)
            add("-skip", begin - place)
            add("-length", len(words))
            place = begin + len(words)
            continue
        known = words.removesuffix(" …")
        there = text.rfind(known, max(0, place - FAR), place) if len(known) >= NEAR else -1
        if there < 0:
            add("", SAID)
            add_words("said", words)
        else:
            add("", BACK if known == words else CUT)
            add("-back", place - there)
            add("-length", len(known))
    return found
