"""WordNet 3.0's noun files → `src/newslab/entities/nouns.tsv`: what sort of thing each common noun denotes.

    python training/nouns.py /usr/share/wordnet src/newslab/entities/nouns.tsv

The class of a noun is the one in which most of its sense-tagged uses fall; without tagged uses, its first sense's.
Debian's package `wordnet-base` holds the files (`data.noun`, `index.noun`, `index.sense`, `cntlist.rev`).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

LEXICOGRAPHER_FILES = {
    3: "other", 4: "event", 5: "animal", 6: "object", 7: "abstract", 8: "body", 9: "abstract", 10: "communication",
    11: "event", 12: "abstract", 13: "object", 14: "group", 15: "place", 16: "abstract", 17: "object", 18: "person",
    19: "event", 20: "object", 21: "abstract", 22: "event", 23: "abstract", 24: "abstract", 25: "abstract",
    26: "abstract", 27: "object", 28: "time",
}  # fmt: skip
# synsets whose hyponyms get a finer class than their lexicographer file gives, nearest ancestor first
ANCESTORS = {
    "08008335": "org",  # organization
    "08053576": "org",  # institution, establishment
    "08209687": "org",  # police
    "08050678": "org",  # government
    "08191230": "org",  # military force
    "08544813": "state",  # country, land
    "08168978": "state",  # state, nation, country
    "08491826": "state",  # administrative district
    "08226335": "org",  # social group: court, assembly
    "04341686": "facility",  # structure
    "03574816": "object",  # instrument
}
# what such a noun mostly denotes in news, where WordNet's tagged uses (fiction and essays of the 1960s) mislead
OVERRULED = {
    "org": (
        "ministry court university bank group party union agency newspaper outlet network fund militia force "
        "department broadcaster parliament senate congress cabinet commission coalition faction club charity "
        "hospital foundation legislature judiciary embassy watchdog regulator think-tank startup airline "
        "website tribunal jury panel opposition administration delegation federation consulate council "
        "alliance bloc regime junta clinic media press executive organisation bureaucracy caucus college"
    ),
    "facility": "airport port stadium harbour harbor bridge prison jail museum theatre theater church mosque station",
    "person": "people refugee migrant whistleblower ally",
    "people": (
        "audience bourgeoisie clan clergy community couple crowd dead diaspora disabled duo elderly "
        "electorate elite entourage family folk folks generation gentry intelligentsia kin laity middle-class "
        "minority mob needy nobility peasantry personnel poor populace population proletariat public "
        "readership rich tribe trio wounded youth"
    ),
    "state": (
        "village town city borough municipality district province county state nation country republic "
        "kingdom territory capital homeland"
    ),
    "communication": "law data",
    "abstract": "economy side labor labour mission resistance branch division leadership management",
    "place": "region area neighborhood neighbourhood coast border forest",
}
KEEP_UNTAGGED = {"person", "org", "state", "facility", "group", "place"}


def synsets(path: Path) -> dict[str, tuple[int, list[str], list[str]]]:
    """Offset → lexicographer file number, hypernyms' offsets, words with their capitals."""
    out = {}
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split("|")[0].split()
        n_words = int(fields[3], 16)
        words = fields[4 : 4 + 2 * n_words : 2]
        pointers = fields[4 + 2 * n_words :]
        hypernyms = [pointers[i + 1] for i in range(1, len(pointers), 4) if pointers[i] in ("@", "@i")]
        out[fields[0]] = (int(fields[1]), hypernyms, words)
    return out


def classify(offset: str, table: dict[str, tuple[int, list[str], list[str]]]) -> str:
    own = LEXICOGRAPHER_FILES[table[offset][0]]
    if own == "person":
        return own
    frontier, seen = [offset], set()
    while frontier:
        nearest = next((ANCESTORS[o] for o in frontier if o in ANCESTORS), None)
        if nearest:
            return nearest
        seen.update(frontier)
        frontier = [h for o in frontier for h in table[o][1] if h not in seen]
    return own


def main(folder: Path, target: Path) -> None:
    table = synsets(folder / "data.noun")
    counts: Counter[tuple[str, int]] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="utf8").splitlines():
        key, sense, count = line.split()
        lemma, _, rest = key.partition("%")
        if rest.startswith("1:"):
            counts[lemma, int(sense)] += int(count)
    overruled = {noun: kind for kind, nouns in OVERRULED.items() for noun in nouns.split()}
    rows = [f"{noun}\t{kind}\t" for noun, kind in overruled.items()]
    for line in (folder / "index.noun").read_text(encoding="utf8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        lemma, senses = fields[0], int(fields[2])
        if not lemma.replace("-", "").isalpha() or len(lemma) < 3 or lemma in overruled:
            continue
        offsets = fields[-senses:]
        if lemma not in table[offsets[0]][2]:  # a name: WordNet writes it with a capital
            continue
        weight: Counter[str] = Counter()
        for rank, offset in enumerate(offsets, start=1):
            weight[classify(offset, table)] += counts[lemma, rank] + (0.5 if rank == 1 else 0)
        best = max(weight.items(), key=lambda item: item[1])
        tagged = sum(counts[lemma, rank] for rank in range(1, senses + 1))
        if best[0] in KEEP_UNTAGGED or tagged >= 2:
            share = round(best[1] / sum(weight.values()), 2)
            rows.append(f"{lemma}\t{best[0]}\t{share}")
    licence = (folder / "LICENSE").read_text(encoding="utf8") if (folder / "LICENSE").exists() else ""
    header = [
        "# noun, class of thing that it denotes, share of its tagged uses in that class (none: set by hand)",
        "# an extract of WordNet 3.0's noun files",
    ]
    header += [f"# {line}".rstrip() for line in licence.splitlines()]
    target.write_text("\n".join([*header, "noun\tclass\tshare", *sorted(rows)]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
