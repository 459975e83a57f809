"""Attributions whose cue floats beside the clause: `…, police say`, `according to …`, `as X put it`, `reportedly`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from newslab.quotes.clauses import REPORTING
from newslab.quotes.cues import Lexicon, word_list
from newslab.quotes.draft import (
    Draft,
    cue_tokens,
    cut_out,
    describe_cue,
    floats,
    named_after,
    set_frame,
    set_listener,
    set_source,
    token_runs,
)
from newslab.reader.syntax import Tree
from newslab.records import Span

CLAUSAL = ("root", "ccomp", "conj", "advcl", "acl:relcl", "parataxis", "csubj", "xcomp", "acl")
NEVER_FLOAT = frozenset({"mean", "know", "see", "go"})
STEPS = 20
LONGEST = 100  # words within which the end of half a sentence is looked for
JOINING = frozenset({"and", "but", "while", "whereas", "though", "although"})
VIEW_NOUNS = frozenset(
    {"view", "opinion", "word", "words", "eye", "eyes", "judgment", "judgement", "estimation", "mind"}
)
BEHESTS = frozenset(
    {"request", "behest", "urging", "insistence", "invitation", "suggestion", "advice", "recommendation", "instigation"}
    | {"instruction", "instructions", "order", "orders", "direction", "prompting", "bidding", "demand"}
)
HOLDING_ON = frozenset({"stand", "stick", "abide", "swear", "be"})  # `stood by her account`
ACCOUNTS = frozenset({"report", "account", "estimate"})


def parenthetical_attributions(tree: Tree, lexicon: Lexicon) -> Iterator[Draft]:
    """One draft for each floating cue, in text order."""
    polls = word_list("poll")
    for i, label in enumerate(tree.deps):
        lemma = tree.lemma[i]
        around = floats(tree, i, lexicon.verbs[lemma]) if tree.tag[i][:1] == "V" and lemma in lexicon.verbs else None
        if around is not None:
            draft = _floating(tree, i, lexicon, around)
            if draft is not None and draft.content and draft.cue:
                yield draft
                continue
        if label in ("parataxis", "advcl", "discourse") and lemma in lexicon.verbs and tree.tag[i].startswith("V"):
            draft = _beside(tree, i, lexicon)
        elif tree.lower[i] == "according" and tree.lower[i + 1 : i + 2] == ["to"]:
            draft = _according(tree, i, 2)
        elif tree.lower[i] == "per" and label == "case" and _names_source(tree, i):
            draft = _according(tree, i, 1)
        elif (lemma in VIEW_NOUNS or lemma in BEHESTS or lemma in ACCOUNTS or lemma in polls) and label.startswith(
            ("obl", "nmod", "parataxis", "advmod")
        ):
            draft = _source_phrase(tree, i, lexicon, polls)
        elif lemma in lexicon.adverbs and label == "advmod":
            draft = _adverb(tree, i, lexicon)
        else:
            continue
        if draft is not None and draft.content and draft.cue:
            yield draft


def _floating(tree: Tree, verb: int, lexicon: Lexicon, around: tuple[int, int, int]) -> Draft | None:
    """`The bridge, police say, is safe`, told from its commas: the rest of the sentence is the content."""
    first, last, subject = around
    begin, end = _sentence_bounds(tree, verb)
    begin = _after_dateline(tree, begin, first)
    if tree.lemma[verb] in NEVER_FLOAT or begin >= first:
        return None
    hole = (tree.start[first], tree.end[last])
    after = last + 1
    while after < end and (tree.pos[after] == "PUNCT" or tree.tag[after] == "RB"):
        after += 1
    after = min(after, end)
    if tree.tag[after] == "VBG" and (tree.lemma[after] in REPORTING or tree.lemma[after] == "quote"):
        end = last  # `“…,” he said, adding: “…”`
    if tree.lower[after] in ("and", "but", "as", "while", "though") and _reports_again(tree, after, end, lexicon):
        end = last  # `…, Venn said, and the mayor said …`
    draft = Draft(
        verb, cut_out(tree.whole, (tree.start[begin], tree.end[end]), [hole]), "parenthetical", confidence=0.75
    )
    describe_cue(draft, lexicon.verbs[tree.lemma[verb]], "that")
    draft.cue = token_runs(tree, cue_tokens(tree, verb))
    for _ in range(6):
        up = tree.heads[subject]
        if not first < up <= last or tree.pos[up] not in ("NOUN", "PROPN", "PRON") or up == subject:
            break
        subject = up
    set_source(tree, draft, subject)
    set_listener(tree, draft, verb)
    draft.negated = tree.negation(verb) is not None
    if last > verb:
        set_frame(tree, draft, verb)
    return draft


def _after_dateline(tree: Tree, begin: int, end: int) -> int:
    """The first word after `TARN:`, `TARN, Venn Island (Wire) —` at the beginning of a sentence."""
    second = begin + 1 < end and tree.text[begin + 1].isupper()
    if not tree.text[begin].isupper() or (len(tree.text[begin]) < 3 and not second):
        return begin
    for j in range(begin + 1, min(begin + 12, end)):
        if tree.text[j] in (":", "—", "–", "-", "--"):
            return j + 1
        if tree.tag[j][:1] in ("V", "M"):
            break
    return begin


def _reports_again(tree: Tree, first: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the next finite verb is a cue with a subject of its own."""
    for j in range(first + 1, min(first + 12, end)):
        if tree.tag[j] in ("VBD", "VBZ", "VBP", "MD"):
            cue = lexicon.verbs.get(tree.lemma[j])
            speech = cue is not None and cue.frames.keys() & {"quote", "that", "o:of"}
            return bool(speech) and tree.child(j, "nsubj") is not None
    return False


