import re

import pandas as pd
import pytest

from newslab.tables import TableError


def link(news, source, target, relation):
    """One more link between two claims."""
    row = news.links.iloc[[0]].assign(
        from_claim_id=source, to_claim_id=target, relation=relation, candidate_ids=[[target]], ambiguous=False
    )
    news.links = pd.concat([news.links, row], ignore_index=True)


def third(news):
    """A third article with a claim, as the second one's, that came first."""
    for name in ("articles", "claims"):
        table = getattr(news, name)
        row = table[table["article_id"] == "denial"].assign(article_id="first", **({"title": "First <i>told</i>"}))
        if name == "claims":
            row = row.drop(columns="title").assign(claim_id="first:c1", quote_id=None)
        setattr(news, name, pd.concat([table, row], ignore_index=True))


def test_shared_and_disputed(news):
    """A link that denies makes a disputed pair, one that repeats a shared one, whichever article's claim reacts."""
    link(news, "denial:c1", "fees:c4", "denies")
    link(news, "denial:c1", "fees:c2", "repeats")
    pair = news.compare("fees", "denial")
    assert pair.disputed.to_numpy().tolist() == [["fees:c4", "denial:c1", "← denies"]]
    assert pair.shared.to_numpy().tolist() == [["fees:c2", "denial:c1", "← repeats"]]
    assert news.compare("denial", "fees").disputed["relation"].tolist() == ["denies →"]


@pytest.mark.parametrize(
    ("relation", "shared", "disputed"), [("repeats", 1, 0), ("denies", 0, 1)], ids=["repeats", "denies"]
)
def test_pairs_by_a_third_article(news, relation, shared, disputed):
    """Two claims that are linked to the same third claim are a pair, which agrees when both links do the same."""
    third(news)
    link(news, "fees:c4", "first:c1", "repeats")
    link(news, "denial:c1", "first:c1", relation)
    pair = news.compare("fees", "denial")
    assert (len(pair.shared), len(pair.disputed)) == (shared, disputed)


def test_page(news):
    """The page shows the pair with sources and certainty, both articles, and links that lead from claim to claim."""
    link(news, "denial:c1", "fees:c4", "denies")
    html = news.compare("fees", "denial").html()
    assert "Disputed claims: 1" in html and "No link joins such claims" in html
    assert html.count('<article class="newslab-marked">') == 2
    assert '<a data-article="fees" data-claim="fees:c4">' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and {"fees:c4", "denial:c1"} <= set(ids)
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_speakers(news):
    """Known speakers are told apart: those quoted in both articles and those in one."""
    html = news.compare("fees", "denial").html()
    assert re.search(r"<dt>both</dt><dd>nobody who is known</dd>", html)
    assert "<dd>Dalia Brandt; HarbourWire</dd>" in html


def test_wrong_ids(news):
    """An unknown id, or the same one twice, is refused in a sentence."""
    with pytest.raises(TableError, match="There is no article 'x'"):
        news.compare("fees", "x")
    with pytest.raises(TableError, match="compared with another one"):
        news.compare("fees", "fees")


def test_links_of_other_articles_are_told(news):
    """A note tells links both ways, also from another article, whose title stands in it as text."""
    third(news)
    link(news, "first:c1", "fees:c3", "affirms")
    html = news.show("fees").html()
    assert re.search(r"affirmed by <a data-article=\"first\"[^>]*>“fees had not risen” in First &lt;i&gt;", html)
    assert re.search(r"disputed by <a href=\"#fees:c4\">“it had raised fees", html)
