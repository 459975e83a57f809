"""Events of MEANTIME: certainty, polarity and time of each gold event, and which event a reporting event reports.

Values are the innermost source's, as MEANTIME annotates them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from newslab.claims import graded
from newslab.claims.factuality import Views
from newslab.claims.voices import voices
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, PEARSON, SHARE, Difference, Measure, Scores, around, moments
from newslab.evaluate.reading import Reading
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord

CERTAINTY = {"CT": "CERTAIN", "PR": "PROBABLE", "PS": "POSSIBLE", "Uu": "UNDERSPECIFIED"}
POLARITY = {"positive": "POS", "negative": "NEG", "unclear": "UNDERSPECIFIED"}
GRADE = {"CERTAIN": 3, "PROBABLE": 2, "POSSIBLE": 1, "UNDERSPECIFIED": 0}
LINKS, VERBS = "reporting event to content event", "certain verbs that are claims"
LINKED = f"{LINKS}, of reporting events that gold links at all"


def head(tree: Tree, start: int, end: int) -> int:
    """The token of the stretch that its others hang on."""
    first = max(bisect_right(tree.start, start) - 1, 0)
    tokens = [i for i in range(first, len(tree)) if tree.start[i] < end] if tree.start[first] < end else [first]
    return next((i for i in tokens if not tokens[0] <= tree.heads[i] <= tokens[-1] or tree.heads[i] == i), tokens[0])


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer."""
    from newslab.extract import read_article

    names = ("certainty", "polarity", "future or not")
    counts: dict[str, list[Sequence[float]]] = {name: [] for name in (*names, VERBS, LINKS, LINKED, "graded")}
    differences: list[Difference] = []
    docs = reading.docs([row["text"] for row in gold])
    for row, doc in zip(gold, docs, strict=True):
        date = datetime.fromisoformat(row["date"]) if row["date"] else None
        record = read_article(doc, str(row["id"]), date, None)
        tree = Tree.of(doc)
        views = Views(tree, voices(tree, record.attributions), record.attributions)
        claims = {claim.predicate_head: claim for claim in record.claims}
        hits: dict[str, list[bool]] = {name: [] for name in (*names, VERBS)}
        ratings: list[tuple[float, float]] = []
        heads: dict[str, int] = {}
        for event in row["events"]:
            i = head(tree, event["start"], event["end"])
            heads[event["m_id"]] = i
            if event.get("certainty") not in GRADE:
                continue
            claim = claims.get(i)
            ahead = claim.tense == "future" if claim is not None else _future(tree, views, i)
            found = {
                "certainty": (CERTAINTY[views.source(i)[:2]], event["certainty"]),
                "polarity": (POLARITY[views.polarity(i)], event.get("polarity")),
                "future or not": ("FUTURE" if ahead else "NON_FUTURE", event.get("time")),
            }
            for name, (guess, truth) in found.items():
                if truth is None or (name == "future or not" and truth == "UNDERSPECIFIED"):
                    continue
                hits[name].append(guess == truth)
                if guess != truth:
                    differences.append(_difference(row, event, name, truth, guess))
            if event.get("pos") == "VERB" and event["certainty"] == "CERTAIN":
                hits[VERBS].append(claim is not None)
            sign = {"POS": 1, "NEG": -1}.get(event.get("polarity") or "", 1)
            ratings.append((graded.grade(views, i), GRADE[event["certainty"]] * sign))
        for name, right in hits.items():
            counts[name].append((sum(right), len(right)))
        counts["graded"].append(moments(ratings))
        truth, guesses = {link for link in row["links"] if set(link) <= set(heads)}, links(tree, record, heads)
        counts[LINKS].append((len(truth & guesses), len(guesses), len(truth)))
        sources = {a for a, _ in truth}  # gold leaves many reports without a link
        known = {pair for pair in guesses if pair[0] in sources}
        counts[LINKED].append((len(truth & known), len(known), len(truth)))
        events = {event["m_id"]: event for event in row["events"]}
        for error, pairs in (("link missed", truth - guesses), ("link extra", guesses - truth)):
            for a, b in sorted(pairs):
                shown = events[b]["text"]
                sides = (shown, None) if error == "link missed" else (None, shown)
                differences.append(_difference(row, events[a], error, *sides))
    measures = [Measure(name, SHARE, counts[name]) for name in (*names, VERBS)]
    measures += [Measure(name, F1, counts[name]) for name in (LINKS, LINKED)]
    measures.append(Measure("graded factuality beside certainty and polarity, r", PEARSON, counts["graded"]))
    return Scores(measures, differences)


def links(tree: Tree, record: ArticleRecord, heads: dict[str, int]) -> set[tuple[str, str]]:
    """For each attribution whose cue is an event: that event and the highest events of its content."""
    found = set()
    depth = {identity: len(tree.ancestors(i)) for identity, i in heads.items()}
    for attribution in record.attributions:
        cues = [e for e, i in heads.items() if any(s <= tree.start[i] < end for s, end in attribution.cue)]
        inside = [e for e, i in heads.items() if any(s <= tree.start[i] < end for s, end in attribution.content)]
        top = min((depth[e] for e in inside), default=0)
        found |= {(cue, e) for cue in cues for e in inside if depth[e] == top and e != cue}
    return found


def _future(tree: Tree, views: Views, i: int) -> bool:
    """Whether an event that is no claim lies ahead: a verb by its form, what an open context holds."""
    form = graded.tense(tree, i)
    return form == "fut" or views.at(i).environment in ("Uu", "PR+") or (form == "modal" and tree.pos[i] == "VERB")


def _difference(row: Row, event: Row, error: str, gold: str | None, found: str | None) -> Difference:
    start, end = event["start"], event["end"]
    shown = around(row["text"], start, end)
    return Difference(str(row["id"]), error, start, end, row["text"][start:end], gold, found, shown)
