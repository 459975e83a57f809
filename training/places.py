"""The CIA World Factbook's countries with ISO codes → `src/newslab/entities/countries.tsv`.

    python training/places.py countries_factbook.tsv src/newslab/entities/countries.tsv

One row a name: the country's names (also former ones and everyday ones, from the list below), its capitals, and what
its people and things are called. Coordinates are the Factbook's, one decimal; capitals have them from `cities.tsv`.
"""

from __future__ import annotations

import csv
import html
import re
import sys
from pathlib import Path

# everyday and older names that the Factbook lacks
EVERYDAY = {
    "USA": "United States of America;US;U.S.;USA;U.S.A.;America;the States",
    "IRL": "Republic of Ireland", "GBR": "Britain;Great Britain;UK;U.K.;England;Scotland;Wales;Northern Ireland",
    "MMR": "Burma;Myanmar", "NLD": "Holland;The Netherlands", "CZE": "Czech Republic", "CIV": "Ivory Coast;Cote d'Ivoire",
    "COD": "Congo;DR Congo;Democratic Republic of Congo;Democratic Republic of the Congo;D.R. Congo;DRC;Zaire;Congo-Kinshasa",
    "COG": "Republic of the Congo;Congo-Brazzaville;Congo", "SWZ": "Swaziland", "CPV": "Cape Verde", "MKD": "Macedonia",
    "TLS": "East Timor", "RUS": "Russian Federation;Soviet Union;USSR;U.S.S.R.", "KOR": "Republic of Korea;ROK;Korea",
    "PRK": "DPRK;Korea", "CHN": "PRC;mainland China", "TWN": "Republic of China", "PSE": "Palestine;Palestinian Territories;West Bank;Gaza;Gaza Strip",
    "VAT": "Vatican;Vatican City;Holy See", "ARE": "UAE;U.A.E.;Emirates", "SAU": "KSA", "TUR": "Türkiye;Turkiye",
    "IRN": "Persia", "CAF": "Central African Republic;CAR", "LKA": "Ceylon", "DEU": "West Germany;East Germany",
    "BIH": "Bosnia;Bosnia-Herzegovina", "KNA": "St. Kitts and Nevis", "LCA": "St. Lucia", "VCT": "St. Vincent and the Grenadines",
    "TTO": "Trinidad;Trinidad and Tobago", "STP": "São Tomé and Príncipe", "GMB": "Gambia", "BHS": "Bahamas",
    "FLK": "Falkland Islands;Falklands", "SYR": "Syria", "LAO": "Laos", "VNM": "Viet Nam", "FSM": "Micronesia;Federated States of Micronesia",
    "ATG": "Antigua and Barbuda", "PNG": "Papua New Guinea", "NZL": "New Zealand", "SSD": "South Sudan", "SVK": "Slovak Republic",
    "SJM": "Svalbard",
}  # fmt: skip
# what the pattern below does not get from the Factbook's columns
DEMONYMS = {
    "USA": "American;Americans;US;U.S.", "GBR": "British;Briton;Britons;English;Scottish;Scots;Scot;Welsh;Northern Irish",
    "NLD": "Dutch;Dutchman", "FRA": "French;Frenchman;Frenchwoman", "IRL": "Irish;Irishman;Irishwoman", "PSE": "Palestinian;Palestinians;Gazan;Gazans",
    "PRK": "North Korean;North Koreans;Korean;Koreans", "KOR": "South Korean;South Koreans;Korean;Koreans", "PHL": "Filipino;Filipinos;Filipina;Philippine",
    "TWN": "Taiwanese", "THA": "Thai;Thais", "VNM": "Vietnamese", "HKG": "Hong Konger;Hong Kongers;Hongkonger;Hongkongers", "SAU": "Saudi;Saudis;Saudi Arabian",
    "ARG": "Argentine;Argentines;Argentinian;Argentinians", "SRB": "Serb;Serbs;Serbian;Serbians", "HRV": "Croat;Croats;Croatian;Croatians",
    "BIH": "Bosnian;Bosnians", "MKD": "Macedonian;Macedonians", "COG": "Congolese", "COD": "Congolese", "NER": "Nigerien;Nigeriens",
    "DOM": "Dominican;Dominicans", "DMA": "Dominican;Dominicans", "MAC": "Macanese", "SPM": "", "CUW": "", "SXM": "", "BLM": "", "MAF": "", "ABW": "Aruban;Arubans", "MMR": "Burmese;Myanmar", "BGD": "Bangladeshi;Bangladeshis;Bengali",
    "AFG": "Afghan;Afghans", "TKM": "Turkmen", "UZB": "Uzbek;Uzbeks;Uzbekistani", "KAZ": "Kazakh;Kazakhs;Kazakhstani", "KGZ": "Kyrgyz;Kyrgyzstani",
    "TJK": "Tajik;Tajiks;Tajikistani", "AZE": "Azerbaijani;Azerbaijanis;Azeri;Azeris", "NZL": "New Zealander;New Zealanders;Kiwi;Kiwis", "RUS": "Russian;Russians;Soviet",
    "XKX": "Kosovar;Kosovars;Kosovan", "SVN": "Slovene;Slovenes;Slovenian", "SWE": "Swede;Swedes;Swedish", "ESP": "Spaniard;Spaniards;Spanish",
    "CZE": "Czech;Czechs", "ARE": "Emirati;Emiratis", "BWA": "Botswanan;Motswana;Batswana", "LSO": "Basotho", "SWZ": "Swazi;Swazis",
    "GNQ": "Equatorial Guinean;Equatoguinean", "BFA": "Burkinabe;Burkinabé", "CIV": "Ivorian;Ivorians", "MDG": "Malagasy", "CYP": "Cypriot;Cypriots",
    "VAT": "Vatican", "ISR": "Israeli;Israelis", "IND": "Indian;Indians", "JPN": "Japanese", "CHN": "Chinese", "JAM": "Jamaican;Jamaicans",
}  # fmt: skip
NO_CAPITALS = {
    "Victoria",
    "Kingston",
    "Hamilton",
    "Georgetown",
    "Stanley",
    "Douglas",
    "Wellington",
    "San Jose",
    "Plymouth",
    "George Town",
    "Marigot",
    "San Juan",
}
SKIPPED = {"", "none", "NA"}


