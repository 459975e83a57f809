"""Natural Earth's countries and newslab's list of countries → `src/newslab/explore/charts/outlines.tsv`.

    python training/outlines.py ne_110m_admin_0_countries.shp src/newslab/explore/charts/outlines.tsv

Natural Earth 1:110m, Admin 0 countries (https://www.naturalearthdata.com, public domain), with its .dbf beside it. One
row a country: code, name, a point in it, its rings as `longitude latitude` in tenths of a degree. Countries that are
too small for the map have a point only, from `src/newslab/entities/countries.tsv`.
"""

from __future__ import annotations

import csv
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

CODES = {"France": "FRA", "Norway": "NOR", "Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}  # ISO's or ours
FULL = {
    "Bosnia and Herz.": "Bosnia and Herzegovina", "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "DR Congo", "Dominican Rep.": "Dominican Republic", "Eq. Guinea": "Equatorial Guinea",
    "Falkland Is.": "Falkland Islands", "S. Sudan": "South Sudan", "Solomon Is.": "Solomon Islands",
    "United States of America": "United States", "W. Sahara": "Western Sahara",
    "Fr. S. Antarctic Lands": "French Southern Lands", "N. Cyprus": "Cyprus", "Somaliland": "Somalia",
    "eSwatini": "Eswatini",
}  # fmt: skip
SMALL = {"ASM": "American Samoa", "MNP": "Northern Mariana Islands", "FSM": "Micronesia", "CCK": "Cocos Islands"}
HEADER = """# Outlines of countries for a map without a network: rings of `longitude latitude` in tenths of a degree, rings apart by ;
# Source: Natural Earth 1:110m, Admin 0 countries (https://www.naturalearthdata.com, public domain), rounded; points of
# countries too small for it from the CIA World Factbook (public domain). Made by training/outlines.py.
"""


def shapes(path: Path) -> Iterator[list[list[tuple[int, int]]]]:
    """The rings of each polygon of a shapefile (ESRI 1998)."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + 2 * words]
        n_rings, n_points = struct.unpack("<2i", body[36:44])
        starts = [*struct.unpack(f"<{n_rings}i", body[44 : 44 + 4 * n_rings]), n_points]
        numbers = struct.unpack(f"<{2 * n_points}d", body[44 + 4 * n_rings : 44 + 4 * n_rings + 16 * n_points])
        points = [(round(10 * x), round(10 * y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        yield [points[a:b] for a, b in pairwise(starts)]
        at += 8 + 2 * words


def records(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a dBase file."""
    data = path.read_bytes()
    n, first, width = struct.unpack("<IHH", data[4:12])
    fields, at, offset = [], 32, 1
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), offset, data[at + 16]))
        offset += data[at + 16]
        at += 32
    for k in range(n):
        row = data[first + k * width : first + (k + 1) * width]
        yield {name.lower(): row[start : start + size].decode("latin-1").strip() for name, start, size in fields}


def main(source: str, target: str) -> None:
    path = Path(source)
    named: dict[str, str] = {}
    rings: dict[str, list[list[tuple[int, int]]]] = {}
    for row, shape in zip(records(path.with_suffix(".dbf")), shapes(path), strict=True):
        code = CODES.get(row["name"], row["iso_a3"])
        named.setdefault(code, FULL.get(row["name"], row["name"]))
        for ring in shape:
            kept = [point for k, point in enumerate(ring) if k == 0 or point != ring[k - 1]]
            if len(kept) > 3:
                rings.setdefault(code, []).append(kept)
    points: dict[str, tuple[str, str]] = {}
    names: dict[str, list[str]] = {}
    with open("src/newslab/entities/countries.tsv", encoding="utf8") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            if row["kind"] == "country":
                names.setdefault(row["country"], []).append(row["name"])
                points[row["country"]] = (row["latitude"], row["longitude"])
    for code, forms in names.items():
        plain = [form for form in forms if "." not in form and len(form) > 3 and " of " not in form] or forms
        named.setdefault(code, SMALL.get(code) or min(plain, key=len))
    with open(target, "w", encoding="utf8", newline="") as out:
        out.write(HEADER)
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(["country", "name", "latitude", "longitude", "rings"])
        for code in sorted(named, key=lambda code: named[code]):
            drawn = ";".join(" ".join(f"{x} {y}" for x, y in ring) for ring in rings.get(code, []))
            if code in points or drawn:
                writer.writerow([code, named[code], *points.get(code, ("", "")), drawn])


if __name__ == "__main__":
    main(*sys.argv[1:])