def _beside(tree: Tree, verb: int, lexicon: Lexicon) -> Draft | None:
    """`The bridge, police say, is safe`: the verb hangs on the clause that it reports."""
    cue = lexicon.verbs[tree.lemma[verb]]
    complete = not cue.frames.keys() & {"that", "wh"} or tree.child(verb, "ccomp", "obj", "xcomp") is not None
    if complete and tree.lemma[verb] != "put":
        return None
    marker = tree.preposition(verb)
    if tree.deps[verb] == "advcl" and marker != "as":
        return None
    if marker not in (None, "as"):
        return None
    subject = tree.child(verb, "nsubj")
    if subject is None and marker != "as" and tree.tag[verb] not in ("VBZ", "VBP", "VBD"):
        return None
    if subject is None and not (marker == "as" and tree.agent(verb) is not None):
        return None
    low, high = tree.bounds(verb)
    host = tree.heads[verb]
    if tree.lemma[verb] in ("mean", "know") and subject is not None and tree.lower[subject] in ("i", "you"):
        return None
    if tree.lemma[verb] in ("go", "come", "see") and (marker == "as" or tree.tag[verb] == "VBD"):
        return None  # `as he went past`; but `the story, it goes, …`
    if ";" in tree.text[low : low + 2] or (low > 0 and tree.text[low - 1] == ";"):
        return None
    if marker == "as" and tree.pos[host] in ("ADV", "ADJ") and tree.child(host, "cop", "nsubj") is None:
        return None
    if high >= host >= low:
        return None
    content = _around(tree, host, (low, high))
    if verb < host and marker is None and tree.deps[verb] == "parataxis" and not content:
        return None
    draft = Draft(verb, content, "parenthetical", confidence=0.8)
    describe_cue(draft, cue, "that")
    draft.cue = token_runs(tree, cue_tokens(tree, verb))
    set_source(tree, draft, tree.agent(verb) if tree.is_passive(verb) else subject)
    draft.negated = tree.negation(verb) is not None
    set_frame(tree, draft, verb)
    return draft


def _around(tree: Tree, host: int, hole: tuple[int, int]) -> list[Span]:
    low, high = tree.bounds(host)
    text = tree.whole
    return cut_out(text, (tree.start[low], tree.end[high]), [(tree.start[hole[0]], tree.end[hole[1]])])