def degrees(text: str) -> tuple[float, float] | None:
    found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not found:
        return None
    a, b, ns, c, d, ew = found.groups()
    return round((int(a) + int(b) / 60) * (1 if ns == "N" else -1), 1), round(
        (int(c) + int(d) / 60) * (1 if ew == "E" else -1), 1
    )


def capitals(text: str) -> list[str]:
    text = re.sub(r"\bnote\b.*|\bin Romanian\b", "", text)
    names = [re.sub(r"\(.*?\)", "", part).strip() for part in re.split(r"[;,]| in ", re.sub(r"\([^)]*\)", "", text))]
    return [
        name.replace(" D.C.", "") for name in names if name and len(name) < 30 and name[0].isupper() and name != "D.C."
    ]


def people(row: dict[str, str]) -> list[str]:
    found = []
    for column in ("nationality_noun", "nationality_adj"):
        text = re.sub(r"note.*", "", row[column])
        for part in re.split(r"[;,/]| or ", text):
            part = re.sub(r"\((?!s\)|men\)|women\)).*?\)", "", part).strip()
            plural = part.endswith("(s)")
            part = re.sub(r"\(.*?\)", "", part).strip()
            if part and part[0].isupper() and part not in ("NA", "US") and "citizen" not in part:
                found.extend([part, f"{part}s"] if plural else [part])
    return found


def main(source: Path, target: Path) -> None:
    out: dict[tuple[str, str, str], tuple[float, float]] = {}
    with source.open(encoding="utf8", newline="") as lines:
        rows = [{k: html.unescape(v or "") for k, v in row.items()} for row in csv.DictReader(lines, delimiter="\t")]
    for row in rows:
        code = row["iso3"]
        at = degrees(row["coordinates"])
        if not code or at is None:
            continue
        names = [row["name"], row["long_name"], re.sub(r"\s*\(.*", "", row["name"])]
        names += [
            part
            for part in row["former"].split(", ")
            if len(part.split()) <= 3 and "(" not in part and part[:1].isupper()
        ]
        for name in [*(re.sub(r"; note.*|\s*\(.*", "", n).strip() for n in names), *EVERYDAY.get(code, "").split(";")]:
            if name not in SKIPPED and not name.islower():
                out[name, code, "country"] = at
        for name in capitals(row["capital"]):
            if name not in NO_CAPITALS:
                out[name, code, "capital"] = at
        demonyms = DEMONYMS[code].split(";") if code in DEMONYMS else people(row)
        for name in demonyms:
            if name:
                out[name, code, "demonym"] = at
    former = {
        "The Dominican",
        "Cocos",
        "Awal",
        "Tylos",
        "Dilmun",
        "Mishmahig",
        "Norman Isles",
        "Upper Peru",
        "Ruanda",
        "Quito",
        "Mandatory Palestine",
        "German Reich",
        "French Congo",
        "British Cameroon",
        "Belgian Congo",
        "Gold Coast",
        "Guinea",
    }
    keep = {key: at for key, at in out.items() if key[0] not in former or key == ("Guinea", "GIN", "country")}
    for name in ("Western Sahara", "Spanish Sahara"):
        keep.pop((name, "MAR", "country"), None)
    header = [
        "# Names of countries, of their capitals and of their people → ISO 3166 alpha-3 code and coordinates in degrees",
        "# Source: the CIA World Factbook (public domain); ISO codes from GeoNames (https://www.geonames.org, CC BY 4.0);",
        "# everyday and older names and some demonyms added by hand. Made by training/places.py.",
        "name\tcountry\tkind\tlatitude\tlongitude",
    ]
    lines_out = [f"{name}\t{code}\t{kind}\t{lat}\t{lon}" for (name, code, kind), (lat, lon) in sorted(keep.items())]
    target.write_text("\n".join([*header, *lines_out]) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
