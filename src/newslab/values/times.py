"""Expressions of time in English news and what they mean: TIMEX3 values and intervals.

The grammar is data: `times.tsv` (patterns), `time_words.tsv` (words), `holidays.tsv`; `timex_rules` reads each match.
Spans follow TimeML: prepositions outside, articles and modifiers inside. `earliest` is the first day at 00:00 UTC and
`latest` the day after the last one at 00:00 UTC (end exclusive, as with offsets); both are those of the value, also
where a modifier says that only its beginning or end is meant, because "late" has no agreed bounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache, partial

from spacy.tokens import Doc

from newslab.reader.syntax import Tree
from newslab.records import Timex
from newslab.values import calendars
from newslab.values.atoms import Atom, atomise
from newslab.values.context import Context, Discourse, Reading
from newslab.values.duration_rules import nowadays
from newslab.values.names import DATED, Name, name_around, names_of
from newslab.values.numbers import merge_numbers
from newslab.values.patterns import Found, Grammar, read_table
from newslab.values.plausible import context_words, is_plausible, lexicon, names_of_months, token_at
from newslab.values.settle import count_from_speech, means_nowadays
from newslab.values.tense import tense_at
from newslab.values.timex_rules import RULES

_NEAR = 300  # characters within which a part of the day is one of the day named before
_SHAPES = {
    "number": "NUM", "day": "NUM DAY HOUR", "hour": "NUM DAY HOUR YY", "late day": "NUM DAY YY", "two": "NUM YY",
    "year": "NUM YEAR", "clock year": "NUM YEAR MILITARY", "military": "NUM MILITARY", "numeral hour": "NUM HOUR",
    "ordinal day": "ORD DAY DAYORD", "ordinal": "ORD", "decade": "DECADE", "clock": "CLOCK", "date": "DATE",
}  # fmt: skip


def _shape(atom: Atom) -> str | None:
    kind, value = atom.kind, atom.value
    if kind == "number" and value is not None:
        digits = atom.norm
        if not (digits.isascii() and digits.isdigit()):
            return "number"
        if len(digits) == 4:
            clock = value < 2400 and value % 100 < 60
            return ("clock year" if clock else "year") if 1000 <= value <= 2100 else "military" if clock else "number"
        if len(digits) > 2:
            return "number"
        if 1 <= value <= 31:
            return ("day" if len(digits) == 1 else "hour") if value <= 12 else "late day"
        return "two" if len(digits) == 2 else "number"
    if kind == "numeral" and value is not None:
        return "numeral hour" if value <= 12 and value % 1 == 0 else "number"
    if kind == "ordinal" and value is not None:
        return "ordinal day" if 1 <= value <= 31 else "ordinal"
    return kind if kind in ("decade", "clock", "date") else None


@cache
def _grammar() -> Grammar:
    names = sorted((" ".join(a.norm for a in atomise(name)) for name in calendars.holidays()), key=len, reverse=True)
    rules = [
        (row["rule"], row["pattern"].replace("HOLIDAY", f"( {' | '.join(names)} )")) for row in read_table("times.tsv")
    ]
    words = {word: frozenset(classes) for word, classes in lexicon().items()}
    shapes = {name: frozenset(classes.split()) for name, classes in _SHAPES.items()}
    return Grammar(rules, words, shapes, _shape)


def find_times(doc: Doc, tree: Tree | None, published: datetime | None) -> list[Timex]:
    """The expressions of time in a Doc, in text order; relative ones are counted from the day of `published`.

    Tense (which Friday?) comes from the tree; without one (None) tense is unknown and such times are ambiguous. A
    stretch of years ("between 2009 and 2014") is given as a DURATION and, inside it, its two DATEs, as in MEANTIME.
    """
    text = text_of(doc, tree)
    atoms = merge_numbers(atomise(text))
    today = published.date() if published and 1000 <= published.year <= 9000 else None  # room to count in both ways
    readings = _read(text, atoms, tree, today, names_of(doc))
    quoted = _quoted(atoms)
    if tree is not None and len(tree) and quoted:
        readings = count_from_speech(atoms, readings, tree, quoted, partial(_reread, atoms, tree))
    readings = _place_clocks(atoms, readings, tree, today)
    times = [_timex(text, atoms, found, reading, today, quoted) for found, reading in readings]
    return sorted(times, key=lambda t: (t.start, -t.end))


def _read(
    text: str, atoms: list[Atom], tree: Tree | None, today: date | None, entities: list[Name]
) -> list[tuple[Found, Reading]]:
    discourse = Discourse()
    words = lexicon()
    names = names_of_months(text, atoms)
    results: list[tuple[Found, Reading]] = []

    tenses: dict[int, str | None] = {}

    def tense_of(offset: int) -> str | None:
        return tense_at(tree, token_at(tree, offset), tenses) if tree is not None and len(tree) else None

    def read(found: Found) -> Reading | None:
        if not is_plausible(text, atoms, found, tree, names):
            return None
        name = name_around(entities, atoms[found.start].start, atoms[found.end - 1].end)
        if name is not None and not (name.label in DATED and "year" in found.parts):
            return None
        sentence = (
            tree.sentence[token_at(tree, atoms[found.start].start)] if tree is not None and len(tree) else found.start
        )
        context = Context(atoms, found, words, today, discourse, sentence, tense_of)
        reading = RULES[found.rule](context)
        plain = reading is not None and found.rule == "today" and context.words == ["today"]
        if plain and tree is not None and len(tree) and means_nowadays(tree, token_at(tree, atoms[found.start].start)):
            return nowadays(today)
        return reading

    grammar = _grammar()
    for found, reading in grammar.matches(grammar.encode(atoms), read):
        results.append((found, reading))
        if found.rule in ("years", "range") and (extra := list(_ends(atoms, found, reading))):
            if found.rule == "range":
                results.pop()
            results += extra
        if reading.type in ("DATE", "TIME") and (place := calendars.interval(reading.timex)):
            discourse.date, discourse.end = reading.timex, atoms[found.end - 1].end
            if today is not None and place[0] <= today and (place[1] - place[0]).days == 1:
                discourse.day = reading.timex
            if reading.anchor == "absolute" and "year" in found.parts:
                opens = found.rule == "year" and found.start and atoms[found.start - 1].norm == "in"
                if opens and found.start > 1:
                    opens = atoms[found.start - 2].norm in (".", "\n", ";", '"')
                if len(reading.timex or "") == 10 or opens:
                    discourse.full_end = discourse.end
                discourse.year = place[0].year
                discourse.sentence = (
                    tree.sentence[token_at(tree, atoms[found.start].start)] if tree is not None and len(tree) else -1
                )
    return results


def _reread(atoms: list[Atom], tree: Tree, found: Found, day: date) -> Reading | None:
    """The match counted from another day than that of publication."""
    at = atoms[found.start].start
    context = Context(
        atoms, found, lexicon(), day, Discourse(), tree.sentence[token_at(tree, at)],
        lambda offset: tense_at(tree, token_at(tree, offset)),
    )  # fmt: skip
    return RULES[found.rule](context)


def text_of(doc: Doc, tree: Tree | None) -> str:
    """The Doc's text; from the tree's lists, which is many times faster than `Doc.text`."""
    if tree is None:
        return doc.text
    following = [*tree.start[1:], *tree.end[-1:]]
    return "".join([t if e >= n else t + " " for t, e, n in zip(tree.text, tree.end, following, strict=True)])


def _ends(atoms: list[Atom], found: Found, reading: Reading) -> Iterator[tuple[Found, Reading]]:
    """The two years or lengths of a range in words, as expressions of their own."""
    joint = {a.norm for a in atoms[found.start : found.end]} & {"and", "to", "until", "till", "through", "or"}
    parts = found.parts
    if not joint:
        return
    if found.rule == "years":
        for name, value in zip(("year", "to"), (reading.timex or "").split("/"), strict=False):
            yield Found(parts[name], parts[name] + 1, "year", {"year": parts[name]}), Reading(value, anchor="absolute")
    else:
        low = reading.alternatives[0]
        yield Found(parts["num"], parts["num"] + 1, "range", {}), reading._replace(timex=low, alternatives=())
        yield Found(parts["to"], found.end, "range", {}), reading._replace(alternatives=())


def _place_clocks(
    atoms: list[Atom], readings: list[tuple[Found, Reading]], tree: Tree | None, today: date | None
) -> list[tuple[Found, Reading]]:
    """Give a time of day its day: the nearest day named in the sentence, else the day of publication.

    A part of the day with a verb in the past ("put out in the evening") is one of the last day named before.
    """
    placed: list[tuple[Found, Reading]] = []
    named, named_at = None, -_NEAR  # the last single day that was named, not after publication
    for k, (found, reading) in enumerate(readings):
        if reading.type == "TIME" and reading.timex and reading.timex[0] == "T":
            day, anchor, nearest = (today.isoformat() if today else None), "published", 10**9
            for other, its in readings[max(k - 2, 0) : k + 3]:
                value = its.timex or ""
                if (
                    its.type in ("DATE", "TIME")
                    and len(value) >= 10
                    and value[:4].isdigit()
                    and calendars.interval(value[:10])
                ):
                    gap = _gap(atoms, found, other, tree)
                    if gap is not None and gap < nearest:
                        day, anchor, nearest = value[:10], its.anchor, gap
            unsure = found.rule == "daypart" and nearest == 10**9
            at = atoms[found.start].start
            follows = unsure and named is not None and at - named_at < _NEAR and tree is not None and len(tree)
            if follows and tree is not None and tense_at(tree, token_at(tree, at)) == "past":
                day, anchor, unsure = named, "event", False
            reading = reading._replace(timex=(day or "XXXX-XX-XX") + reading.timex, anchor=anchor, ambiguous=unsure)
        placed.append((found, reading))
        value = (reading.timex or "")[:10]
        days = calendars.interval(value) if len(value) == 10 and found.rule != "daypart" else None
        if days is not None and today is not None and days[0] <= today and (days[1] - days[0]).days == 1:
            named, named_at = value, atoms[found.end - 1].end
    return placed


def _gap(atoms: list[Atom], one: Found, other: Found, tree: Tree | None) -> int | None:
    """Characters between two expressions of one sentence."""
    a, b = atoms[one.start].start, atoms[other.start].start
    if tree is None or not len(tree):
        return abs(a - b) if abs(a - b) < 60 else None
    return abs(a - b) if tree.sentence[token_at(tree, a)] == tree.sentence[token_at(tree, b)] else None


def _quoted(atoms: list[Atom]) -> list[int]:
    """Offsets at which quotation begins and ends in turn."""
    edges: list[int] = []
    for atom in atoms:
        if atom.norm == '"' or (atom.kind == "break" and len(edges) % 2):
            edges.append(atom.start)
    return edges


def _timex(
    text: str, atoms: list[Atom], found: Found, reading: Reading, today: date | None, quoted: list[int]
) -> Timex:
    start, end = atoms[found.start].start, atoms[found.end - 1].end
    if atoms[found.end - 1].norm == "." and atoms[found.end - 2].norm in context_words()["month"]:
        end = atoms[found.end - 2].end  # a full stop, not an abbreviation's
    before = atoms[found.start - 1].norm if found.start else ""
    days = reading.days or calendars.interval(reading.timex)
    modifier = reading.modifier
    if modifier is None and reading.type == "DATE" and days is not None:
        modifier = (
            "BEFORE" if before in context_words()["before"] else "AFTER" if before in context_words()["after"] else None
        )
        if before == "since" and today is not None and days[0] <= today < date.max:
            days = days[0], max(days[1], date.fromordinal(today.toordinal() + 1))
    if modifier is None and reading.type == "TIME" and found.start > 1:  # "shortly before 3 p.m."
        closely = atoms[found.start - 2].norm in context_words()["closely"]
        modifier = {"before": "BEFORE", "after": "AFTER"}.get(before) if closely else None
        start = atoms[found.start - 2].start if modifier else start
    anchor = reading.anchor
    if anchor == "published" and bisect_right(quoted, start) % 2:
        anchor = "utterance"
    earliest, latest = (_midnight(days[0]), _midnight(days[1])) if days else (None, None)
    if reading.timex == "PAST_REF" and days is None and today is not None:
        latest = _midnight(today)
    if reading.timex == "FUTURE_REF" and today is not None:
        earliest = _midnight(today)
    return Timex(
        start, end, reading.timex, reading.type, earliest, latest, modifier, anchor, reading.ambiguous,
        tuple(a for a in reading.alternatives if a), found.rule,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
