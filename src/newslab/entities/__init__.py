"""Who and what an article mentions, and which mentions are one entity: within it and across articles."""

from newslab.entities.mentions import find_mentions

__all__ = ["find_mentions"]
