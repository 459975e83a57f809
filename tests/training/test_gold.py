"""Source forms of the corpus gold become rows in the terms of the tables, or are refused; examples are invented."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.annotations import gold
from training.annotations.articles import Article
from training.annotations.gold_agree import report
from training.annotations.gold_compare import disagreements
from training.annotations.gold_layers import problems_of, slug
from training.annotations.gold_merge import merge

TEXT = (
    "PORT SELBY, March 14 (HarbourWire) - The Harbour Board denied on Monday that it had raised fees by 12 percent, "
    'which Dalia Brandt, the harbour commissioner, called "a fairy tale".\n\n'
    '"Fees rose in May," she said. Brandt, who chairs the board\'s rivals, demanded lower fees.'
)
ARTICLE = Article(7, "wire/fees", "2024-03-14", "Fees", TEXT)
FORMS = {
    "names": """
GPE - PORT SELBY
ORG harbourwire HarbourWire
ORG board Harbour Board
PERSON brandt Dalia Brandt; Brandt
=board it | p1
=brandt the harbour commissioner; she
""",
    "quotes": """
q1 p1 | The Harbour Board | denied | it had raised fees by 12 percent | class: deny | is: board
q2 p1 | Dalia Brandt | called | which + a fairy tale | class: deny
q3 p2 | she | said | Fees rose in May
q4 p2 | Brandt | demanded | lower fees | class: demand
""",
    "values": """
t p1 | March 14 | 2024-03-14
t p1 | Monday | 2024-03-11
t p2 | May | 2023-05
a p1 | 12 percent | 12 | %
""",
    "claims": """
c1 p1 | said-by: - | The Harbour Board ... 12 percent | pred: denied | type: event | tense: past | when: Monday
c2 p1 | said-by: q1 | it had ... percent | pred: had raised | obj: fees | sf: CT- | type: quantity | tense: past
c3 p1 | said-by: q2 | which + a fairy tale | subj: which | pred: a fairy tale | type: opinion | tense: present
c4 p2 | said-by: q3 | Fees rose in May | subj: Fees | pred: rose | type: event | tense: past | when: May
l c3 denies c1 | cue: called | basis: anaphora | candidates: c1 c2 | ambiguous
l c4 denies c2 | basis: inferred
""",
}


def read(tmp_path, **changed):
    for name, form in (FORMS | changed).items():
        (tmp_path / f"07.{name}.txt").write_text(form, encoding="utf8")
    return gold.read_work(ARTICLE, tmp_path, {"07": ARTICLE.url, "08": "wire/other"})


def test_forms_become_rows(tmp_path):
    """A right set of forms gives every layer, with entities under the annotator's ids and claims with their values."""
    layers, errors = read(tmp_path)
    assert not errors
    assert {m["text"]: m["entity_ids"] for m in layers["mentions"]}["she"] == ["brandt"]
    assert layers["mentions"][0]["entity_ids"] == ["port-selby"]
    assert [(c["quote_id"], c["source_factuality"], c["author_factuality"]) for c in layers["claims"]] == [
        (None, "CT+", "CT+"), ("q1", "CT-", "Uu"), ("q2", "CT+", "Uu"), ("q3", "CT+", "Uu"),
    ]  # fmt: skip
    assert layers["claims"][0]["time_id"] == "t2"
    assert layers["quantities"][0]["claim_id"] == "c2"
    assert layers["links"][0]["candidate_ids"] == ["wire/fees#c1", "wire/fees#c2"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("c9 p1 | said-by: - | it had raised fees | pred: raised | type: event | tense: past", "innermost"),
        ("c9 p2 | said-by: q9 | Fees rose | pred: rose | type: event | tense: past", "'q9' is not in the quotes file"),
        ("c9 p2 | said-by: q3 | Fees rose | pred: rose | type: rumour | tense: past", "none of event"),
        ("c9 p2 | said-by: q3 | Fees rose | pred: rose | tense: past", "type missing"),
        ("c9 p2 | said-by: q3 | Fees fell | pred: fell | type: event | tense: past", "'Fees fell' is not in"),
        ("c9 p2 | said-by: q3 | Fees rose | pred: rose | type: event | tense: past | when: June", "'June' is not in"),
        ("l c1 likes c2 | basis: inferred", "relations: denies"),
        ("l c1 denies c8 | basis: inferred", "there is no claim c8"),
        ("l c1 denies 99:c2 | basis: inferred", "'99' is no number"),
        ("l c1 denies c2 | basis: inferred | candidates: c3", "one of the candidates"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason(tmp_path, line, reason):
    """A line that names what does not stand there, or breaks a rule of the guidelines, is refused with its reason."""
    _, errors = read(tmp_path, claims=FORMS["claims"] + line)
    assert any(reason in e for e in errors), errors


def test_links_point_into_other_articles(tmp_path):
    """A link's target may be a claim of another article."""
    layers, errors = read(tmp_path, claims=FORMS["claims"] + "l c4 repeats 08:c3 | basis: inferred")
    assert not errors
    assert layers["links"][-1]["to_claim_id"] == "wire/other#c3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘Fees rose,’ she said.", "“Fees rose,” she said."),
        ("The drivers' strike. 'We won't pay,' he said.", "The drivers' strike. “We won't pay,” he said."),
        ("‘The boats’ owners won’t pay,’ she said.", "“The boats’ owners won’t pay,” she said."),
        ("‘He called it “a sham”,’ she said.", "“He called it ‘a sham’,” she said."),
        ("“Fees rose,” she said; ‘rates’ too, and “tolls”.", "“Fees rose,” she said; ‘rates’ too, and “tolls”."),
    ],
)
def test_single_marks_become_double(text, expected):
    """Where a house quotes with single marks, these become double ones and apostrophes stay."""
    assert gold.with_double_marks(text) == expected


