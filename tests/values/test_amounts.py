import pytest

from newslab.values.amounts import currencies, measure, units
from newslab.values.atoms import atomise
from newslab.values.numbers import merge_numbers
from newslab.values.patterns import read_table

CASES = [
    ("£250m", 250e6, "GBP"),
    ("€2.5bn", 2.5e9, "EUR"),
    ("US$ 90 million", 90e6, "USD"),
    ("A$5", 5, "AUD"),
    ("HK$20bn", 20e9, "HKD"),
    ("Rs 500 crore", 5e9, "INR"),
    ("50p", 0.5, "GBP"),
    ("26 cents", 0.26, "USD"),
    ("20,000 yen", 20_000, "JPY"),
    ("10 million pounds", 10e6, "GBP"),
    ("20 pounds of flour", 20, "lb"),
    ("a 500-pound fine", 500, "GBP"),
    ("3.4 per cent", 3.4, "%"),
    ("two percentage points", 2, "percentage point"),
    ("30C", 30, "°C"),
    ("minus 10 degrees Celsius", -10, "°C"),
    ("5,000 square kilometres", 5000, "km²"),
    ("a 100m race", 100, "m"),
    ("50 km/h", 50, "km/h"),
    ("five-mile", 5, "mi"),
    ("75 m (250 ft)", 75, "m"),
    ("70m people", 70e6, None),
    ("200 won the race", 200, None),
    ("two boats", 2, None),
]


@pytest.mark.parametrize(("text", "value", "unit"), CASES)
def test_measures(text: str, value: float, unit: str | None) -> None:
    """A number is read with the currency or unit beside it: ISO codes for money, "m" by what stands around it."""
    atoms = merge_numbers(atomise(text))
    at = next(i for i, atom in enumerate(atoms) if atom.value is not None)
    found = measure(text, atoms, at)
    assert found is not None
    assert (found.value, found.unit) == (pytest.approx(value), unit)


def test_lexicons() -> None:
    """Every form in the lexicons of units and currencies is found as it is written there."""
    for row in read_table("units.tsv"):
        for form in row["forms"].split("; "):
            assert units().starting(atomise(form), 0), form
    for row in read_table("currencies.tsv"):
        for form in row["forms"].split("; "):
            assert currencies(row["place"]).starting(atomise(form), 0), form
        assert len(row["code"]) == 3
