"""Coreference and names on texts, from the tables' mentions."""

from newslab.evaluate import text_coreference, text_names

from .fakes import counts, mention, reading

TEXT = "Dalia Brandt met Iris Okoro in Selby. She left. The mayor stayed."


def mentions(she: str, mayor: str):
    return [mention(TEXT, "Dalia Brandt", "name", "d"), mention(TEXT, "Iris Okoro", "name", "i"),
            mention(TEXT, "Selby", "name", "s", "GPE"), mention(TEXT, "She", "pronoun", she),
            mention(TEXT, "The mayor", "nominal", mayor)]  # fmt: skip


GOLD = [{"id": "a", "text": TEXT, "mentions": mentions("d", "i")}]


def test_antecedents():
    """A pronoun or nominal is right when the nearest name or nominal before it in its entity is of its gold entity."""
    for she, mayor, right in (("d", "i", (1, 1)), ("i", "i", (0, 1)), ("d", "d", (1, 0)), ("x", "i", (0, 1))):
        made = counts(text_coreference.score(GOLD, reading(mentions={"a": mentions(she, mayor)})))
        verdicts = [made[f"right antecedent of {kind}s"] for kind in ("pronoun", "nominal")]
        assert verdicts == [[(right[0], 1)], [(right[1], 1)]]


def test_differences_say_what_was_taken():
    """A wrong antecedent is listed with the gold entity and with what was taken for it, or that there was none."""
    scores = text_coreference.score(GOLD, reading(mentions={"a": mentions("i", "m")}))
    listed = [(d.error, d.text, d.gold, d.found) for d in scores.differences]
    assert listed == [
        ("antecedent of pronoun", "She", "d", "Iris Okoro"), ("nominal without an entity", "The mayor", "i", None)
    ]  # fmt: skip


def test_same_clusters_score_all():
    """The measures of clusters are whole for the same clusters, singletons aside."""
    made = counts(text_coreference.score(GOLD, reading(mentions={"a": mentions("d", "i")})))
    assert made["B³"] == [(4, 4, 4, 4)] and made["mentions"] == [(4, 4, 4, 4)]


def test_names_by_span_and_label():
    """A name is right with its exact span and label; the span alone is a measure of its own."""
    found = [mention(TEXT, "Brandt", "name", "d"), mention(TEXT, "Iris Okoro", "name", "i", "ORG"),
             mention(TEXT, "Selby", "name", "s", "GPE"), mention(TEXT, "She", "pronoun", "d")]  # fmt: skip
    scores = text_names.score(GOLD, reading(mentions={"a": found}))
    made = counts(scores)
    assert made["all labels"] == [(1, 3, 3)] and made["span, whatever its label"] == [(2, 3, 3)]
    assert made["GPE"] == [(1, 1, 1)] and "ORG" not in made
    assert [(d.error, d.text) for d in scores.differences] == [
        ("missed", "Dalia Brandt"), ("label", "Iris Okoro"), ("extra", "Brandt")
    ]  # fmt: skip
