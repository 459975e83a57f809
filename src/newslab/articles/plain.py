"""Plain text and Markdown files: front matter, headings, emphasis."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from newslab.articles.fields import names, plain

FRONT_LIMIT = 65_536  # characters in which front matter must end
_KEY = re.compile(r"([A-Za-z][\w .:-]{0,60}?)\s*:(?:\s+|$)(.*)")
_CHARSET = re.compile(rb"^(?:charset|encoding)\s*:\s*[\"']?([A-Za-z0-9_.:-]+)", re.I | re.M)


def declared_charset(data: bytes) -> str | None:
    """The charset that front matter names."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf")
    if not head.startswith(b"---"):
        return None
    match = _CHARSET.search(head.split(b"\n---", 1)[0])
    return match[1].decode("ascii") if match else None


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields of the front matter and the text after it.

    Front matter is `key: value` lines between two lines of `---`, as YAML writes flat maps: values may be quoted,
    folded on indented lines, or lists. Also read are header lines at the very top ("Headline: …", "Date: …"), when at
    least two are names of fields and a blank line ends them. Anything else is text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    fenced = re.match(r"\s*---[ \t]*\n", text)
    if fenced:
        end = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M).search(text, fenced.end(), fenced.end() + FRONT_LIMIT)
        if end:
            found = _fields(text[fenced.end() : end.start()])
            if found is not None:
                return found, text[end.end() :].strip()
        return {}, text.strip()
    header, blank, body = text.lstrip("\n").partition("\n\n")
    if blank and len(header) < FRONT_LIMIT:
        known = {name for likely in names().values() for name in likely}
        found = _fields(header)
        if found and sum(plain(key) in known for key in found) >= max(2, len(found) / 2):
            return found, body.strip()
    return {}, text.strip()


def _fields(block: str) -> dict[str, Any] | None:
    """None when a line is neither a field nor the continuation of one."""
    found: dict[str, Any] = {}
    key: str | None = None
    for line in block.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = re.match(r"\s*-\s+(.*)", line)
        if key is not None and (line[0] in " \t" or item):
            before = found[key]
            if item:
                found[key] = [*(before if isinstance(before, list) else [before] if before else []), _value(item[1])]
            else:
                found[key] = line.strip() if before in ("", "|", ">", "|-", ">-") else f"{before} {line.strip()}"
            continue
        match = _KEY.fullmatch(line.rstrip())
        if not match:
            return None
        key = match[1].strip()
        found[key] = _value(match[2])
    return found


def _value(written: str) -> Any:
    value = written.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value, strict=False))
        except ValueError:
            return value[1:-1].replace('\\"', '"')
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if value.startswith("[") and value.endswith("]"):
        return [str(_value(part)) for part in value[1:-1].split(",") if part.strip()]
    return value


_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,800}\)"), ""),
    (re.compile(r"\[([^\]\[\n]{1,1000})\]\([^)\n]{0,800}\)"), r"\1"),
    (re.compile(r"\[([^\]\[\n]{1,1000})\]\[[^\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"\[\^[^\]\n]{1,100}\]"), ""),
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?(?:em|strong|b|i|u|a|span|p|div|br|sup|sub|small|cite|q)\b[^>\n]{0,1000}>", re.I), ""),
    (re.compile(r"(?<![*\\])\*\*(?=[^\s*])([^*]{1,3000}?)(?<=[^\s\\])\*\*(?!\*)"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,3000}?)(?<=[^\s\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_\\])__(?=[^\s_])([^_]{1,3000}?)(?<=[^\s\\])__(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_]{1,3000}?)(?<=[^\s\\])_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,1000})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|\"'])"), r"\1"),
)


def from_markdown(text: str) -> tuple[str | None, str]:
    """The first heading of level 1, when it begins the text, and the text without Markdown's marks (CommonMark 0.31).

    Headings, list items and paragraphs become paragraphs, separated by a blank line; lines of a paragraph are joined.
    """
    title: str | None = None
    paragraphs: list[str] = []
    lines: list[str] = []

    def close() -> None:
        if lines:
            paragraphs.append(" ".join(lines))
            lines.clear()

    fence = False
    for raw in text.split("\n"):
        line = raw.strip()
        if re.match(r"(```|~~~)", line):
            close()
            fence = not fence
            continue
        if fence:
            lines.append(line)
            continue
        line = re.sub(r"^(?:>\s?)+", "", line).strip()
        heading = re.match(r"(#{1,6})\s+(.*)", line.rstrip("#").rstrip() if line.startswith("#") else line)
        if len(lines) == 1 and re.fullmatch(r"=+|-{2,}", line):
            heading, line = re.match("(#+)(.*)", ("#" if line[0] == "=" else "##") + lines.pop()), ""
        if heading:
            close()
            if not paragraphs and title is None and len(heading[1]) == 1:
                title = _inline(heading[2]) or None
            else:
                paragraphs.append(heading[2])
        elif not line or re.fullmatch(r"(?:[-*_]\s*){3,}", line) or re.match(r"\[[^\]]+\]:\s*\S+", line):
            close()
        elif item := re.match(r"(?:[-*+]|\d{1,3}[.)])\s+(?=\S)", line):
            if item[0][0].isdigit() and lines:
                lines.append(line)
            else:
                close()
                lines.append(line if item[0][0].isdigit() else line[item.end() :])
        else:
            lines.append(line.removesuffix("\\").rstrip())
    close()
    kept = (_inline(paragraph) for paragraph in paragraphs)
    return title, "\n\n".join(paragraph for paragraph in kept if paragraph)


def _inline(text: str) -> str:
    first, *rest = text.split("<!--")
    text = first + "".join(part.split("-->", 1)[1] if "-->" in part else f"<!--{part}" for part in rest)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return re.sub(r"[ \t]+", " ", text).strip()


def read_plain(text: str, *, markdown: bool) -> Mapping[str, Any]:
    """The fields of a .txt or .md file: those of its front matter, and `text`."""
    found, body = split(text)
    found = {key: value for key, value in found.items() if plain(key) not in ("charset",)}
    if markdown:
        title, body = from_markdown(body)
        known = {plain(key) for key in found}
        if title and not known & set(names()["title"]):
            found = {"title": title, **found}
        elif title and not any(
            plain(str(found[key])) == plain(title) for key in found if plain(key) in names()["title"]
        ):
            body = f"{title}\n\n{body}"
    return {**found, "text": body}