@given(st.text(alphabet="ab '’‘“”\"\n.s"))
def test_marks_keep_their_places(text):
    """Any text keeps its length and its letters."""
    marked = gold.with_double_marks(text)
    assert len(marked) == len(text)
    assert all(a == b for a, b in zip(text, marked, strict=True) if a.isalnum() or a.isspace())


def test_values_are_checked(tmp_path):
    """The validator names an offset, a value or a reference that is wrong."""
    layers, _ = read(tmp_path)
    for layer, key, value in [
        ("mentions", "end", 4), ("attributions", "cue_class", "sing"), ("claims", "source_factuality", "CT"),
        ("claims", "time_id", "t9"), ("links", "to_claim_id", "wire/fees#c9"), ("times", "timex", "soon"),
    ]:  # fmt: skip
        spoilt = copy.deepcopy(layers)
        spoilt[layer][0][key] = value
        assert problems_of(ARTICLE, spoilt), (layer, key)
    assert not problems_of(ARTICLE, layers)


def test_agreement_with_oneself_is_perfect(tmp_path):
    """An annotation agrees with itself wholly; what differs is listed with what was decided."""
    layers, _ = read(tmp_path)
    assert not [line for line in report([(layers, layers)]) if "F1 0" in line or "κ 0" in line]
    assert not list(disagreements(ARTICLE.url, layers, layers))
    assert merge(ARTICLE.url, layers, layers, {}) == layers


def test_decisions_make_the_gold(tmp_path):
    """The first annotation stands but for what was decided for the second, whose new rows get ids of their own."""
    first, _ = read(tmp_path)
    extra = "c5 p2 | said-by: q4 | lower fees | pred: lower fees | sf: Uu | type: demand | tense: future\n"
    changed = FORMS["claims"].replace("sf: CT- | type: quantity", "type: event").replace("l c3", f"{extra}l c3")
    second, errors = read(tmp_path, claims=changed)
    assert not errors
    found = {words[1:3]: words for _, _, _, _, words in disagreements(ARTICLE.url, first, second)}
    assert {f for _, f in found} == {"source_factuality", "claim_type", "is one"}
    decisions = {(ARTICLE.url, "claims", *w): "second" for (_, f), w in found.items() if f != "claim_type"}
    gold_layers = merge(ARTICLE.url, first, second, decisions)
    assert not problems_of(ARTICLE, gold_layers)
    claims = {c["claim_id"]: c for c in gold_layers["claims"]}
    assert (claims["c2"]["source_factuality"], claims["c2"]["claim_type"]) == ("CT+", "quantity")
    assert claims["c5b"]["quote_id"] == "q4"


def test_slug():
    """Ids made of a form have no accents, capitals or spaces."""
    assert slug("Port Šelby & Łk") == "port-selby-k"
