"""MEANTIME's articles (Minard et al. 2016): tokenised text made raw, its TIMEX3 and its events in the gold's terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from newslab.values.calendars import interval

Row = dict[str, Any]

NO_SPACE_BEFORE = set(",.;:!?%)]}''") | {"n't", "'s", "'re", "'ve", "'d", "'ll", "'m", "''", "'"}
NO_SPACE_AFTER = {"(", "[", "{", "$", "£", "€", "``", "#"}
ANNOTATED = 5  # number of the last sentence with annotation: title, dateline and four sentences


def raw_text(text: str, tokens: list[list[int]]) -> tuple[str, Callable[[int], int]]:
    """Tokenised text made raw, and a map from its old offsets of token edges to the new ones.

    `tokens` are [start, end, sentence]; a sentence becomes a paragraph.
    """
    pieces: list[str] = []
    places: dict[int, int] = {}
    at, last, sentence = 0, "", 0
    for start, end, number in tokens:
        word = text[start:end]
        if pieces and number != sentence:
            pieces.append("\n\n")
            at += 2
        elif pieces and word not in NO_SPACE_BEFORE and last not in NO_SPACE_AFTER:
            pieces.append(" ")
            at += 1
        shown = {"``": "“", "''": "”"}.get(word, word)
        places[start] = at
        pieces.append(shown)
        at += len(shown)
        places[end] = at
        last, sentence = word, number
    return "".join(pieces), lambda offset: places.get(offset, places[max(k for k in places if k <= offset)])


def _iso(value: str) -> str | None:
    value = re.sub(r"^(\d\d)-(\d\d)-(\d{4})$", r"\3-\2-\1", value)
    return value if len(value) == 10 and interval(value) else None


def _markables(row: Row, kind: str) -> list[Row]:
    return [m for m in row["markables"] if m["kind"] == kind and m.get("start") is not None]


def gold_times(row: Row) -> Row:
    """Text, date and times. Creation times (datelines) are ignored, and what comes after the annotated sentences."""
    text, place = raw_text(row["text"], row["tokens"])
    marked = _markables(row, "TIMEX3")
    created = [m for m in marked if m["functionInDocument"] == "CREATION_TIME"]
    dateline = [m for m in marked if m["sent"] <= 1 and m["type"] == "DATE"]
    date = next((d for m in [*created, *dateline] if (d := _iso(m["value"]))), None)
    rest = next((start for start, _, sentence in row["tokens"] if sentence > ANNOTATED), None)
    ignored = [[place(rest), len(text)]] if rest is not None else []
    times = []
    for m in marked:
        start, end = place(m["start"]), place(m["end"])
        if m["functionInDocument"] == "CREATION_TIME":
            ignored.append([start, end])
        else:
            value = m["value"].replace("AU", "FA") if m["type"] != "DURATION" else m["value"]
            times.append({"start": start, "end": end, "value": value, "type": m["type"]})
    return {"id": row["name"], "date": date, "text": text, "times": times, "ignored": ignored}


def gold_events(row: Row) -> Row:
    """Text, event mentions with their attributes, and links from a reporting event to the event that it reports."""
    text, place = raw_text(row["text"], row["tokens"])
    events = [m | {"start": place(m["start"]), "end": place(m["end"])} for m in _markables(row, "EVENT_MENTION")]
    links = [(r["source"][0], r["target"][0]) for r in row["relations"] if r["kind"] == "SLINK"]
    return {"id": row["name"], "date": gold_times(row)["date"], "text": text, "events": events, "links": links}