def _source_phrase(tree: Tree, noun: int, lexicon: Lexicon, polls: frozenset[str]) -> Draft | None:
    """`in a poll`, `in her view`, `at the request of X`, `by early reports`: a prepositional phrase with the source."""
    preposition = tree.preposition(noun) or ""
    markers = [j for kid in tree.children(noun, "case") for j in (kid, *tree.children(kid, "fixed"))]
    lemma = tree.lemma[noun]
    behest = lemma in BEHESTS
    plain = ("by",) if lemma in ACCOUNTS and lemma not in polls else ("in", "by")
    allowed = ("in", "from", "to") if lemma in VIEW_NOUNS else ("at", "on", "upon", "per") if behest else plain
    if not markers or preposition not in allowed:
        return None
    source: int | None = noun
    cue_words = markers
    if lemma in VIEW_NOUNS or behest:
        source = tree.child(noun, "nmod:poss") or next((k for k in tree.children(noun, "nmod") if k > noun), None)
        if source is None or (source > noun and tree.preposition(source) != "of"):
            return None
        cue_words = [*markers, noun, *(tree.children(source, "case") if source > noun else ())]
    elif lemma in ACCOUNTS and lemma not in polls:
        if tree.child(noun, "det", "nmod:poss", "acl", "acl:relcl") is not None:
            return None
        if any(tree.preposition(kid) == "of" for kid in tree.children(noun, "nmod")):
            return None
    elif lemma not in polls or tree.deps[noun] != "obl" or tree.lemma[tree.heads[noun]] in lexicon.verbs:
        return None
    host = _clause_of(tree, tree.heads[noun])
    if host is None or host == noun or (lemma in polls and tree.lemma[tree.heads[noun]] in HOLDING_ON):
        return None
    draft = Draft(cue_words[0], _around(tree, host, tree.edges(noun)), "poll" if source == noun else "view")
    draft.cue = token_runs(tree, sorted(set(cue_words)))
    draft.confidence = 0.6
    draft.cue_lemma, draft.cue_class = (
        (preposition, "report") if source == noun else (f"{preposition} {lemma}", "demand" if behest else "believe")
    )
    set_source(tree, draft, source)
    return draft


def _clause_of(tree: Tree, token: int) -> int | None:
    """The nearest clause's head above a token, itself included; open complements count with their governor."""
    for _ in range(STEPS):
        shares = tree.deps[token] == "conj" and tree.child(token, "nsubj", "csubj", "expl") is None
        if tree.deps[token] in CLAUSAL and tree.deps[token] != "xcomp" and not shares:
            return token
        if tree.heads[token] == token:
            return None
        token = tree.heads[token]
    return None


def _names_source(tree: Tree, per: int) -> bool:
    """Tell `per the decree`, `per reports` from `per hour`."""
    noun = tree.heads[per]
    if per and tree.tag[per - 1] in ("CD", "$"):
        return False  # `23.61 per euro`
    definite = tree.child(noun, "det", "nmod:poss") is not None or tree.pos[noun] == "PROPN"
    return noun > per and (definite or tree.lemma[noun].lower() in word_list("document"))


def _according(tree: Tree, i: int, width: int) -> Draft | None:
    """`according to …` (two words wide), `per …`, found by its words, since parsers hang it in many ways."""
    if i + width >= len(tree):
        return None
    sentence = tree.sentence[i]
    head = i + width
    for _ in range(STEPS):
        up = tree.heads[head]
        if up < i + width or up == head or tree.pos[up] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
            break
        if tree.is_(head, "acl", "nsubj", "conj", "obl", "advcl") or tree.child(up, "cop", "nsubj") is not None:
            break
        if tree.sentence[up] != sentence:
            break
        head = up
    head = named_after(tree, head) or head
    if tree.pos[head] in ("VERB", "AUX", "PUNCT", "SPACE"):
        return None
    first, last = i, max(tree.bounds(head, ("punct", "parataxis", "nsubj", "cop", "ccomp", "advcl"))[1], head)
    while last > head and tree.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    if tree.lower[i] == "per" and i and tree.lower[i - 1] == "as":
        first = i - 1
    begin, end = _sentence_bounds(tree, i)
    if all(tree.pos[j] in ("PUNCT", "SPACE", "CCONJ", "ADV") for j in range(begin, i)):
        last = _to_comma(tree, i + width, last, end)
    host = _clause_of(tree, tree.heads[head])
    low, high = tree.edges(host) if host is not None and host != head else (begin, end)
    opens = all(tree.pos[j] in ("PUNCT", "SPACE", "CCONJ", "ADV") for j in range(begin, i))
    if opens or host is None or low > high or not (low < first or high > last):
        low, high = begin, end
    elif high <= last + 1 and low < first:
        high = last
    low, high = _half(tree, low, first, last, high)
    if low < first and last + 1 < len(tree) and tree.tag[last + 1] in ("WP", "WDT"):
        high = last  # `according to Venn, who …`
    text = tree.whole
    content = cut_out(text, (tree.start[low], tree.end[high]), [(tree.start[first], tree.end[last])])
    draft = Draft(i, content, "according-to", confidence=0.9)
    draft.cue = [(tree.start[i], tree.end[i + width - 1])]
    draft.cue_lemma, draft.cue_class = "according to" if width == 2 else "per", "report"
    set_source(tree, draft, head)
    if draft.source_head is not None and draft.source_head > last:
        draft.source_head = i + width
    draft.source = (tree.start[i + width], max(tree.end[last], tree.end[i + width]))
    relative = next((kid for kid in tree.children(head, "acl:relcl") if kid > head), None)
    if relative is not None and tree.edges(relative)[0] > head:
        stop = tree.edges(relative)[0] - 1
        while stop > head and tree.pos[stop] == "PUNCT":
            stop -= 1
        draft.source = (tree.start[i + width], tree.end[stop])
    return draft


