"""Doc → attributions: who is reported to have said, written, thought or intended what, and inside what."""

from newslab.quotes.attribution import find_attributions
from newslab.quotes.speakers import find_speakers

__all__ = ["find_attributions", "find_speakers"]
