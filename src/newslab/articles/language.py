"""Is a text English? Judged by its script and its function words.

Function words make up 35–50 % of running English and 2–12 % of the words of a text in another language are spelt like
one; the difference survives any topic, names and quotations (Ingle 1976; Grefenstette 1995).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

SHORTEST = 20  # words; shorter texts are not judged
SAMPLE = 4000  # words looked at, half from the beginning and half from the end
ENGLISH = 0.12  # least share of English function words
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_CODES = ("en", "eng", "english")


@cache
def _languages() -> dict[str, frozenset[str]]:
    """Language code → its function words (`function_words.tsv`)."""
    lines = files(__package__).joinpath("function_words.tsv").read_text("utf8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["language"]: frozenset(row["words"].split()) for row in rows}


@cache
def _word_languages() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language, words in _languages().items():
        for word in words:
            table.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in table.items()}


def is_english_code(code: str) -> bool:
    """Whether a language code or name, as an input gives it, means English: en, en-GB, eng, English."""
    return re.split(r"[-_ (]", code.strip().lower(), maxsplit=1)[0] in _CODES


def judge(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None below 20 words; "und" when it is not English but unknown what.

    The code is sure for English or not; among other languages it is the likeliest.
    """
    words = _sample(text)
    if len(words) < SHORTEST:
        return "und" if _other_script(text) else None
    if _other_script(" ".join(words[:1000])):
        return "und"
    counts: Counter[str] = Counter()
    table = _word_languages()
    for word, times in Counter(words).items():
        for language in table.get(word, ()):
            counts[language] += times
    english = counts.pop("en", 0)
    other, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=("und", 0))
    if english >= ENGLISH * len(words) and english >= most:
        return "en"
    # Scores, tables and lists have few function words of any language; English ones must still outnumber all others.
    if english >= 0.04 * len(words) and english > 2 * most:
        return "en"
    return other if most >= 0.1 * len(words) and most > english else "und"


def count_words(text: str) -> int:
    """Words of a text: letters and digits with what joins them ("don't", "1,150", "U.S")."""
    return sum(1 for _ in re.finditer(r"\w+(?:[’'.,\-‑]\w+)*", text))


def _sample(text: str) -> list[str]:
    if len(text) > 60_000:
        text = f"{text[:30_000]} {text[-30_000:]}"
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())][:SAMPLE]


def _other_script(text: str) -> bool:
    """Whether most letters are of another script than Latin. Chinese and Thai do not separate words by spaces."""
    letters = [char for char in text[:20_000] if char.isalpha()]
    if len(letters) < SHORTEST * 3:
        return False
    foreign = sum(1 for char in letters if ord(char) > 0x24F and not unicodedata.name(char, "").startswith("LATIN"))
    return foreign > 0.5 * len(letters)
