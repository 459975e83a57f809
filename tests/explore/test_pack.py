import json
import re
import zlib

from hypothesis import given
from hypothesis import strategies as st

from newslab.explore.pack import ALPHABET, columns, packed


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=9))
def test_packed(value):
    """What is packed comes out again, and has no sign that means something in a page."""
    signs, size = packed(value)
    numbers = [ALPHABET.index(a) * 91 + ALPHABET.index(b) for a, b in zip(signs[::2], signs[1::2], strict=True)]
    bits = "".join(f"{number:013b}" for number in numbers)
    assert json.loads(zlib.decompress(int(bits[: size * 8], 2).to_bytes(size, "big"))) == value
    assert not re.search(r"[<&\s]", signs)


def test_columns():
    """Words are places in the text, the same words further back are, too, and other ones are listed, digits apart."""
    html = '<p>He said <b id="a:7">12 boats &amp; more</b></p><i title="a:8">12 boats &amp; more …</i><i>or 9</i>'
    found = columns([("a", "He said 12 boats & more", html)])
    tags = ["<p>", '<b id="">', "</b>", "</p>", '<i title="">', "</i>", "<i>"]
    assert set(found[""]["all"]) == set(tags)
    assert [t if t < 0 else found[""]["all"][t] for t in found[""]["at"][0]] == [
        "<p>", -1, '<b id="">', -1, "</b>", "</p>", '<i title="">', -3, "</i>", "<i>", -4, "</i>",
    ]  # fmt: skip
    assert found["-length"]["at"] == [[8, 15, 15]] and found["-back"]["at"] == [[15]]
    assert found["id"]["all"] == ["\x01:\x02"] and found["#title"]["all"] == ["8"]
    assert found["said"]["all"] == ["or \x02"] and found["#said"]["all"] == ["9"]
