"""What gold is made of."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


class GoldError(ValueError):
    """Gold that cannot be read; the message is a sentence that says why and what to do."""
