"""newslab's rooms as spaCy components, to add to any English pipeline that gives tags, a tree and names.

    nlp = spacy.load("en_core_web_trf")
    nlp.add_pipe("newslab_quotes")
    nlp(text)._.newslab_quotes      # list of records.Attribution

| component | results |
|---|---|
| `newslab_reader` | tags, lemmas, morphology, tree, sentences, names of the Doc itself |
| `newslab_entities` | `Doc._.newslab_mentions`: records.Mention, with clusters |
| `newslab_quotes` | `Doc._.newslab_quotes`: records.Attribution; `Doc._.newslab_speakers`: records.Speaker, one each |
| `newslab_claims` | `Doc._.newslab_claims`, `_links`, `_times`, `_quantities`: records.Claim, Link, Timex, Quantity |

Each finds what it needs of the earlier ones itself when they are not in the pipeline. Relative times are anchored at
`Doc._.newslab_published`, a datetime that the caller sets before the component runs; without it they stay open.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newslab.records import ArticleRecord

EXTENSIONS = ("published", "mentions", "quotes", "speakers", "claims", "links", "times", "quantities")


class _Component:
    """Adds what one room finds to the Doc; `upto` is that room's name."""

    def __init__(self, upto: str) -> None:
        self.upto = upto
        for name in EXTENSIONS:
            if not Doc.has_extension(f"newslab_{name}"):
                Doc.set_extension(f"newslab_{name}", default=None)

    def __call__(self, doc: Doc) -> Doc:
        from newslab import claims, entities, quotes, values
        from newslab.reader.syntax import Tree

        tree = Tree.of(doc)
        given: Any = doc._

        def once(name: str, make: Any) -> Any:
            if given.get(f"newslab_{name}") is None:
                given.set(f"newslab_{name}", make())
            return given.get(f"newslab_{name}")

        mentions = once("mentions", lambda: entities.find_mentions(doc, tree))
        if self.upto == "entities":
            return doc
        found = once("quotes", lambda: quotes.find_attributions(doc, tree, mentions))
        speakers = once("speakers", lambda: quotes.find_speakers(doc, tree, mentions, found))
        heard = ArticleRecord("doc", doc.text, mentions=mentions, attributions=found, speakers=speakers)
        given.newslab_mentions = mentions = entities.first_persons(heard)
        if self.upto == "quotes":
            return doc
        times = once("times", lambda: values.find_times(doc, tree, given.newslab_published))
        quantities = once("quantities", lambda: values.find_quantities(doc, tree, times))
        record = ArticleRecord("doc", doc.text, mentions=mentions, times=times, quantities=quantities)
        record.attributions, record.speakers = found, speakers
        record.claims = once("claims", lambda: claims.find_claims(doc, tree, record))
        once("links", lambda: claims.find_links(doc, tree, record))
        return doc


_NEEDS = ["token.tag", "token.pos", "token.lemma", "token.dep", "token.head", "doc.ents"]


@Language.factory("newslab_entities", requires=_NEEDS, assigns=["doc._.newslab_mentions"])
def make_entities(nlp: Language, name: str) -> _Component:
    """Mentions of entities, with those of one entity in one cluster."""
    return _Component("entities")


@Language.factory("newslab_quotes", requires=_NEEDS, assigns=["doc._.newslab_quotes", "doc._.newslab_speakers"])
def make_quotes(nlp: Language, name: str) -> _Component:
    """Attributions and their speakers."""
    return _Component("quotes")


@Language.factory("newslab_claims", requires=_NEEDS, assigns=["doc._.newslab_claims", "doc._.newslab_links"])
def make_claims(nlp: Language, name: str) -> _Component:
    """Claims and the links between them."""
    return _Component("claims")
