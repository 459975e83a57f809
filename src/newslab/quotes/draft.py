"""What the grammar of attributions shares: a candidate in the making, and the spans of its cue, source and frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newslab.entities.lexicon import nouns
from newslab.quotes.cues import Cue, word_list
from newslab.reader.syntax import Tree
from newslab.records import Span

POST_MODIFIERS = ("acl:relcl", "advcl", "parataxis", "punct", "cc", "mark", "case", "discourse", "ccomp", "cop", "aux")
EDGES = " \t\r\n\u00a0,;:–—-"
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
CLOSERS = frozenset({",", ".", "!", "?", "—", "–", ";", "\n", "\n\n"})
TIMES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow"}
    | {"am", "pm", "a.m", "p.m", "utc", "gmt", "morning", "afternoon", "evening", "night", "week", "month", "year"}
    | {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "earlier", "later"}
)
PHRASAL = frozenset({"IN", "DT", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PRP$", "POS", "RB", "HYPH", "PRP"})
OPENERS = frozenset({"“", '"', "``", "«", "„", "‘", "'"})
QUOTES = frozenset({"“", "”", '"', "``", "''", "»", "’", "'"})


@dataclass(slots=True)
class Draft:
    """An attribution while its parts are being found; offsets are characters, heads are tokens."""

    cue_head: int | None
    content: list[Span]
    rule: str
    cue: list[Span] = field(default_factory=list)
    cue_lemma: str | None = None
    cue_class: str | None = None
    source_head: int | None = None
    source: Span | None = None
    addressee: Span | None = None
    medium: Span | None = None
    negated: bool = False
    confidence: float = 0.5


def hull(spans: Sequence[Span]) -> Span:
    """First and last character of spans in text order."""
    return spans[0][0], spans[-1][1]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without spaces, commas and dashes at its edges; None when nothing is left."""
    while start < end and (text[start] in EDGES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in EDGES or text[end - 1].isspace()):
        end -= 1
    return (start, end) if any(ch.isalnum() for ch in text[start:end]) else None


def token_runs(tree: Tree, tokens: Sequence[int]) -> list[Span]:
    """Characters of sorted tokens, neighbours joined, each run trimmed; runs without a letter or digit are dropped."""
    if isinstance(tokens, range):
        runs = [[tokens.start, tokens.stop - 1]] if tokens else []
    else:
        runs = []
        for i in tokens:
            if runs and i == runs[-1][1] + 1:
                runs[-1][1] = i
            else:
                runs.append([i, i])
    spans = (trim(tree.whole, tree.start[first], tree.end[last]) for first, last in runs)
    return [span for span in spans if span is not None]


def cut_out(text: str, outer: Span, holes: Sequence[Span]) -> list[Span]:
    """The span without the holes, each rest trimmed."""
    found = []
    at = outer[0]
    for start, end in sorted(holes):
        if start > at:
            found.append(trim(text, at, min(start, outer[1])))
        at = max(at, end)
    if at < outer[1]:
        found.append(trim(text, at, outer[1]))
    return [span for span in found if span is not None]


def cue_tokens(tree: Tree, verb: int, extra: Iterable[int] = ()) -> list[int]:
    """The verb with the auxiliaries, adverbs and infinitive marker right before it, its particle, and `extra` words."""
    first = verb
    for _ in range(6):
        j = first - 1
        if j < 0 or tree.heads[j] != verb:
            break
        if not (tree.is_(j, "aux", "advmod", "cop") or (tree.deps[j] == "mark" and tree.tag[j] == "TO")):
            break
        if tree.is_(j, "advmod") and tree.tag[j] in ("WRB", "IN"):
            break
        first = j
    while (
        first < verb and tree.is_(first, "advmod") and tree.lower[first] in ("so", "then", "now", "still", "as", "yet")
    ):
        first += 1
    tokens = {*range(first, verb + 1), *extra}
    tokens.update(kid for kid in tree.children(verb, "compound:prt") if kid < verb + 4)
    return sorted(tokens)


