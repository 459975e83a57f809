"""The one dtype of a column that newslab does not know, found also when its values come in parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from newslab.articles.decoding import clean
from newslab.articles.fields import is_missing


@dataclass(frozen=True, slots=True)
class Survey:
    """What the values of a column are; of two parts of a column, `with_` gives that of the whole."""

    kinds: frozenset[str] = frozenset()  # names of their types
    whole: bool = True  # every text is a whole number that is written back the same
    decimal: bool = True  # every text is a number that is written back the same
    small: bool = True  # every number fits into 62 bits
    exact: bool = True  # every number is exact as a float
    texts: bool = True  # every list is of texts

    @classmethod
    def of(cls, values: Iterable[Any]) -> Survey:
        """The survey of a column, or of a part of it."""
        there = [value for value in values if not is_missing(value)]
        texts = [value for value in there if type(value) is str]
        numbers = [value for value in there if type(value) in (int, float)]
        lists = [value for value in there if type(value) is list]
        return cls(
            frozenset(type(value).__name__ for value in there),
            all(len(text) < 18 and _writes_back(int, text) for text in texts),
            all(len(text) < 18 and _writes_back(float, text) for text in texts),
            all(abs(number) < 2**62 for number in numbers),
            all(abs(number) < 2**53 for number in numbers),
            all(isinstance(item, str) for value in lists for item in value),
        )

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Survey:
        """The survey that `to_json` wrote."""
        return cls(**{**values, "kinds": frozenset(values["kinds"])})

    def to_json(self) -> dict[str, Any]:
        """The survey as plain values."""
        return {part.name: getattr(self, part.name) for part in fields(self)} | {"kinds": sorted(self.kinds)}

    def with_(self, other: Survey) -> Survey:
        """The survey of this part and another one together."""
        both = {part.name: getattr(self, part.name) and getattr(other, part.name) for part in fields(self)}
        return Survey(**{**both, "kinds": self.kinds | other.kinds})


def cast(values: Sequence[Any], survey: Survey) -> pd.Series:
    """A column, or a part of one, in the dtype that the survey of the whole column gives it."""
    filled = [None if is_missing(value) else value for value in values]
    kinds = survey.kinds
    if kinds == {"bool"}:
        return pd.Series(filled, dtype="boolean")
    if kinds == {"str"}:
        if survey.whole:
            return pd.Series([None if value is None else int(value) for value in filled], dtype="Int64")
        if survey.decimal:
            return pd.Series([None if value is None else float(value) for value in filled], dtype="Float64")
        return pd.Series([None if value is None else clean(value)[0] for value in filled], dtype="str")
    if kinds == {"int"} and survey.small:
        return pd.Series(filled, dtype="Int64")
    if kinds and kinds <= {"int", "float"} and survey.exact:
        return pd.Series([None if value is None else float(value) for value in filled], dtype="Float64")
    if is_list(survey):
        return pd.Series([None if v is None else [clean(item)[0] for item in v] for v in filled], dtype=object)
    texts = [value if value is None or isinstance(value, str) else _json(value) for value in filled]
    return pd.Series([None if text is None else clean(text)[0] for text in texts], dtype="str")


def is_list(survey: Survey) -> bool:
    """Tell whether the column's cells are lists of texts."""
    return survey.kinds == {"list"} and survey.texts


def plain_column(values: Sequence[Any]) -> pd.Series:
    """A column that newslab does not know, in one dtype: whole numbers and floats where every value is one and written
    back the same, else text; lists stay lists, other nested values become JSON."""
    return cast(values, Survey.of(values))


def _writes_back(number: type, value: str) -> bool:
    try:
        return str(number(value)) == value and value not in ("nan", "inf", "-inf")
    except ValueError:
        return False


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
