"""Small tables for the scorers of a corpus."""

from types import SimpleNamespace


def span(text: str, part: str, number: int = 0) -> tuple[int, int]:
    """Where a part stands; `number` counts its occurrences from 0."""
    start = -1
    for _ in range(number + 1):
        start = text.index(part, start + 1)
    return start, start + len(part)


def mention(text: str, part: str, kind: str, entity: str, label: str = "PERSON", number: int = 0) -> dict:
    """A mention that serves on either side."""
    start, end = span(text, part, number)
    both = {"start": start, "end": end, "text": part, "kind": kind, "label": label}
    return both | {"entity_ids": entity.split("+"), "entity_id": entity}


def reading(links=None, **tables) -> SimpleNamespace:
    """What was found: table → article → rows."""
    return SimpleNamespace(
        rows=lambda table, row: tables.get(table, {}).get(row["id"], []),
        links=lambda row: (links or {}).get(row["id"], []),
        names={},
    )


def counts(scores) -> dict[str, list]:
    """Measure → its counts of every article."""
    return {measure.name: [tuple(one) for one in measure.counts] for measure in scores.measures}


def claim(text: str, part: str, name: str, predicate: str, quote: str | None = None, **more) -> dict:
    """A gold claim; as a found one, with `found`."""
    start, end = span(text, part)
    at = text.index(predicate, start)
    given = {
        "claim_id": name, "start": start, "end": end, "spans": [[start, end]], "text": part, "quote_id": quote,
        "subject": None, "predicate": [at, at + len(predicate), predicate], "object": None,
        "source_factuality": "CT+", "author_factuality": "Uu", "claim_type": "event", "tense": "past",
    }  # fmt: skip
    return given | more


def found(gold: dict, name: str, **more) -> dict:
    """A gold claim as the table of claims has it."""
    parts = {key: gold[key][2] if gold[key] else None for key in ("subject", "predicate", "object")}
    return gold | parts | {"claim_id": name, "source_chain": ["article"], "rule": "hand"} | more
