"""Bytes → text."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.decoding import NotText, clean, decode, known

SENTENCE = "“We’re ready,” said Zoë Märtens – the fee is £5 or €6… and no more."

CASES = [
    # bytes, declared, encoding, is a note expected
    (SENTENCE.encode(), None, "utf-8", False),
    (codecs.BOM_UTF8 + SENTENCE.encode(), "iso-8859-1", "utf-8", False),
    (SENTENCE.encode("utf-16"), None, "utf-16", False),
    (SENTENCE.encode("utf-32"), None, "utf-32", False),
    (SENTENCE.encode("cp1252"), "windows-1252", "windows-1252", False),
    (SENTENCE.encode("cp1252"), "ISO-8859-1", "windows-1252", False),
    (SENTENCE.encode("cp1252"), "utf-8", "windows-1252", True),
    (SENTENCE.encode("cp1252"), None, "windows-1252", True),
    (SENTENCE.replace("£5 or ", "").encode("mac_roman"), None, "mac-roman", True),
    (SENTENCE.encode(), "iso-8859-1", "utf-8", False),
    (SENTENCE.encode("utf-16-le"), None, "utf-16-le", True),
    (SENTENCE.encode("utf-16-be"), None, "utf-16-be", True),
    ("Привет, мир".encode("koi8-r"), "koi8-r", "koi8-r", False),
]


@pytest.mark.parametrize(("data", "declared", "encoding", "noted"), CASES)
def test_bytes_become_text_by_mark_utf8_declaration_and_guess(data, declared, encoding, noted):
    """A mark goes before UTF-8, UTF-8 before the declared charset, and only a guess carries a note."""
    found = decode(data, declared)
    assert found.encoding == encoding
    assert (found.note is not None) == noted
    assert found.text in (SENTENCE, SENTENCE.replace("£5 or ", ""), "Привет, мир")


def test_two_encodings_in_one_file_are_both_read():
    """A file of UTF-8 into which windows-1252 was pasted keeps the characters of both."""
    found = decode("Zoë said “no”. ".encode() * 3 + "It’s £5.".encode("cp1252"))
    assert found.text == "Zoë said “no”. " * 3 + "It’s £5."
    assert "windows-1252" in found.note


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 text",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 20,
        b"---\ntitle: A\n---\n" + "Half of the file is in another encoding. ".encode("utf-16-le") * 9,
        b"\xff\xfe\x00\xd8\x41",
    ],
)
def test_what_is_no_text_is_refused(data):
    """Binary files, and UTF-16 after something else, end in a sentence."""
    with pytest.raises(NotText, match=r"\w+\."):
        decode(data)


def test_a_stray_zero_byte_does_not_make_a_file_binary():
    """Single zero bytes become spaces, with a note."""
    found = decode(b"One zero\x00byte in a text of more than a few words." + b" More text follows here." * 50)
    assert found.text.startswith("One zero byte")
    assert "1 zero" in found.note


@pytest.mark.parametrize("label", ["hex", "rot13", "base64", "zlib", "idna", "unicode_escape", "utf-7", "no such", ""])
def test_codecs_that_are_no_charset_are_not_used(label):
    """A hostile charset names a Python codec that runs something else: it is ignored."""
    assert known(label) is None


def test_cleaning_keeps_every_other_character_in_place():
    """A lone surrogate and a NUL become one character each; a pair of surrogates becomes the character that it is."""
    text, note = clean("a\ud800b\0c")
    assert text == "a�b�c"
    assert "lone surrogates and NUL" in note
    assert clean("\ud83d\ude00")[0] == "😀"
    assert clean("plain") == ("plain", None)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "shift_jis", "hex"]))
def test_any_bytes_become_storable_text_or_a_sentence(data, declared):
    """Whatever the bytes are, the result can be written as UTF-8."""
    try:
        found = decode(data, declared)
    except NotText as error:
        assert str(error).endswith(".")
    else:
        clean(found.text)[0].encode("utf-8")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_utf8_comes_back(text):
    """Text that is valid UTF-8 and not binary is read as it is."""
    try:
        data = text.encode()
        found = decode(data)
    except (UnicodeEncodeError, NotText):
        return
    if found.encoding == "utf-8" and not found.note:
        assert found.text == text.removeprefix("\ufeff")
