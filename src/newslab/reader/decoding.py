"""Scores → decisions: sentences, one tree a sentence, names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NEVER = np.float32(-1e9)
OPENING = frozenset({'"', "“", "‘", "'", "«", "„", "``"})
CLOSING = frozenset({'"', "”", "’", "'", "»", "''"})
STOPS = frozenset({".", "!", "?", "…"})
DASHES = frozenset({"-", "–", "—", "--"})
DATELINE = 16  # words that a dateline may have


def sentence_numbers(starts: np.ndarray, words: Sequence[str], gaps: Sequence[int]) -> np.ndarray:
    """The number of each word's sentence in its window.

    A sentence begins where the network says so, after a blank line, after a dateline ("PORT SELBY, Jan 17 (Wire) -"),
    and with a quotation that opens after a full stop ('… she said. "We …'): treebanks have few of these.
    """
    begins = (starts > 0) | (np.asarray(gaps) == 3)
    for i in np.flatnonzero(np.asarray(gaps) == 3).tolist():
        end = dateline(words, gaps, i)
        if end is not None:
            begins[i + 1 : end] = False
            begins[end] = True
    for i in range(1, len(words) - 1):
        if words[i] in OPENING and words[i - 1] in STOPS and gaps[i] and not gaps[i + 1] and words[i + 1][:1].isupper():
            begins[i] = True
    for i in np.flatnonzero(begins).tolist():
        if i and gaps[i] < 3 and not may_begin(words, gaps, i):
            begins[i] = False
            if i > 1 and words[i - 1] in OPENING and words[i - 2] in STOPS:
                begins[i - 1] = True
    begins[0] = True
    return np.cumsum(begins) - 1


def may_begin(words: Sequence[str], gaps: Sequence[int], i: int) -> bool:
    """No sentence begins inside a quotation mark's arm ('“ | We'), nor after a comma ('… too much," | she said')."""
    before = words[i - 1]
    if before in OPENING and (not gaps[i] and (i == 1 or gaps[i - 1] or before in "“«„‘")):
        return False
    return before != "," and not (i > 1 and before in CLOSING and words[i - 2] == "," and not gaps[i - 1])


def dateline(words: Sequence[str], gaps: Sequence[int], start: int) -> int | None:
    """The word after the dash of a dateline that begins at `start`, or None: capitals, then a date or an agency."""
    if not (len(words[start]) > 2 and words[start].isupper() and words[start].isalpha()):
        return None
    for i in range(start + 1, min(start + DATELINE, len(words) - 1)):
        word = words[i]
        if word in DASHES and gaps[i] and (gaps[i + 1] or word == "—"):
            return i + 1
        if gaps[i] == 3 or not (word[0].isupper() or word[0].isdigit() or word in ",().-/'’" or word == "'s"):
            return None
    return None


def with_datelines(
    names: Sequence[tuple[int, int, str, float]], words: Sequence[str], gaps: Sequence[int]
) -> list[tuple[int, int, str, float]]:
    """The names, with the capitals that open a dateline as a place: "TRENTO, Italy — …" is about no person."""
    found = list(names)
    for start in (i for i, gap in enumerate(gaps) if gap == 3):
        if dateline(words, gaps, start) is None:
            continue
        end = start
        while words[end].isupper() and words[end].isalpha():
            end += 1
        inside = [name for name in found if name[0] < end and name[1] > start]
        if len(inside) == 1 and inside[0][:2] == (start, end) and inside[0][2] not in ("GPE", "LOC"):
            found[found.index(inside[0])] = (start, end, "GPE", inside[0][3])
    return found


def heads_of(arcs: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    """The head of each word (1-based in the window; 0 is the root): a tree with one root in every sentence."""
    inside = np.where(sentences[:, None] == sentences[None, :], arcs[:, 1:], NEVER)
    np.fill_diagonal(inside, NEVER)
    scores = np.concatenate([arcs[:, :1], inside], 1)
    heads = scores.argmax(1)
    bounds = np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1], True])
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        own = np.where(heads[begin:end] == 0, 0, heads[begin:end] - begin)
        if not is_tree(own.tolist()):
            block = np.concatenate([scores[begin:end, :1], scores[begin:end, begin + 1 : end + 1]], 1)
            own = best_tree(block)
            heads[begin:end] = np.where(own == 0, 0, own + begin)
    return heads