def _to_comma(tree: Tree, first: int, last: int, end: int) -> int:
    """The last word of an opening phrase's source: up to the comma, where no verb stands between and the tree cut
    (`police and county | officials,`) or took in the subject of the sentence (`officials, Venn | was driving`)."""
    comma = next((j for j in range(first, min(first + STEPS, end)) if tree.text[j] == ","), None)
    if (
        comma is None
        or comma == first
        or any(tree.tag[j][:1] == "V" or tree.tag[j] == "MD" for j in range(first, comma))
    ):
        return last
    swallowed = last > comma and last < end and tree.tag[last + 1] in ("VBD", "VBZ", "VBP", "MD")
    return comma - 1 if last < comma or swallowed else last


def _half(tree: Tree, low: int, first: int, last: int, high: int) -> tuple[int, int]:
    """Only the half of a sentence that the phrase from `first` to `last` stands in: a semicolon, or a comma and another
    clause with its own subject, ends it."""
    for j in range(first - 1, max(low, first - LONGEST), -1):
        opens = j >= first - 2 and tree.lower[j] in JOINING
        if tree.text[j] == ";" or (opens and tree.text[j - 1] in (",", ";")):
            low = j + 1
            break
    begins = all(tree.pos[j] in ("PUNCT", "SPACE", "CCONJ", "ADV", "SCONJ") for j in range(low, first))
    for j in range(last + 1, min(high, last + LONGEST)):
        other = not begins and tree.lower[j] in JOINING and j - 1 <= last + 1
        if tree.text[j] == ";" or other:
            high = j - 1
            break
    return low, max(high, last)


def _sentence_bounds(tree: Tree, i: int) -> tuple[int, int]:
    first = bisect_left(tree.sentence, tree.sentence[i])
    last = bisect_right(tree.sentence, tree.sentence[i]) - 1
    while last > i and tree.pos[last] in ("SPACE", "PUNCT"):
        last -= 1
    while first < i and tree.pos[first] == "SPACE":
        first += 1
    return first, last


def _adverb(tree: Tree, i: int, lexicon: Lexicon) -> Draft | None:
    """`reportedly`: somebody who is not named says so."""
    host = tree.heads[i]
    while tree.deps[host] in ("xcomp", "aux", "cop"):
        host = tree.heads[host]
    if tree.pos[host] not in ("VERB", "ADJ", "NOUN", "AUX", "PROPN", "ADV", "NUM"):
        return None
    low, high = _half(tree, tree.bounds(host)[0], i, i, tree.bounds(host)[1])
    if tree.pos[host] in ("NOUN", "NUM") and tree.child(host, "cop") is None and low < i < host:
        low = i  # `for reportedly 400 deaths`
    content = cut_out(tree.whole, (tree.start[low], tree.end[high]), [(tree.start[i], tree.end[i])])
    draft = Draft(i, content, "adverb", confidence=0.6)
    describe_cue(draft, lexicon.adverbs[tree.lemma[i]], "that")
    draft.cue = token_runs(tree, [i])
    return draft
