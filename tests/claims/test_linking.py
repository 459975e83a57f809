"""What two claims are compared by."""

from __future__ import annotations

from newslab.claims.linking import Linking


def test_parts_of_names_say_nothing(read):
    """Claims share nouns and verbs, not the words of which somebody's name is made."""
    found = read("Orrin:NNP:2:compound Science:NNP:3:nsubj sold:VBD:0:root:sell boats:NNS:3:obj:boat .:.:3:punct")
    words = Linking(found.tree, found.record).word
    assert words == ["", "", "sell", "boat", ""]
