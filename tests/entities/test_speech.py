from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from newslab.entities import find_mentions
from newslab.reader.syntax import Tree

QUOTED_HE = """
Abel NNP nsubj 3
Okoro NNP flat 1
left VBD root 0 leave
. . punct 3

" `` punct 3
He PRP nsubj 3
announced VBD ccomp 7 announce
it PRP obj 3
, , punct 3
" '' punct 3
said VBD root 0 say
Okoro NNP nsubj 7
. . punct 7
"""
FRAGMENT = """
Lena NNP nsubj 3
Brandt NNP flat 1
said VBD root 0 say
she PRP nsubj 7
was VBD cop 7 be
" `` punct 7
proud JJ ccomp 3
of IN case 10
her PRP$ nmod:poss 10
team NN obl 7
" '' punct 7
. . punct 3
"""


def clusters(doc: Doc, word: str, ents: str) -> tuple[set[int | None], set[int | None]]:
    mentions = find_mentions(doc, Tree.of(doc))
    texts = [(doc.text[m.start : m.end], m.cluster) for m in mentions]
    return {c for text, c in texts if text == word}, {c for text, c in texts if ents in text}


def test_he_is_not_who_speaks(build: Callable[..., Doc]) -> None:
    """A quoted "he" is never the one who is quoted."""
    he, okoro = clusters(build(QUOTED_HE, {"Abel Okoro": "PERSON", "Okoro": "PERSON"}), "He", "Okoro")
    assert he and he.isdisjoint(okoro)


def test_quoted_fragment_is_about_its_speaker(build: Callable[..., Doc]) -> None:
    """In a fragment that is quoted inside reported speech, "her" may be who speaks."""
    her, brandt = clusters(build(FRAGMENT, {"Lena Brandt": "PERSON"}), "her", "Brandt")
    assert her == brandt
