"""The treebanks' lemmas and features → `lemmas.json`: endings' rules for each tag, exceptions, features.

python training/lemmas.py --data DATA --out src/newslab/reader/weights/lemmas.json
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from conllu import read_sentences

LONGEST_ENDING = 6
KEEP_CASE = {"NNP", "NNPS"}


def script(form: str, lemma: str) -> tuple[int, str]:
    """How many letters to cut off a form's end and what to append, to get its lemma."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def learn(words: Counter[tuple[str, str, str]]) -> dict[str, dict[str, list[object]]]:
    votes: dict[str, dict[str, Counter[tuple[int, str]]]] = defaultdict(lambda: defaultdict(Counter))
    for (form, tag, lemma), _ in words.items():  # types, not tokens: endings generalise over words
        keep = tag in KEEP_CASE
        base, target = (form, lemma) if keep else (form.lower(), lemma.lower())
        cut, add = script(base, target)
        if cut >= len(base) and len(base) > 1:
            continue
        for size in range(min(LONGEST_ENDING, len(base)) + 1):
            votes[tag][form.lower()[len(form) - size :]][cut, add] += 1
    rules: dict[str, dict[str, list[object]]] = {}
    for tag, endings in votes.items():
        kept: dict[str, list[object]] = {}
        for ending, counts in sorted(endings.items(), key=lambda item: len(item[0])):
            (cut, add), n = counts.most_common(1)[0]
            if n < 2 and ending:
                continue
            parent = next((kept[ending[i:]] for i in range(1, len(ending) + 1) if ending[i:] in kept), None)
            rule = [cut, add, tag in KEEP_CASE]
            if parent != rule:
                kept[ending] = rule
        rules[tag] = kept
    return rules


def apply(rules: dict[str, dict[str, list[object]]], word: str, tag: str) -> str:
    lower = word.lower()
    for size in range(min(LONGEST_ENDING, len(lower)), -1, -1):
        rule = rules.get(tag, {}).get(lower[len(lower) - size :])
        if rule is not None and len(lower) > rule[0]:
            base = word if rule[2] else lower
            return base[: len(base) - rule[0]] + rule[1]
    return lower


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("src/newslab/reader/weights/lemmas.json"))
    chosen = options.parse_args()
    words: Counter[tuple[str, str, str]] = Counter()
    features: dict[str, Counter[str]] = defaultdict(Counter)
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for corpus in ("ewt", "gum"):
        for _, sentence in read_sentences(chosen.data / f"treebanks/{corpus}-train.conllu.gz"):
            for _, form, lemma, pos, tag, feats, *_ in sentence:
                if "Typo=Yes" in feats or tag == "GW":
                    continue
                words[form, tag, lemma] += 1
                kept = "|".join(f for f in feats.split("|") if f != "_" and f.split("=")[0] in KEPT)
                features[f"{tag} {pos}"][kept] += 1
                own[f"{form.lower()} {tag} {pos}"][kept] += 1
    rules = learn(words)
    best: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (form, tag, lemma), n in words.items():
        best[form.lower(), tag][lemma] += n
    exceptions = {}
    for (lower, tag), lemmas in best.items():
        lemma, n = lemmas.most_common(1)[0]
        if (
            tag not in KEEP_CASE
            and apply(rules, lower, tag) != lemma
            and n * 2 > lemmas.total()
            and (n > 1 or len(lower) > 3)
        ):
            exceptions[f"{lower} {tag}"] = lemma
    common = {key: counts.most_common(1)[0][0] for key, counts in features.items()}
    closed = {
        key: counts.most_common(1)[0][0]
        for key, counts in own.items()
        if counts.total() >= 3 and counts.most_common(1)[0][0] != common[key.split(" ", 1)[1]]
    }
    table = {"rules": rules, "exceptions": exceptions, "features": common | closed}
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf8")
    print(len(exceptions), "exceptions,", sum(map(len, rules.values())), "rules,", len(table["features"]), "features")
    for name in ("ewt-dev", "gum-dev", "ewt-test"):
        right = total = 0
        for _, sentence in read_sentences(chosen.data / f"treebanks/{name}.conllu.gz"):
            for _, form, lemma, _pos, tag, *_ in sentence:
                total += 1
                right += exceptions.get(f"{form.lower()} {tag}", apply(rules, form, tag)) == lemma
        print(f"{name}: lemmas {100 * right / total:.2f} of {total}, gold tags")


KEPT = {
    "Number",
    "Tense",
    "VerbForm",
    "Mood",
    "Person",
    "Degree",
    "PronType",
    "Poss",
    "Reflex",
    "Case",
    "Gender",
    "Definite",
    "NumType",
    "Polarity",
}

if __name__ == "__main__":
    main()
