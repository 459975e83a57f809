"""Who and what an article mentions, and which mentions are one entity: within it and across articles."""

from newslab.entities.mentions import find_mentions
from newslab.entities.resolution import resolve
from newslab.entities.resolved import Entity, Resolution
from newslab.entities.roles import describe
from newslab.entities.voices import first_persons

__all__ = ["Entity", "Resolution", "describe", "find_mentions", "first_persons", "resolve"]
