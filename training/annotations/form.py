"""The source form that a reader writes → character offsets. What is not found is refused, with line and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from .articles import Article, Span, occurrences

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK")
CLASSES = ("report", "ask", "concede", "deny", "accuse", "promise", "demand", "believe", "intend")
TYPES = ("person", "organisation", "state", "group", "unnamed", "document", "author")
KINDS = ("direct", "mixed", "indirect")
MODIFIERS = ("START", "MID", "END", "APPROX", "BEFORE", "AFTER")
TYPE_OF_LABEL = {"PERSON": "person", "ORG": "organisation", "GPE": "state", "NORP": "group", "WORK": "document"}
PRONOUNS = """
i me my mine myself
you your yours yourself he him his himself she her hers herself it its itself we us our ours ourselves
they them their theirs themselves who whom whose that which this these those one
"""
UNITS = """
percent: percent, percentage point
length: metre, kilometre, centimetre, millimetre, mile, foot, inch, yard, light-year, astronomical unit
mass: gram, kilogram, tonne, ton, ounce
time: second, minute, hour, day, week, month, year
area: hectare, acre, square kilometre, square mile, square metre, square foot
volume: litre, gallon, barrel, cubic metre
speed: kilometre per hour, mile per hour, metre per second, knot
temperature: celsius, fahrenheit, kelvin
power: watt, kilowatt, megawatt, gigawatt
"""
DIMENSIONS = {
    unit.strip(): line.split(":")[0] for line in UNITS.split("\n") for unit in line.partition(":")[2].split(",")
}
Row = dict[str, Any]


class FormError(ValueError):
    """One or more lines of a source form that cannot be turned into offsets."""


def _lines(source: str, read: Callable[[str], None]) -> None:
    problems = []
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("//"):
            try:
                read(line.strip())
            except ValueError as error:
                problems.append(f"line {number}: {error}   [{line.strip()[:90]}]")
    if problems:
        raise FormError("\n".join(problems))


def _places(article: Article, form: str, where: str) -> tuple[list[Span], bool]:
    """Places of a form that `where` leaves, and whether it names them one by one (p3#2)."""
    everywhere = occurrences(article.text, form, 0, len(article.text))
    if not everywhere:
        raise ValueError(f"{form!r} is not in the article")
    chosen: list[Span] = []
    excluded: list[Span] = []
    exact = False
    for part in where.split():
        place, _, nth = part.lstrip("-").partition("#")
        found = occurrences(article.text, form, *article.stretch(place))
        if not found:
            raise ValueError(f"{form!r} is not in {place}")
        if nth:
            if not nth.isdigit() or not 1 <= int(nth) <= len(found):
                raise ValueError(f"{form!r} stands {len(found)} times in {place}: #{nth} does not exist")
            found = [found[int(nth) - 1]]
        if part.startswith("-"):
            excluded += found
        else:
            chosen += found
            exact = exact or bool(nth)
    return [s for s in (chosen or everywhere) if s not in excluded], exact


def _fields(line: str) -> tuple[str, str, list[str], str]:
    head, _, where = line.partition("|")
    parts = head.split(None, 2) if not head.startswith("=") else head.split(None, 1)
    if head.startswith("=") and len(parts) == 2:
        return "", parts[0][1:], [f.strip() for f in parts[1].split(";")], where.strip()
    if len(parts) != 3:
        raise ValueError("write LABEL id form; form | where   or   =id form; form | where")
    return parts[0], parts[1], [f.strip() for f in parts[2].split(";") if f.strip()], where.strip()


def read_names(source: str, article: Article) -> tuple[list[Row], list[Row], dict[str, str]]:
    """Names and other mentions of a names file, and its ids → those written out (e1, e2 … in order of the text).

    A form stands for all its whole-word occurrences that lie in no longer listed form, unless `where` says which.
    """
    names: list[tuple[bool, bool, int, Span, str, str, str]] = []  # for placing: exact first, then longest, then local
    others: list[tuple[bool, bool, int, Span, str, str, str]] = []

    def read(line: str) -> None:
        label, entity, forms, where = _fields(line)
        if label and label not in LABELS:
            raise ValueError(f"{label!r} is no label: {' '.join(LABELS)}")
        for form in forms:
            key = f"{label}:{form}" if entity == "-" else entity
            if not re.fullmatch(r"[\w+.'-]+", entity):
                raise ValueError(f"{entity!r} is no id: letters, digits, - and _ (or - for a name with no other form)")
            places, exact = _places(article, form, where)
            local = bool(re.search(r"(?<![-\w])p\d", where))
            (names if label else others).extend((exact, local, len(form), s, label, key, line) for s in places)

    _lines(source, read)
    problems: list[str] = []
    placed = _place(names, article, problems)
    mentions = _place(others, article, problems, nested=True)
    if problems:
        raise FormError("\n".join(problems))
    ids: dict[str, str] = {}
    rows: list[Row] = []
    for (start, end), label, key in placed:
        rows.append({"start": start, "end": end, "label": label, "entity": ids.setdefault(key, f"e{len(ids) + 1}")})
    also: list[Row] = []
    for (start, end), _, key in mentions:
        entities = [ids.setdefault(k, f"e{len(ids) + 1}") for k in key.split("+")]
        kind = "pronoun" if article.text[start:end].lower() in PRONOUNS.split() else "nominal"
        also.append({"start": start, "end": end, "kind": kind, "entities": entities})
    return rows, also, ids


def _place(
    candidates: list[tuple[bool, bool, int, Span, str, str, str]],
    article: Article,
    problems: list[str],
    nested: bool = False,
) -> list[tuple[Span, str, str]]:
    taken: dict[Span, tuple[str, str, str]] = {}
    owner = [-1] * len(article.text)
    spans: list[Span] = []
    used: set[str] = set()
    for exact, local, _, span, label, key, line in sorted(candidates, key=lambda c: (not c[0], -c[2], not c[1])):
        where = f"p{article.paragraph_of(span[0])} {article.text[slice(*span)]!r}"
        if span in taken:
            before = taken[span]
            if before[:2] == (label, key):
                used.add(line)
            elif exact or (not local and before[2] != line and not _was_local(before[2])):
                problems.append(f"{where} is listed twice:   [{before[2]}]   [{line}]")
            continue
        over = {owner[i] for i in range(*span)} - {-1}
        if over and not nested:
            longer = all(spans[k][0] <= span[0] and span[1] <= spans[k][1] for k in over)
            if exact or not longer:
                other = article.text[slice(*spans[min(over)])]
                problems.append(f"{where} overlaps {other!r}; restrict one of the two   [{line}]")
            continue
        for i in range(*span):
            owner[i] = len(spans)
        spans.append(span)
        taken[span] = (label, key, line)
        used.add(line)
    for line in dict.fromkeys(c[-1] for c in candidates):
        if line not in used:
            problems.append(f"no occurrence is left for it, all lie in longer or other listed forms   [{line}]")
    return [(span, label, key) for span, (label, key, _) in sorted(taken.items())]


def _was_local(line: str) -> bool:
    return bool(re.search(r"\|.*(?<![-\w])p\d", line))


def _numbered(string: str) -> tuple[str, int]:
    """ "said#2" → said, 2; 0 where there is no number."""
    found = re.fullmatch(r"(.+?)\s*#(\d+)", string.strip())
    return (found[1], int(found[2])) if found else (string.strip(), 0)


def _one(article: Article, string: str, area: Span, near: list[Span], avoid: list[Span]) -> Span:
    """The place of "string" or "string#2" in an area: the only one, or else the one nearest to `near`."""
    string, nth = _numbered(string)
    found = occurrences(article.text, string, *area)
    if not found:
        raise ValueError(f"{string!r} is not in the paragraph")
    if nth:
        if not 1 <= nth <= len(found):
            raise ValueError(f"{string!r} stands {len(found)} times there: #{nth} does not exist")
        return found[nth - 1]
    outside = [s for s in found if not any(a <= s[0] and s[1] <= b for a, b in avoid)] or found
    if len(outside) > 1 and not near:
        raise ValueError(f"{string!r} stands {len(outside)} times there: write more words, or #1, #2 …")
    return min(outside, key=lambda s: min((max(a - s[1], s[0] - b, 0) for a, b in near), default=0))


def _part(article: Article, string: str, area: Span) -> Span:
    first, _, last = (s.strip() for s in string.partition(" ... "))
    start, end = _one(article, first, area, [], [])
    if last:
        word, nth = _numbered(last)
        ends = occurrences(article.text, word, start, area[1])
        if len(ends) < max(nth, 1):
            raise ValueError(f"{word!r} does not follow {first!r} in the paragraph")
        end = ends[max(nth, 1) - 1][1]
    return trim(article.text, (start, end))


def trim(text: str, span: Span) -> Span:
    """A content's edges: spaces, final stops and commas outside, and a mark without its partner or around the whole."""
    start, end = span
    while end > start and (text[end - 1] in ",.;: " or text[end - 1].isspace()):
        end -= 1
    inside = text[start:end]
    marks = len(re.findall('["“”]', inside))
    opens, closes = inside[:1] in ('"', "“"), inside[-1:] in ('"', "”")
    if marks == 1 or (marks == 2 and opens and closes):
        start, end = start + opens, end - closes
        if opens or closes:
            return trim(text, (start, end))
    return start, end


def quotation_marks(text: str) -> Iterator[Span]:
    """Stretches in double quotation marks, marks outside; a paragraph's open one ends with the paragraph."""
    for line in re.finditer(r"[^\n]+", text):
        for found in re.finditer(r'["“„]([^"“”\n]*)(?:["”]|$)', line[0]):
            yield line.start() + found.start(1), line.start() + found.end(1)


def kind_of(text: str, content: list[Span]) -> str:
    """direct, mixed or indirect: all, part or none of the content's words are in quotation marks."""
    marked = [False] * len(text)
    for start, end in quotation_marks(text):
        marked[start:end] = [True] * (end - start)
    words = [marked[i] for start, end in content for i in range(start, end) if text[i].isalnum()]
    return "direct" if all(words) else "mixed" if any(words) else "indirect"


def read_quotes(source: str, article: Article, names: list[Row], mentions: list[Row], ids: dict[str, str]) -> list[Row]:
    """Attributions of a quotes file: `q1 p3 | source | cue | content | key: value …` a line."""
    rows: list[Row] = []
    labels = {n["entity"]: n["label"] for n in names}
    text = article.text

    def read(line: str) -> None:
        head, *fields = (f.strip() for f in line.split("|"))
        if not re.fullmatch(r"q\w+ +p\d+(-p?\d+)?", head) or len(fields) < 3:
            raise ValueError("write q1 p3 | source | cue | content | key: value …  (- for no source or no cue)")
        name, where = head.split()
        if any(r["id"] == name for r in rows):
            raise ValueError(f"there is a {name} already")
        area = article.stretch(where)
        content = sorted(_part(article, p, area) for p in fields[2].split(" + "))
        near = content
        cue: list[Span] = []
        for part in [] if fields[1] == "-" else fields[1].split(" + "):
            rest = (cue[-1][1], area[1]) if cue and "#" not in part else area
            cue.append(_one(article, part, rest, [cue[-1]] if cue else near, content))
        found = None if fields[0] == "-" else _one(article, fields[0], area, cue or near, content)
        row: Row = {"id": name, "source": found, "cue": cue, "content": content}
        row |= {"class": "report", "kind": kind_of(text, content), "addressee": None, "medium": None}
        row |= {
            "negated": False,
            "parent": None,
            "type": None,
            "count": None,
            "entities": _is(found, names, mentions, text),
        }
        for field in fields[3:]:
            key, colon, value = (s.strip() for s in field.partition(":"))
            if key == "neg" and not colon:
                row["negated"] = True
            elif key in ("to", "in"):
                row["addressee" if key == "to" else "medium"] = _one(article, value, area, cue or near, content)
            elif key in ("class", "kind", "type", "parent"):
                row[key] = value
            elif key == "count" and value.isdigit():
                row["count"] = int(value)
            elif key == "is":
                parts = [] if value == "-" else value.split("+")
                if unknown := [p for p in parts if p not in ids]:
                    raise ValueError(f"is: {unknown[0]!r} is no id of the names file")
                row["entities"] = [ids[p] for p in parts]
            else:
                raise ValueError(f"{field!r}: the keys are class, kind, to, in, parent, type, count, is and neg")
        for key, allowed in (("class", CLASSES), ("kind", KINDS), ("type", (None, *TYPES))):
            if row[key] not in allowed:
                raise ValueError(f"{key}: {row[key]!r} is none of {' '.join(filter(None, allowed))}")
        kinds = {TYPE_OF_LABEL.get(labels.get(e, ""), "unnamed") for e in row["entities"]}
        row["type"] = row["type"] or (kinds.pop() if len(kinds) == 1 else "unnamed")
        if row["count"] is None and row["type"] == "person" and row["entities"]:
            row["count"] = len(row["entities"])
        rows.append(row)

    _lines(source, read)
    return rows


def _is(source: Span | None, names: list[Row], mentions: list[Row], text: str) -> list[str]:
    """Entities of a source: a mention that it is, or a name that closes it with only titles before."""
    if source is None:
        return []
    for row in mentions:
        if (row["start"], row["end"]) == source:
            return list(row["entities"])
    for row in names:
        before = text[source[0] : row["start"]] if row["start"] >= source[0] else "of"
        if row["end"] == source[1] and not re.search(r"\b(of|for|from|to|by|with|at|in|and|or)\b|[,;]", before):
            return [row["entity"]] if row["label"] == "PERSON" or before.strip().lower() in ("", "the") else []
    return []


def read_values(source: str, article: Article) -> tuple[list[Row], list[Row]]:
    """Times and amounts of a values file: `t p2 | Monday | 2019-01-07 | DATE | START`, `a p4 | 12 | 12.. | person`."""
    times: list[Row] = []
    amounts: list[Row] = []

    def read(line: str) -> None:
        head, *fields = (f.strip() for f in line.split("|"))
        sort, _, where = head.partition(" ")
        if sort not in ("t", "a", "time", "amount") or len(fields) < 2:
            raise ValueError("write t p2 | words | TIMEX3 value | type | modifier   or   a p2 | words | bounds | unit")
        start, end = _one(article, fields[0], article.stretch(where.strip()), [], [])
        if sort.startswith("t"):
            value = None if fields[1] == "-" else fields[1]
            named = [f.removeprefix("mod:").strip() for f in fields[2:]]
            kind = next((f for f in named if f in ("DATE", "TIME", "DURATION", "SET")), None)
            modifier = next((f for f in named if f in MODIFIERS), None)
            if len(named) != (kind is not None) + (modifier is not None):
                raise ValueError(f"a type (DATE TIME DURATION SET) and a modifier ({' '.join(MODIFIERS)}) may follow")
            guess = (
                "DURATION"
                if re.match(r"P[\dXT]", str(value))
                else "TIME"
                if re.match(r"[\dX-]+T", str(value))
                else "DATE"
            )
            times.append({"start": start, "end": end, "value": value, "type": kind or guess, "modifier": modifier})
        else:
            low, high, modifier = bounds(fields[1])
            unit = fields[2] if len(fields) > 2 and fields[2] != "-" else None
            unit = {"%": "percent"}.get(str(unit), unit)
            default = "money" if re.fullmatch(r"[A-Z]{3}", str(unit)) else DIMENSIONS.get(str(unit), "count")
            dimension = fields[3] if len(fields) > 3 else default
            row = {"start": start, "end": end, "low": low, "high": high, "unit": unit, "dimension": dimension}
            amounts.append(row | {"modifier": modifier})

    _lines(source, read)
    return sorted(times, key=lambda r: r["start"]), sorted(amounts, key=lambda r: r["start"])


def bounds(value: str) -> tuple[float | None, float | None, str]:
    """`12`, `~12`, `12..`, `..12`, `10..20`, `~10..20`, `?` → low, high and the modifier."""
    if value == "?":
        return None, None, "vague"
    found = re.fullmatch(r"(~?)(-?\d+(?:\.\d+)?)?(\.\.)?(-?\d+(?:\.\d+)?)?", value.replace(",", ""))
    if not found or not (found[2] or found[4]) or (found[2] and found[4] and not found[3]):
        raise ValueError(f"{value!r} is no bound: write 12, ~12, 12.., ..12, 10..20 or ?")
    low = float(found[2]) if found[2] else None
    high = float(found[4]) if found[4] else None
    if not found[3]:
        number = float(value.replace(",", "").lstrip("~"))
        return number, number, "approximate" if found[1] else "exact"
    modifier = "at-least" if high is None else "at-most" if low is None else "approximate" if found[1] else "exact"
    return low, high, modifier
