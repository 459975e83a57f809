"""A web page of its own: style and script inside, and a policy under which it loads and runs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files


def page(title: str, body: str, *, styles: Sequence[str], scripts: Sequence[str], sort: str) -> str:
    """A whole HTML page with its body's class (`sort`). The title is plain text; the body is HTML.

    The policy names the scripts by their hashes (W3C Content Security Policy 3), so that no other script would run,
    and no handler in an attribute, even if a text had slipped through unescaped.
    """
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {hashes}; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(title)}</title>\n<style>{''.join(styles)}</style></head>\n"
        f'<body class="{sort}">\n{body}{"".join(f"<script>{script}</script>" for script in scripts)}\n</body></html>\n'
    )


def data(name: str) -> str:
    """The text of a file beside this module: a style, a script."""
    return files(__package__).joinpath(name).read_text("utf8")


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf8")).digest()).decode("ascii")
