"""Write docs/licences.md out of the lock, the metadata of what is installed, and data/sources.yml: python docs/licences.py"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "licences.md"
BY_HAND = {
    "appnope": "BSD-2-Clause",  # macOS alone
    "axe-playwright-python": "MIT",  # its metadata name none
    "colorama": "BSD-3-Clause",  # Windows alone
    "pywinpty": "MIT",  # Windows alone
}
"""Licences of locked packages that are not installed everywhere, or say nothing."""
LINKS = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "Open Government Licence v3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "Open Government Licence - Canada": "https://open.canada.ca/en/open-government-licence-canada",
    "Statistics Canada Open Licence": "https://www.statcan.gc.ca/en/reference/licence",
}
HEAD = """# Licences

Made by `python docs/licences.py` from `requirements.lock`, the metadata of the installed packages and `data/sources.yml`; a test
holds it. The code and the texts of rolepair are under the MIT licence (`LICENSE`).

## Data

The tables in `data/` are made of these sources; each keeps its own licence. rolepair has modified all of them: chosen rows and
columns, own names, links between code lists. No publisher has approved or endorsed that. Material under CC BY 4.0 is used under
<https://creativecommons.org/licenses/by/4.0/>, whose section 5 disclaims warranties.

| source | publisher | release | licence | credit |
|---|---|---|---|---|
"""
MIDDLE = """
### Notice for the data under the MIT licence

{notices}

{permission}

The file LICENSE of its repository is not among the files that were handed over; the line of copyright names its authors.

## Fonts

Source Sans 3 and Source Serif 4, which reports and charts carry, are under the SIL Open Font License 1.1; its text lies beside
each: `src/helpers/render/template/fonts/`, `src/helpers/show/fonts/`.

## Packages

None of them is part of what rolepair distributes; they are installed beside it, each under its own licence.

| package | licence |
|---|---|
"""


def licence_of(name: str) -> str:
    """Return the licence of an installed package in its own words, or what stands by hand."""
    if name in BY_HAND:
        return BY_HAND[name]
    about = metadata(name)
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    spelt = about.get("License-Expression") or "; ".join(classes) or (about.get("License") or "").partition("\n")[0]
    return " ".join(str(spelt).split()).replace("|", "/")


def locked() -> list[str]:
    """Return the names of all locked packages."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", lock, re.MULTILINE)))


def sources() -> dict[str, dict[str, str]]:
    """Return the entries of sources.yml."""
    found: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "data" / "sources.yml").read_text(encoding="utf-8"))
    return found


def page(known: dict[str, str]) -> str:
    """Return the whole text; `known` has the licence of each package."""
    rows, notices = [], []
    for entry in sources().values():
        licence = str(entry["licence"])
        for name, link in LINKS.items():
            licence = licence.replace(name, f"[{name}]({link})")
        title = f"[{entry['title']}]({entry['url']})" if entry["url"] else entry["title"]
        cells = (title, entry["publisher"], entry["release"], licence, entry["citation"])
        rows.append("| " + " | ".join(" ".join(str(cell).split()).replace("|", "/") for cell in cells) + " |\n")
        if licence == "MIT" and entry["publisher"] != "rolepair":
            notices.append(f"{entry['title']}: Copyright (c) {str(entry['published'])[:4]} {entry['publisher']}")
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    permission = text[text.index("Permission is hereby") :].partition("\n---\n")[0].strip()
    middle = MIDDLE.format(notices="\n\n".join(notices), permission=permission)
    return HEAD + "".join(rows) + middle + "".join(f"| {name} | {known[name]} |\n" for name in sorted(known))


def written() -> dict[str, str]:
    """Return the licences as the page has them now."""
    text = OUT.read_text(encoding="utf-8") if OUT.is_file() else ""
    return dict(re.findall(r"^\| ([a-z0-9._-]+) \| ([^|]+) \|$", text.partition("| package | licence |")[2], re.MULTILINE))


def licences(*, strict: bool = False) -> dict[str, str]:
    """Return the licence of each locked package; one that is not installed here keeps what was written of it."""
    found, before = {}, written()
    for name in locked():
        try:
            found[name] = licence_of(name)
        except PackageNotFoundError:
            if strict or name not in before:
                raise
            found[name] = before[name]
    return found


if __name__ == "__main__":
    OUT.write_text(page(licences()), encoding="utf-8", newline="\n")
