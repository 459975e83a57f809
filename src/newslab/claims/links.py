"""Links between the claims of one article: who denies, disputes, affirms, corrects, qualifies or repeats what.

Rules read links off what the text tells (`reactions`) and off two claims of one predicate and participant
(`contrasts`); patterns propose further pairs (`pairs`). Which of all these are links, `linker` decides. The words stand
in `links.tsv`.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newslab.claims.linker import decide
from newslab.claims.pairs import Pairs
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Link


def find_links(doc: Doc, tree: Tree, record: ArticleRecord) -> list[Link]:
    """The links between the record's claims, by position; `record` must have its claims.

    `source` is the claim that reacts, `target` the one that it reacts to. `confidence` is the share of such links that
    readers of news marked too.
    """
    if not record.claims:
        return []
    return sorted(decide(Pairs(tree, record)), key=lambda link: (link.source, link.target))
