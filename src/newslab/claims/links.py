"""Links between the claims of one article: who denies, disputes, affirms, corrects, qualifies or repeats what.

Words tell most (`reactions`, `targets`); others show in two claims of two voices about one thing that differ in
polarity or amount (`contrasts`). The words stand in `links.tsv`.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newslab.claims.contrasts import Contrasts
from newslab.claims.targets import Targets
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Link


def find_links(doc: Doc, tree: Tree, record: ArticleRecord) -> list[Link]:
    """The links between the record's claims, by position; `record` must have its claims.

    `source` is the claim that reacts, `target` the one that it reacts to. `confidence` is the share of such links that
    readers of news marked too.
    """
    if not record.claims:
        return []
    found: dict[tuple[int, int], Link] = {}
    for link in (*Targets(tree, record).told(), *Contrasts(tree, record).inferred()):
        if link.source != link.target and (link.target, link.source) not in found:
            found.setdefault((link.source, link.target), link)
    return sorted(found.values(), key=lambda link: (link.source, link.target))
