"""The targets of the fuzzer, on hypothesis' bytes and on what the fuzzer has found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.readers import SUFFIXES, TARGETS

FRAGMENTS = [
    b"<p>", b"<div hidden>", b"<q>", b"</", b"<!--", b"&#0;", b"---\n", b"title: ", b"# ", b"text,title\n", b'"',
    b",", b'{"text": "', b'"}', b"[", b"\\ud800", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\x9c", b"\x93",
    b"PK\x03\x04", b"../a.txt\n", b"a.csv\n", b"LENGTH: 3 words\n\n", b"<tr><td>PD</td><td>1 May 2024</td></tr>",
    b"\r\n", b"The port ",
]  # fmt: skip
BYTES = st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=6), max_size=12).map(b"".join)


@pytest.mark.parametrize("target", TARGETS)
@given(st.integers(0, 255), BYTES)
@settings(max_examples=60, deadline=None)
def test_any_bytes(target, first, data):
    """Whatever the bytes are, each reader ends in text, articles or a sentence."""
    TARGETS[target](bytes([first]) + data)


FOUND = {
    "a zip member without a name": (
        "archives",
        b"\x01PK\x03\x04\x14" + bytes(25) + b"PK\x01\x02\x14\x03\x14" + bytes(39) + b"PK\x05\x06" + bytes(4)
        + b"\x01\0\x01\0\x2e\0\0\0\x1e\0\0\0\0\0",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("target", "data"), FOUND.values(), ids=FOUND)
def test_what_was_found(target, data):
    """What the fuzzer once broke a reader with."""
    TARGETS[target](data)


@pytest.mark.parametrize("suffix", range(len(SUFFIXES)))
def test_no_bytes(suffix):
    """An empty file of any kind is a problem."""
    TARGETS["files"](bytes([suffix]))
