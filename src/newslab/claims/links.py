"""Links between the claims of one article: who denies, disputes, affirms, corrects, qualifies or repeats what.

What the text tells comes first (`reactions`), then what two claims of one predicate and participant tell by themselves
(`contrasts`). The words stand in `links.tsv`.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newslab.claims.contrasts import Contrasts
from newslab.claims.reactions import Reactions
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Link


def find_links(doc: Doc, tree: Tree, record: ArticleRecord) -> list[Link]:
    """The links between the record's claims, by position; `record` must have its claims.

    `source` is the claim that reacts, `target` the one that it reacts to.
    """
    found: dict[tuple[int, int], Link] = {}
    for link in (*Reactions(tree, record).reactions(), *Contrasts(tree, record).inferred()):
        if link.source != link.target:
            found.setdefault((link.source, link.target), link)
    return sorted(found.values(), key=lambda link: (link.source, link.target))
