"""Records, sightings and profiles to JSON and back: what is kept between extraction and the tables.

JSON rather than pickle, because a folder may come from somebody else and a pickle can run code.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from newslab.entities.aliases import Key
from newslab.entities.joining import Block, Sighting
from newslab.entities.profiles import Local, Profile
from newslab.records import (
    ArticleRecord,
    Attribution,
    Claim,
    Link,
    Mention,
    Problem,
    Quantity,
    Speaker,
    Timex,
)

PARTS: dict[str, type] = {
    "mentions": Mention, "times": Timex, "quantities": Quantity, "attributions": Attribution, "speakers": Speaker,
    "claims": Claim, "links": Link, "problems": Problem,
}  # fmt: skip
VALUES = {name: attrgetter(*(part.name for part in fields(kind))) for name, kind in PARTS.items()}
LOCAL = attrgetter(*(part.name for part in fields(Local)))
KEPT = [part.name for part in fields(Profile) if part.name != "where"]


def to_json(record: ArticleRecord) -> str:
    """The record without its id and text."""
    rows: dict[str, Any] = {name: [VALUES[name](row) for row in getattr(record, name)] for name in PARTS}
    rows["sentences"], rows["quantity_claims"] = record.sentences, record.quantity_claims
    rows["descriptions"] = list(record.descriptions.items())
    return json.dumps(rows, ensure_ascii=False, default=datetime.isoformat)


def from_json(article_id: str, text: str, written: str) -> ArticleRecord:
    """The record that `to_json` was given."""
    rows = json.loads(written)
    record = ArticleRecord(article_id, text)
    for name, kind in PARTS.items():
        setattr(record, name, [kind(*_frozen(row)) for row in rows[name]])
    record.times = [_dated(time) for time in record.times]
    record.sentences = [_frozen(row) for row in rows["sentences"]]
    record.quantity_claims = rows["quantity_claims"]
    record.descriptions = {cluster: _frozen(roles) for cluster, roles in rows["descriptions"]}
    return record


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _dated(time: Timex) -> Timex:
    values = {part.name: getattr(time, part.name) for part in fields(Timex)}
    for name in ("earliest", "latest"):
        values[name] = values[name] and datetime.fromisoformat(values[name])
    return Timex(**values)


def sighting_to_json(sighting: Sighting) -> str:
    """A sighting without its article's id and block."""
    around = list(sighting.around.items())
    return json.dumps([*LOCAL(sighting.local), sighting.neighbours, around], ensure_ascii=False)


def sighting_from_json(article_id: str, block: str, written: str) -> Sighting:
    """The sighting that `sighting_to_json` was given; `block` is its block as JSON."""
    *local, neighbours, around = _frozen(json.loads(written))
    return Sighting(article_id, Local(*local), block_from_json(block), neighbours, dict(around))


def key_to_json(key: Key) -> str:
    """The key of a name as text."""
    return json.dumps(key, ensure_ascii=False)


def block_to_json(block: Block) -> str:
    """A block as text; no two blocks have the same."""
    return json.dumps([block[0], *block[1]], ensure_ascii=False)


def block_from_json(written: str) -> Block:
    """The block that `block_to_json` was given."""
    sort, *key = json.loads(written)
    return sort, tuple(key)


def profile_to_json(profile: Profile) -> str:
    """A profile without its articles; of the others named beside it, which they are and not how often."""
    values = {name: getattr(profile, name) for name in KEPT}
    for name, value in values.items():
        if isinstance(value, Counter):
            values[name] = list(value.items())
        elif isinstance(value, set | dict):
            values[name] = sorted(value)
    return json.dumps(values, ensure_ascii=False)


def profile_from_json(written: str) -> Profile:
    """The profile that `profile_to_json` was given."""
    profile = Profile(None)
    for name, value in json.loads(written).items():
        fresh = getattr(profile, name)
        if isinstance(fresh, Counter):
            value = Counter(dict(value))
        elif isinstance(fresh, set):
            value = set(value)
        elif isinstance(fresh, dict):
            value = dict.fromkeys(value, 1)
        setattr(profile, name, value)
    return profile
