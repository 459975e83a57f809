"""Bytes → text: byte order mark, strict UTF-8, the declared charset, then a guess that says it is one.

The order is that of the WHATWG encoding standard (https://encoding.spec.whatwg.org), except that valid UTF-8 beats a
declaration: text that decodes strictly as UTF-8 and is not ASCII is practically never anything else, while declared
charsets are often left over from a template.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF document"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)
# Labels that web pages use for what is in fact windows-1252.
WESTERN = {"iso8859-1", "ascii", "iso8859-15", "cp1252"}
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b")) + b"\x7f"
SAMPLE = 100_000
SURROGATE = re.compile("[\ud800-\udfff]")


class NotText(ValueError):
    """The bytes are not text; the message says what they look like and what to do."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and a sentence about a guess or a repair where there was one."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. `declared` is the charset that the file itself names, if any.

    Raises `NotText` for binary data, and for text in two encodings of which one is UTF-16: the line between them
    cannot be found safely.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                if encoding == "utf-8-sig":
                    return decode(data[len(mark) :], declared)
                raise NotText(
                    f"It begins like {encoding} but breaks off at byte {error.start}. Save it again as UTF-8."
                ) from error
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise NotText(f"It is {what}, not text. Export its text as .txt, .md, .html or .csv.")
    if b"\0" in data[:SAMPLE]:
        return _with_nuls(data, declared)
    if _share_of_controls(data) > 0.02:
        raise NotText("It holds control characters as binary files do. Export its text as .txt in UTF-8.")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    encoding_declared = known(declared)
    if encoding_declared and encoding_declared != "utf-8":
        try:
            return Decoded(data.decode(encoding_declared), encoding_declared)
        except UnicodeDecodeError:
            pass
    return _guess(data, declared)


def known(label: str | None) -> str | None:
    """The codec that a charset label means to a browser; None where it names no character encoding."""
    if not label:
        return None
    try:
        found = codecs.lookup(label.strip().strip("\"'").lower())
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in ("idna", "punycode", "utf-7", "undefined"):
        return None
    if "escape" in found.name:
        return None
    return "windows-1252" if found.name in WESTERN else found.name


def clean(text: str) -> tuple[str, str | None]:
    """Text that can be stored, and a sentence where something was replaced.

    Two surrogates that are a pair become their character. A lone surrogate or a NUL, which neither Parquet nor the
    reader can hold, becomes one U+FFFD, so that every other character stays where it was.
    """
    found = []
    if SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        found.append("lone surrogates")
    if "\0" in text:
        text = text.replace("\0", "�")
        found.append("NUL characters")
    if not found:
        return text, None
    return text, f"Its text holds {' and '.join(found)}, stored as U+FFFD. Look at how the text was exported."


def _with_nuls(data: bytes, declared: str | None) -> Decoded:
    """UTF-16 without a mark, or text with stray NULs; else binary."""
    nuls = data.count(b"\0")
    if nuls > 0.2 * len(data):
        even, odd = data[::2].count(b"\0"), data[1::2].count(b"\0")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = "\0"
        if "\0" not in text and sum(map(_plain, text[:SAMPLE])) > 0.9 * len(text[:SAMPLE]):
            return Decoded(text, encoding, f"It names no charset; it looks like {encoding} and was read so.")
        raise NotText(
            "It mixes UTF-16 with another encoding, or is binary: every other byte is zero in a part of it. "
            "Save it again as UTF-8 from the program that wrote it."
        )
    if nuls > max(8, 0.001 * len(data)) or _share_of_controls(data.replace(b"\0", b"")) > 0.02:
        raise NotText("It holds zero bytes as binary files do. Export its text as .txt in UTF-8.")
    decoded = decode(data.replace(b"\0", b" "), declared)
    return Decoded(
        decoded.text, decoded.encoding, f"{nuls} zero bytes were read as spaces. {decoded.note or ''}".strip()
    )


def _plain(char: str) -> bool:
    return char.isascii() or "\u00a0" <= char <= "\u024f" or "\u2000" <= char <= "\u206f"


def _share_of_controls(data: bytes) -> float:
    sample = data[:SAMPLE]
    return (len(sample) - len(sample.translate(None, CONTROLS))) / max(1, len(sample))


def _guess(data: bytes, declared: str | None) -> Decoded:
    """Text that is neither valid UTF-8 nor what it declares: mixed, Western by its quotation marks, or as guessed."""
    why = f"It declares {declared} but is not. " if declared else "It names no charset. "
    high = sum(byte >= 0x80 for byte in data)
    inside = sum(len(match) for match in MULTIBYTE.findall(data))
    if inside >= 0.5 * high:
        text = _mixed(data)
        return Decoded(
            text,
            "utf-8",
            f"{high - inside} bytes of it are not UTF-8 and were read as windows-1252. Check its accents.",
        )
    encoding = _western(data) if high < 0.2 * len(data) else None
    if encoding is None:
        from charset_normalizer import from_bytes

        best = from_bytes(data[: 5 * SAMPLE]).best()
        encoding = best.encoding if best else "windows-1252"
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        encoding, text = "windows-1252", data.decode("windows-1252", "replace")
    name = "windows-1252" if encoding == "cp1252" else encoding.replace("_", "-")
    return Decoded(text, name, f"{why}Its encoding was guessed as {name}. Check its accents and quotation marks.")


def _mixed(data: bytes) -> str:
    # surrogateescape leaves each byte that is not UTF-8 as U+DC00 + byte, which valid UTF-8 never yields
    table = {0xDC00 + byte: bytes([byte]).decode("windows-1252", "replace") for byte in range(0x80, 0x100)}
    return data.decode("utf-8", "surrogateescape").translate(table)


def _western(data: bytes) -> str | None:
    """windows-1252 or Mac Roman, when it explains nearly all high bytes as what English text has: quotation marks,
    dashes, currency signs, and lower-case accents beside letters."""
    best: tuple[float, str] = (0.9, "")
    sample = data[: 5 * SAMPLE]
    for encoding in ("cp1252", "mac_roman"):
        text = sample.decode(encoding, "replace")
        high = [m.start() for m in re.finditer(r"[^\x00-\x7f]", text)]
        good = sum(_expected(text, i) for i in high) / max(1, len(high))
        if good > best[0]:
            best = (good, encoding)
    return best[1] or None


def _expected(text: str, i: int) -> bool:
    char = text[i]
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if char in "‘“":
        return not before.isalnum()
    if char in "’”":
        return not before.isspace() or after.isalnum()
    if char in "–—…•£€§°©®™½¼¾·":
        return True
    if char == "\u00a0":
        return True
    return char.isalpha() and (before.isalpha() or after.isalpha()) and (char.islower() or after.islower())
