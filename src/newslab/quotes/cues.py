"""The lexicon of attribution cues: what each may take as its content, and what sort of speech act it is.

The lexicon is `cues.tsv`; its header explains the columns. `cue_lexicon()` reads it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

CLASSES = ("report", "ask", "concede", "deny", "accuse", "promise", "demand", "believe", "intend")
KINDS = ("verb", "phrase", "noun", "adj", "source", "adverb", "holder")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its dictionary form and, for each frame it may stand in, the class of the speech act."""

    lemma: str
    kind: str  # one of KINDS
    frames: dict[str, str] = field(default_factory=dict)  # frame → class
    presupposed: bool = False

    def prepositions(self) -> Iterator[str]:
        """The prepositions that may introduce its content ("call *for* talks")."""
        return (frame[2:] for frame in self.frames if frame.startswith("p:"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues by kind; phrases under their first word."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]
    adverbs: dict[str, Cue]
    sources: dict[str, Cue]
    holders: dict[str, Cue]
    phrases: dict[str, tuple[Cue, ...]]
    forms: dict[str, str]  # regular inflected form of a verb → its dictionary form


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one of this room's tab-separated files; `#` begins a comment, the first other line is the header."""
    header: list[str] = []
    for line in resources.files("newslab.quotes").joinpath(name).read_text("utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header:
            yield dict(zip(header, cells, strict=True))
        else:
            header = cells


@cache
def cue_lexicon() -> Lexicon:
    """The lexicon as it is in `cues.tsv`; raises ValueError for a class or a kind that is not known."""
    found: dict[tuple[str, str], Cue] = {}
    for row in read_rows("cues.tsv"):
        if row["class"] not in CLASSES or row["pos"] not in KINDS:
            raise ValueError(f"cues.tsv: {row['cue']} has class {row['class']!r} and pos {row['pos']!r}.")
        key = (row["cue"], row["pos"])
        before = found.get(key, Cue(*key))
        frames = {frame: row["class"] for frame in row["frames"].split()}
        found[key] = Cue(*key, {**frames, **before.frames}, before.presupposed or row["presupposed"] == "yes")
    by_kind: dict[str, dict[str, Cue]] = {kind: {} for kind in KINDS}
    phrases: dict[str, list[Cue]] = {}
    for (lemma, kind), cue in found.items():
        by_kind[kind][lemma] = cue
        if kind == "phrase":
            phrases.setdefault(lemma.split()[0], []).append(cue)
    longest_first = {
        word: tuple(sorted(cues, key=lambda cue: -len(cue.lemma.split()))) for word, cues in phrases.items()
    }
    return Lexicon(
        by_kind["verb"],
        by_kind["noun"],
        by_kind["adj"],
        by_kind["adverb"],
        by_kind["source"],
        by_kind["holder"],
        longest_first,
        _forms(by_kind["verb"]),
    )


def _forms(verbs: dict[str, Cue]) -> dict[str, str]:
    """Regular forms in -s, -ed and -ing, for verbs whose lemma the reader got wrong."""
    found: dict[str, str] = {}
    for verb in verbs:
        stem = verb[:-1] if verb.endswith("e") else verb
        forms = [verb + "s", verb + "es", stem + "ed", stem + "ing", stem + verb[-1] + "ed", stem + verb[-1] + "ing"]
        if verb.endswith("y"):
            forms += [verb[:-1] + "ies", verb[:-1] + "ied"]
        for form in (*forms, verb + "e"):
            if form not in verbs:
                found.setdefault(form, verb)
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list of `words.tsv` (media, polls, labels of lines that are no turns of a dialogue …)."""
    return frozenset(row["word"] for row in read_rows("words.tsv") if row["list"] == name)
