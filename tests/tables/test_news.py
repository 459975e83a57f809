from newslab.tables import NewsTables, codebook


def test_tables_are_attributes(news):
    """Every table of the codebook is an attribute, and iterating gives them in order."""
    assert [name for name, _ in news] == list(codebook())
    assert news.tables()["quotes"] is news.quotes


def test_tables_are_not_shared():
    """Two objects without tables do not share their empty ones."""
    assert NewsTables().quotes is not NewsTables().quotes


def test_short_form(news):
    """What a notebook or a shell shows of the tables is how many rows each has."""
    assert repr(news).startswith("<NewsTables: 2 articles, 4 sentences, 6 mentions")
    assert "<code>quotes</code>" in news._repr_html_()
