"""English or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.language import count_words, is_english_code, judge

ENGLISH = [
    "The harbour master said on Monday that the new crane would be paid for by the port, and not by the town, "
    "because the council had promised it years ago.",
    "THE HARBOUR MASTER SAID ON MONDAY THAT THE NEW CRANE WOULD BE PAID FOR BY THE PORT AND NOT BY THE TOWN.",
    "“No sabemos nada”, the mayor of Villa Orada said, before he added that the water was back in all of the houses "
    "and that nobody had been told of the fault.",
    "Ostrava 2, Brno 1. Plzen 0, Zlin 0 (after extra time). Opava beat Jihlava 3-1. Karvina lost to Liberec at home. "
    "Olomouc and Teplice drew; Pardubice play on Sunday.",
]
OTHER = {
    "pt": "O presidente da câmara disse na segunda-feira que a nova ponte não será paga pela cidade, mas pelo porto, "
    "porque o conselho já tinha prometido isso há anos.",
    "de": "Der Bürgermeister sagte am Montag, dass die neue Brücke nicht von der Stadt bezahlt wird, sondern von dem "
    "Hafen, weil der Rat das vor Jahren versprochen hat.",
    "nl": "De burgemeester zei maandag dat de nieuwe brug niet door de stad wordt betaald maar door de haven, omdat "
    "de raad dat jaren geleden heeft beloofd.",
    "fr": "Le maire a dit lundi que le nouveau pont ne sera pas payé par la ville mais par le port, parce que le "
    "conseil l'avait promis il y a des années.",
    "und": "Градоначальник сообщил в понедельник, что новый мост будет оплачен портом, а не городом, потому что совет "
    "обещал это много лет назад, и никто не возразил.",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text):
    """Also in capitals, with foreign quotations, and as a list of results."""
    assert judge(text) == "en"


@pytest.mark.parametrize(("code", "text"), OTHER.items())
def test_other_languages_are_not(code, text):
    """Another language is told from English, and the likeliest is named."""
    assert judge(text) == code


def test_short_texts_are_not_judged():
    """Below 20 words there is no verdict."""
    assert judge("Le maire a dit lundi que non.") is None


def test_scripts_without_spaces_are_judged_by_their_letters():
    """A Chinese text has one word a line and is still known not to be English."""
    assert judge("市长周一表示新桥将由港口而不是由城市支付费用因为议会多年前就已经承诺过了" * 5) == "und"


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("en", True),
        ("en-GB", True),
        ("EN_us", True),
        ("eng", True),
        ("English", True),
        ("pt", False),
        ("", False),
        ("enochian", False),
    ],
)
def test_codes_of_english(code, english):
    """Codes and names of English, with or without a region."""
    assert is_english_code(code) == english


@pytest.mark.parametrize(("text", "n"), [("", 0), ("It isn’t 1,150.5 – well-known.", 4), ("a b\nc", 3)])
def test_words_are_counted(text, n):
    """A word is letters or digits with what joins them."""
    assert count_words(text) == n


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_no_text_raises(text):
    """Any text gets a verdict or none."""
    assert judge(text) is None or isinstance(judge(text), str)
