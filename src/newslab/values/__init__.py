"""Expressions of time and amount → normalised values."""

from newslab.values.times import find_times

__all__ = ["find_times"]
