"""Events of MEANTIME: certainty, polarity and time of each gold event, and how many are claims, with intervals.

python training/score_events.py DATA [--errors N]
DATA is the folder with claims/meantime-dev.jsonl.gz. Values are the innermost source's, as MEANTIME annotates them.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_right
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent / "factuality"))

from data import rows

from newslab.claims import find_claims, graded
from newslab.claims.factuality import Views
from newslab.claims.voices import voices
from newslab.entities import find_mentions
from newslab.quotes import find_attributions
from newslab.reader import load
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord
from newslab.values import find_times

CERTAINTY = {"CT": "CERTAIN", "PR": "PROBABLE", "PS": "POSSIBLE", "Uu": "UNDERSPECIFIED"}
POLARITY = {"positive": "POS", "negative": "NEG", "unclear": "UNDERSPECIFIED"}
GRADE = {"CERTAIN": 3, "PROBABLE": 2, "POSSIBLE": 1, "UNDERSPECIFIED": 0}


def mean(hits: list[bool], groups: list[int]) -> str:
    """A share with its 95 % interval, resampling articles."""
    if not hits:
        return "none"
    totals = np.zeros((max(groups) + 1, 2))
    for hit, group in zip(hits, groups, strict=True):
        totals[group] += (hit, 1)
    generator = np.random.default_rng(0)
    samples = [totals[generator.integers(0, len(totals), len(totals))].sum(0) for _ in range(1000)]
    low, high = np.percentile([s[0] / max(s[1], 1) for s in samples], [2.5, 97.5])
    return f"{sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    nlp = load()
    hits: dict[str, list[bool]] = {"certainty": [], "polarity": [], "future or not": [], "a claim (verbs)": []}
    groups: dict[str, list[int]] = {name: [] for name in hits}
    confused: Counter[tuple[str, str, str]] = Counter()
    grades, ratings, shown = [], [], 0
    articles = rows(options.data / "claims" / "meantime-dev.jsonl.gz")
    texts = [a["text"].replace("``", ' "').replace("''", '" ') for a in articles]
    for number, (article, doc) in enumerate(zip(articles, nlp.pipe(texts), strict=True)):
        tree = Tree.of(doc)
        record = ArticleRecord("x", doc.text)
        record.mentions = find_mentions(doc, tree)
        record.times = find_times(doc, tree, None)
        record.attributions = find_attributions(doc, tree, record.mentions)
        views = Views(tree, voices(tree, record.attributions), record.attributions)
        claims = {claim.predicate_head: claim for claim in find_claims(doc, tree, record)}
        for event in article["markables"]:
            if event["kind"] != "EVENT_MENTION" or event.get("certainty") not in GRADE:
                continue
            i = head(tree, event["start"], event["end"])
            value = views.source(i)
            claim = claims.get(i)
            time = claim.tense == "future" if claim is not None else future(tree, views, i)
            found = {
                "certainty": (CERTAINTY[value[:2]], event["certainty"]),
                "polarity": (POLARITY[views.polarity(i)], event.get("polarity")),
                "future or not": ("FUTURE" if time else "NON_FUTURE", event.get("time")),
            }
            for name, (guess, gold) in found.items():
                if gold is None or (name == "future or not" and gold == "UNDERSPECIFIED"):
                    continue
                hits[name].append(guess == gold)
                groups[name].append(number)
                confused[name, gold, guess] += guess != gold
                if guess != gold and name != "future or not" and shown < options.errors:
                    shown += 1
                    text = doc.text
                    print(
                        f"{name}: {guess} for {gold}: …{text[max(0, event['start'] - 70) : event['start']]}[[{event['text']}]]{text[event['end'] : event['end'] + 30]}…".replace(
                            "\n", " "
                        )
                    )
            if event.get("pos") == "VERB" and event["certainty"] == "CERTAIN":
                hits["a claim (verbs)"].append(claim is not None)
                groups["a claim (verbs)"].append(number)
            sign = {"POS": 1, "NEG": -1}.get(event.get("polarity") or "", 0)
            grades.append(graded.grade(views, i))
            ratings.append(GRADE[event["certainty"]] * (sign or 1))
    for name in hits:
        print(f"{name}: {mean(hits[name], groups[name])}")
    print(f"graded factuality against certainty and polarity: r {np.corrcoef(grades, ratings)[0, 1]:.3f}")
    for (name, gold, guess), count in confused.most_common(14):
        if count:
            print(f"  {name}: {gold} read as {guess}: {count}")


def head(tree: Tree, start: int, end: int) -> int:
    """The token of the stretch that the others hang on."""
    first = max(bisect_right(tree.start, start) - 1, 0)
    tokens = [i for i in range(first, len(tree)) if tree.start[i] < end] if tree.start[first] < end else [first]
    return next((i for i in tokens if not tokens[0] <= tree.heads[i] <= tokens[-1] or tree.heads[i] == i), tokens[0])


def future(tree: Tree, views: Views, i: int) -> bool:
    """Whether an event that is no claim lies ahead: a verb by its form, what an open context holds."""
    form = graded.tense(tree, i)
    return form == "fut" or views.at(i).environment in ("Uu", "PR+") or (form == "modal" and tree.pos[i] == "VERB")


if __name__ == "__main__":
    main()
