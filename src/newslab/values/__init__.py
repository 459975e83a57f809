"""Expressions of time and amount → normalised values."""

from newslab.values.quantities import find_quantities
from newslab.values.times import find_times

__all__ = ["find_quantities", "find_times"]