def source_span(tree: Tree, head: int) -> Span:
    """The whole noun phrase of a source, coordination and apposition included, relative clauses left out."""
    group = tree.conjuncts(head) if tree.deps[head] != "root" else [head]
    group = [j for j in group if j == head or tree.pos[j] in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X")]
    if tree.deps[head] == "conj":
        group = [j for j in group if j >= head] if group[0] < head - 60 else group
    if any(tree.child(j, "nsubj") is not None for j in group if j != head):
        group = [head]
    first, _ = tree.bounds(group[0], (*POST_MODIFIERS, "conj"))
    _, last = tree.bounds(group[-1], (*POST_MODIFIERS, "conj"))
    aside = next((kid for kid in tree.children(group[-1], "acl") if kid > group[-1] and tree.tag[kid] == "VBG"), None)
    if (
        aside is not None
        and tree.edges(aside)[0] > group[-1]
        and ","
        in (
            tree.text[tree.edges(aside)[0]],
            tree.text[tree.edges(aside)[0] - 1],
        )
    ):
        last = min(last, tree.edges(aside)[0] - 1)  # `an official, speaking in Tarn`
    while last > group[-1] and tree.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    while last > group[-1] and tree.lower[last] in ("'s", "’s", "'", "’") and tree.tag[last] == "POS":
        last -= 1
    while first < group[0] and tree.pos[first] in ("PUNCT", "SPACE"):
        first += 1
    return tree.start[first], tree.end[last]


def set_source(tree: Tree, draft: Draft, head: int | None) -> None:
    """Give the draft its source; a possessive pronoun or name is one without its 's."""
    if head is None or not any(ch.isalnum() for ch in tree.text[head]):
        return
    if tree.tag[head] in ("IN", "CC", "RB", "MD") or tree.pos[head] in ("PUNCT", "SPACE"):
        return
    if tree.deps[head] == "expl" or (tree.lower[head] in ("it", "there") and tree.deps[head] == "expl"):
        return
    draft.source_head, draft.source = head, source_span(tree, head)
    name = named_after(tree, head)
    if name is not None:
        draft.source_head, draft.source = name, (draft.source[0], source_span(tree, name)[1])


def set_listener(tree: Tree, draft: Draft, verb: int) -> None:
    """Who follows *told* is told, not the teller: `“…,” told reporters the mayor` has the mayor, if anybody, speak."""
    head = draft.source_head
    if head is None or head < verb or tree.lemma[verb] != "tell" or tree.pos[head] == "PROPN" or tree.is_passive(verb):
        return
    if any(verb < kid < head for kid in tree.children(verb, "obj", "iobj")):
        return  # the listener is known
    draft.addressee, draft.source, draft.source_head = draft.source, None, None
    later = [kid for kid in tree.children(verb, "nsubj", "obj", "appos") if kid > head]
    if later and tree.pos[later[0]] in NOUNS and not is_time(tree, later[0]):
        set_source(tree, draft, later[0])


def named_after(tree: Tree, noun: int) -> int | None:
    """The name right after a title, `ecologist Orla Venn`, that the reader made its sister."""
    name = noun + 1
    if tree.pos[noun] != "NOUN" or name >= len(tree) or tree.pos[name] != "PROPN":
        return None
    return name if tree.heads[name] == tree.heads[noun] and tree.deps[name] == tree.deps[noun] else None


def set_frame(tree: Tree, draft: Draft, verb: int, content_tokens: set[int] | None = None) -> None:
    """Addressee and medium of a verb, when they are said: told *Reuters*, said *in a statement*, said *to her*."""
    media = word_list("medium")
    for kid in tree.children(verb):
        if content_tokens and kid in content_tokens:
            continue
        label = tree.deps[kid]
        if label in ("obj", "iobj") and draft.addressee is None and draft.rule != "noun-phrase":
            if may_listen(tree, kid) and _outside(tree, kid, draft) and not is_time(tree, kid):
                draft.addressee = _without_time(tree, kid, source_span(tree, kid))
        elif label.startswith("obl") and label != "obl:agent":
            preposition = tree.preposition(kid)
            if preposition in ("in", "on", "via", "through", "during", "by", "at", "over", "from") and (
                tree.lemma[kid].lower() in media or tree.text[kid] in media
            ):
                if draft.medium is None and _outside(tree, kid, draft):
                    draft.medium = tree.span(kid, ("case", "acl:relcl", "acl", "ccomp", "punct"))
                    if any(start < draft.medium[1] and draft.medium[0] < end for start, end in draft.content):
                        draft.medium = None
            elif (
                preposition == "to" and draft.addressee is None and may_listen(tree, kid) and _outside(tree, kid, draft)
            ):
                draft.addressee = tree.span(kid, ("case", "acl:relcl", "punct"))


def _without_time(tree: Tree, noun: int, span: Span) -> Span:
    """`reporters` of `told reporters on Monday`, when the reader hung the day on the noun."""
    for kid in tree.children(noun, "nmod", "obl"):
        if kid > noun and is_time(tree, kid):
            stop = tree.edges(kid)[0] - 1
            while stop > noun and tree.pos[stop] in ("PUNCT", "SPACE"):
                stop -= 1
            return span[0], max(tree.end[noun], min(span[1], tree.end[max(stop, noun)]))
    return span


def may_listen(tree: Tree, noun: int) -> bool:
    """A name, a person, a group, an organisation: no thing is told anything."""
    if tree.pos[noun] == "PRON":
        return tree.lower[noun] not in ("it", "this", "that", "something", "nothing", "what", "which", "everything")
    return tree.pos[noun] == "PROPN" or (
        tree.pos[noun] == "NOUN"
        and nouns().get(tree.lemma[noun].lower()) in ("person", "people", "org", "group", "state")
    )


def _outside(tree: Tree, token: int, draft: Draft) -> bool:
    return all(not start <= tree.start[token] < end for start, end in draft.content)


def nearby_subject(tree: Tree, verb: int) -> int | None:
    """The noun right before a finite verb whose subject the tree lacks; what stands between commas is skipped.

    First, a subject before the verb that the reader gave to a later one ("*scientists* say the stripes have …").
    """
    if tree.tag[verb] not in ("VBD", "VBZ", "VBP") or (tree.heads[verb] < verb and tree.is_(verb, "conj", "xcomp")):
        return None
    for j in range(verb - 1, max(-1, verb - 30), -1):
        if tree.sentence[j] != tree.sentence[verb] or tree.tag[j] in ("VBD", "VBZ", "VBP", "MD"):
            break
        if tree.is_(j, "nsubj") and tree.heads[j] > verb and tree.pos[j] in NOUNS:
            return j
    j = _before_times(tree, verb)
    while j >= 0 and (tree.tag[j].startswith("RB") or tree.pos[j] == "AUX"):
        j -= 1
    if j > 0 and tree.text[j] == ",":
        k = j - 1
        while k > max(0, j - 30) and tree.text[k] != "," and tree.sentence[k] == tree.sentence[verb]:
            k -= 1
        if tree.text[k] != ",":
            return None
        j = k - 1
    if j >= 0 and tree.lower[j] in ("another", "others", "some", "one", "many", "both", "neither"):
        return j if tree.sentence[j] == tree.sentence[verb] else None
    if j < 0 or tree.pos[j] not in ("PROPN", "NOUN", "PRON") or tree.sentence[j] != tree.sentence[verb]:
        return None
    for _ in range(6):
        up = tree.heads[j]
        if up == j or up >= verb or tree.pos[up] not in ("PROPN", "NOUN", "PRON", "NUM") or tree.edges(up)[1] >= verb:
            break
        if tree.is_(j, "appos") and tree.text[tree.edges(j)[0] - 1] == "," and tree.preposition(up) is not None:
            break  # `in reply to a suit by the guild, Judge Venn ruled`
        j = up
    return None if is_time(tree, j) else j


def is_refused(tree: Tree, verb: int) -> bool:
    """Tell whether nothing is said: `declined *to say* whether he would go`."""
    return (
        tree.tag[verb] == "VB" and tree.deps[verb] == "xcomp" and tree.lemma[tree.heads[verb]] in ("decline", "refuse")
    )


def is_time(tree: Tree, noun: int) -> bool:
    """Tell an expression of time from other nouns: a weekday, a month, a part of the day, a number."""
    return tree.lower[noun].rstrip(".") in TIMES or tree.lower[noun][:1].isdigit()


def _before_times(tree: Tree, verb: int) -> int:
    """The last word before the verb that belongs to no expression of time between (`Venn, on Sunday, told`)."""
    j = verb - 1
    for _ in range(3):
        if j > 0 and tree.pos[j] in NOUNS and is_time(tree, j):
            j = min(j, tree.edges(j)[0]) - 1
            while j > 0 and (tree.pos[j] in ("ADP", "NUM", "DET") or tree.tag[j].startswith("RB")):
                j -= 1
            if j > 0 and tree.text[j] == "," and tree.pos[j - 1] in NOUNS:
                j -= 1
        else:
            break
    return j


def inverted_subject(tree: Tree, verb: int) -> int | None:
    """The noun phrase right after a verb that ends a quotation or clause: `…, said harbour master Orla Venn.`"""
    first = verb + 1
    if (
        first >= len(tree)
        or tree.pos[verb - 1] != "PUNCT"
        or tree.tag[first] not in ("DT", "NNP", "NN", "NNS", "JJ", "NNPS", "PRP", "PRP$", "CD", "VBN")
    ):
        return None
    last = first
    while last + 1 < len(tree) and last - first < 14 and tree.text[last + 1] not in CLOSERS:
        last += 1
        if tree.tag[last] in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP") or tree.sentence[last] != tree.sentence[verb]:
            return None
    inside = [j for j in range(first, last + 1) if tree.pos[j] in NOUNS and not first <= tree.heads[j] <= last]
    return inside[0] if inside else None


def floats(tree: Tree, verb: int, cue: Cue) -> tuple[int, int, int] | None:
    """First and last word, and subject, of a reporting clause between commas (`…, police say, …`; `…, said police`).

    Told from the surface, since parsers hang such clauses in many ways; None for other verbs.
    """
    if not {"quote", "that"} <= cue.frames.keys() and cue.lemma not in ("believe", "think", "find", "show", "suppose"):
        return None
    if tree.tag[verb] not in ("VBD", "VBZ", "VBP") or verb + 1 >= len(tree):
        return None
    sentence = tree.sentence[verb]
    j = verb - 1
    while j >= 0 and (tree.tag[j].startswith("RB") or tree.pos[j] == "AUX"):
        j -= 1
    if j < 1 or tree.sentence[j] != sentence:
        return None
    if tree.text[j] == ",":  # , said police
        own = tree.child(verb, "nsubj")
        if own is not None and own < verb:
            return None
        head = next((k for k in range(verb + 1, min(verb + 8, len(tree))) if tree.pos[k] in NOUNS), None)
        last = verb
        while last + 1 < len(tree) and last - verb < 12 and tree.text[last + 1] not in CLOSERS:
            last += 1
            if tree.tag[last] in ("VBD", "VBZ", "VBP", "MD", "IN", "WDT", "WP"):
                return None
        inverted = tree.tag[verb + 1] in ("DT", "NNP", "NN", "NNS", "JJ", "NNPS", "PRP$", "CD")
        return (j, last, head) if head is not None and head <= last and inverted and last - verb < 12 else None
    end = _after_phrases(tree, verb)
    if end is None:
        return None
    k = j
    while k > 0 and j - k < 10 and tree.text[k] != ",":
        if tree.tag[k] in ("VBD", "VBZ", "VBP", "MD", "IN", "WDT", "WP", "TO", "VB", "CC") and k != j:
            return None
        k -= 1
    if tree.text[k] != "," or tree.pos[j] not in NOUNS or tree.sentence[k] != sentence or k == 0:
        return None
    if tree.tag[j] in ("WP", "WDT"):
        return None  # `Venn, who learned of it, said …`
    if _opens_with_phrase(tree, k, end):
        return None  # `In a statement, he said, “The …”`: the phrase is the cue's
    if end > verb and (tree.text[end + 1] != "," or any(mark in QUOTES for mark in tree.text[k - 1 : k + 2])):
        return None  # at the end of the sentence, and after a quotation, other rules know what is said
    return (k, end, j)


def _opens_with_phrase(tree: Tree, comma: int, end: int) -> bool:
    """Tell whether only a modifier stands before the comma, and a new quotation follows the one after the cue."""
    after = end + 2
    if after + 1 >= len(tree) or tree.text[end + 1] != "," or tree.text[after] not in OPENERS:
        return False
    first = comma
    while first > 0 and comma - first <= 16 and tree.sentence[first - 1] == tree.sentence[comma]:
        first -= 1
    while first < comma and (tree.pos[first] == "SPACE" or tree.tag[first] == "CC"):
        first += 1
    opens = tree.tag[first] in ("IN", "TO", "VBG") or tree.tag[first].startswith("RB") or is_time(tree, first)
    phrase = all(tree.tag[j] in PHRASAL or tree.text[j] == "," or j == first for j in range(first, comma))
    if tree.tag[first] in ("VBN", "VBD", "VBG") and tree.deps[first] == "advcl":
        opens, phrase = True, tree.edges(first)[1] <= comma  # `Asked whether he would leave, he said, “…”`
    return opens and phrase and tree.text[after + 1][:1].isupper()


def _after_phrases(tree: Tree, verb: int) -> int | None:
    """The last word before the comma of `…, he said in an interview on Monday, …`; None when a clause follows."""
    at = verb + 1
    if at >= len(tree) or tree.text[at] in CLOSERS:
        return verb
    told = tree.lemma[verb] == "tell" and tree.tag[at] in PHRASAL
    timed = tree.tag[at] in ("NNP", "NN", "DT", "CD", "RB") and is_time(tree, at)
    if not (told or timed or tree.tag[at] == "IN"):
        return None
    for at in range(verb + 1, min(verb + 16, len(tree))):
        if tree.text[at] in CLOSERS:
            return at - 1
        if tree.tag[at] not in PHRASAL or tree.lower[at] in ("that", "if", "whether", "as", "because"):
            return None
    return None


def phrase_from(tree: Tree, first: int, floor: int) -> int:
    """The last word of the phrase that begins at `first`: the largest nominal above it that begins no earlier."""
    head = first
    for _ in range(8):
        up = tree.heads[head]
        if up == head or up <= floor or tree.edges(up)[0] < first or tree.pos[up] in ("VERB", "AUX", "PUNCT"):
            break
        head = up
    return max(tree.bounds(head)[1], head)


def describe_cue(draft: Draft, cue: Cue, frame: str, words: Sequence[str] = ()) -> None:
    """Set lemma and class from the lexicon's entry; particles and prepositions join the lemma."""
    draft.cue_lemma = " ".join([cue.lemma, *(word for word in words if word not in cue.lemma.split())])
    draft.cue_class = cue.frames.get(frame) or next(iter(cue.frames.values()))
