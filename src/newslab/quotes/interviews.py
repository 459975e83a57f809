"""Interviews whose questions and answers are paragraphs without names or marks.

"The conversation has been edited": then a paragraph that asks and one that answers, by turns. Which is which is decided
for all together: the likeliest sequence of questions, answers and narration (Viterbi 1967).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newslab.quotes.draft import Draft, trim
from newslab.quotes.marks import paragraphs
from newslab.records import Mention, Span

ANNOUNCED = re.compile(
    r"\b(?:interview(?:ed|s)?|conversation|Q ?& ?A|questions and answers|(?:spoke|talked|speaks|talks) (?:to|with))\b"
    r"|\bedited (?:and|for) (?:condensed|length|clarity)\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:spoke|talked|speaks|talks|interview) (?:to|with) (?:the )?$", re.IGNORECASE)
ME = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|my|me|mine)\b")
YOU = re.compile(r"\byou(?:r|rs|rself|[’'](?:re|ve|d|ll))?\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
SAID = re.compile(r"\b(?:said|told|asked|added)\b")
QUESTION, ANSWER, TELLING = range(3)
LEAST = 3  # questions with a mark that make it an interview
LONG = 60  # words that few questions have
FORBIDDEN = -100.0
# from question, answer, narration; to question, answer, narration
STEPS = ((FORBIDDEN, 0.0, FORBIDDEN), (0.0, -1.0, -0.8), (0.0, FORBIDDEN, 0.0))


def interview_attributions(text: str, mentions: Sequence[Mention]) -> list[Draft]:
    """A draft for each question and each answer; whoever the opening names most often answers, whom it says they
    spoke to asks.

    Nothing where no early paragraph announces an interview, or where fewer than three, or than a third, of the
    questions have a question mark.
    """
    parts = paragraphs(text)
    if sum(_asks(text[start:end]) for start, end in parts) < LEAST:
        return []
    opening = next((k for k, part in enumerate(parts[:4]) if ANNOUNCED.search(text, *part)), None)
    if opening is None:
        return []
    rest = parts[opening + 1 :]
    turns = _turns([text[start:end] for start, end in rest])
    marked = [_asks(text[slice(*part)]) for part, turn in zip(rest, turns, strict=True) if turn == QUESTION]
    answering = _interviewee(mentions, parts[opening][1])
    if answering is None or sum(marked) < LEAST or 3 * sum(marked) < len(marked):
        return []
    asking = _interviewer(text, mentions, parts[opening])
    found: list[Draft] = []
    for part, turn in zip(rest, turns, strict=True):
        content = trim(text, *part)
        if turn == TELLING or content is None:
            continue
        if (
            turn == ANSWER
            and found
            and found[-1].cue_class == "report"
            and text[found[-1].content[-1][1] : content[0]].isspace()
        ):
            found[-1].content.append(content)
            continue
        draft = Draft(None, [content], "turn", cue_class="ask" if turn == QUESTION else "report", confidence=0.75)
        speaking = answering if turn == ANSWER else asking
        if speaking is not None:
            draft.source, draft.source_head = (speaking.start, speaking.end), speaking.head
        found.append(draft)
    return found


def _asks(part: str) -> bool:
    return part.rstrip(' \n”"').endswith("?")


def _interviewer(text: str, mentions: Sequence[Mention], part: Span) -> Mention | None:
    """The outlet that the opening says was spoken to."""
    names = (m for m in mentions if m.kind == "name" and m.label != "PERSON" and part[0] <= m.start < part[1])
    return next((m for m in names if ASKING.search(text, max(part[0], m.start - 30), m.start)), None)


def _interviewee(mentions: Sequence[Mention], end: int) -> Mention | None:
    """The first name of the person whom the opening mentions most."""
    often = Counter(m.cluster for m in mentions if m.start < end)
    people = [m for m in mentions if m.start < end and m.kind == "name" and m.label == "PERSON"]
    return max(people, key=lambda m: (often[m.cluster], -m.start), default=None)


def _turns(parts: Sequence[str]) -> list[int]:
    """The likeliest turn of each paragraph."""
    if not parts:
        return []
    total = [0.0, FORBIDDEN, 0.0]
    back: list[list[int]] = []
    for number, part in enumerate(parts):
        scores = _scores(part)
        if not number:
            total = [total[turn] + scores[turn] for turn in range(3)]
            continue
        best = [max(range(3), key=lambda before: total[before] + STEPS[before][turn]) for turn in range(3)]
        total = [total[best[turn]] + STEPS[best[turn]][turn] + scores[turn] for turn in range(3)]
        back.append(best)
    turns = [max((ANSWER, TELLING), key=lambda turn: total[turn])]
    for best in reversed(back):
        turns.append(best[turns[-1]])
    return turns[::-1]


def _scores(part: str) -> tuple[float, float, float]:
    """How well the paragraph fits a question, an answer, narration."""
    outside = QUOTED.sub(" ", part)
    asks = _asks(part)
    me, you, long = bool(ME.search(outside)), bool(YOU.search(outside)), len(part.split()) > LONG
    told = bool(SAID.search(outside)) and not me
    return (
        (2.0 if asks else -0.5) + (0.5 if you else 0.0) - (1.5 if me else 0.0) - (1.0 if long else 0.0),
        (-0.7 if asks else 0.3) + (1.5 if me else 0.0) + (0.3 if long else 0.0),
        (-1.0 if asks else 0.0) + (0.6 if told else 0.0) - (1.0 if you or me else 0.0),
    )