def is_tree(heads: list[int]) -> bool:
    """Whether the heads (1-based, 0 the root) are a tree with one root."""
    if heads.count(0) != 1:
        return False
    state = [0] * (len(heads) + 1)  # 0 unknown, 1 on the way, 2 leads to the root
    state[0] = 2
    for word in range(1, len(heads) + 1):
        path = []
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = heads[word - 1]
        if state[word] == 1:
            return False
        for seen in path:
            state[seen] = 2
    return True


def best_tree(scores: np.ndarray) -> np.ndarray:
    """The best tree with one root over n × (1 + n) scores, column 0 the root (Chu & Liu 1965, Edmonds 1967).

    The root's only child is chosen first, as the word that the tree is best with among the five likeliest.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), NEVER, dtype=np.float64)  # full[dependent, head]
    full[1:] = np.maximum(scores, NEVER)
    np.fill_diagonal(full, NEVER)
    candidates = np.argsort(-scores[:, 0], kind="stable")[:5]
    best, best_score = None, -np.inf
    for root in candidates:
        trial = full.copy()
        trial[1:, 0] = NEVER
        trial[root + 1, 1:] = NEVER
        trial[root + 1, 0] = full[root + 1, 0]
        heads = _arborescence(trial)
        score = float(trial[np.arange(1, n + 1), heads[1:]].sum())
        if score > best_score:
            best, best_score = heads[1:], score
    assert best is not None
    return best


def _arborescence(scores: np.ndarray) -> np.ndarray:
    """Heads of the best arborescence over nodes 0 … n with root 0, by contracting cycles one after another."""
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    n = len(scores)
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    own = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, outside)] - own[:, None]  # breaking the cycle at a word, from outside
    leaving = scores[np.ix_(outside, cycle)]
    size = len(outside) + 1
    smaller = np.full((size, size), NEVER, dtype=np.float64)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(0) + own.sum()
    smaller[:-1, -1] = leaving.max(1)
    found = _arborescence(smaller)
    result = heads.copy()
    for position, node in enumerate(outside):
        if node:
            head = found[position]
            result[node] = cycle[int(leaving[position].argmax())] if head == size - 1 else outside[head]
    entry = found[-1]
    broken = int(entering[:, entry].argmax())
    result[cycle[broken]] = outside[entry]
    return result


def _cycle(heads: np.ndarray) -> np.ndarray | None:
    state = [0] * len(heads)
    state[0] = 2
    links = heads.tolist()
    for node in range(1, len(links)):
        path = []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = links[node]
        if state[node] == 1:
            return np.array(path[path.index(node) :])
        for seen in path:
            state[seen] = 2
    return None


def names_of(
    scores: np.ndarray, tags: Sequence[str], sentences: np.ndarray, temperature: float
) -> list[tuple[int, int, str, float]]:
    """Names as (first word, word after the last, label, probability): the best sequence with no I- without its B-.

    The probability is the least of the words' tags', after scaling by `temperature` (Guo et al. 2017).
    """
    best = scores.argmax(1)
    if not best.any():
        return []
    chosen = best.tolist()
    if any(_illegal(tags, a, b) for a, b in zip([0, *chosen], chosen, strict=False)):
        chosen = _viterbi(scores, tags)
    scaled = scores / temperature
    scaled = np.exp(scaled - scaled.max(1, keepdims=True))
    scaled /= scaled.sum(1, keepdims=True)
    found: list[tuple[int, int, str, float]] = []
    start = None
    sentence = sentences.tolist()
    for i, tag in enumerate([*chosen, 0]):
        inside = i < len(chosen) and tags[tag].startswith("I-") and start is not None and sentence[i] == sentence[i - 1]
        if start is not None and not inside:
            p = float(scaled[np.arange(start, i), chosen[start:i]].min())
            found.append((start, i, tags[chosen[start]][2:], p))
            start = None
        if i < len(chosen) and tag and not inside:
            start = i
    return found


def _illegal(tags: Sequence[str], before: int, tag: int) -> bool:
    return tags[tag].startswith("I-") and tags[before][2:] != tags[tag][2:]


def _viterbi(scores: np.ndarray, tags: Sequence[str]) -> list[int]:
    forbidden = np.array([[NEVER if _illegal(tags, a, b) else 0.0 for b in range(len(tags))] for a in range(len(tags))])
    total = np.where([tag.startswith("I-") for tag in tags], NEVER, scores[0].astype(np.float64))
    back = []
    for row in scores[1:]:
        paths = total[:, None] + forbidden
        back.append(paths.argmax(0))
        total = paths.max(0) + row
    sequence = [int(total.argmax())]
    for pointers in reversed(back):
        sequence.append(int(pointers[sequence[-1]]))
    return sequence[::-1]
