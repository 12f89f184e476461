"""The list of the reports in a folder: one page that is searched by words and by class of finding."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote

from helpers.base.errors import BadInput
from helpers.base.files import aside
from helpers.base.vocabulary import READING_DECIDES, Headline
from helpers.render.page import list_page

INDEX = "index.html"
_HEAD_BYTES = 65_536
_META, _TITLE = re.compile(r'<meta name="([^"]+)" content="([^"]*)"'), re.compile("<title>([^<]*)")
"""What the head of a page of ours says."""


@dataclass(frozen=True)
class Listed:
    """One report of a folder: its address relative to the folder, its title, its finding and the class of that.

    `kind` is a `Headline` or `READING_DECIDES`, as the page's own head has it; empty for a page not on two roles.
    """

    href: str
    title: str
    finding: str
    kind: str = ""


def reports_in(folder: Path) -> list[Listed]:
    """Return the reports in `folder` and below it, by title; pages that rolepair did not make are left out."""
    pages = (path for path in sorted(folder.rglob("*.html")) if path.is_file() and not path.name.startswith("."))
    found = [report for path in pages if (report := listed(path, folder))]
    return sorted(found, key=lambda report: (report.title.casefold(), report.href))


def listed(path: Path, folder: Path) -> Listed | None:
    """Return how a page of `folder` is listed; nothing for one that rolepair did not make."""
    with path.open("rb") as file:
        # the description stands before the style sheet, in the first kilobytes
        head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    meta = {name: unescape(text) for name, text in _META.findall(head)}
    if meta.get("generator") != "rolepair":
        return None
    title = _TITLE.search(head)
    href = quote(path.relative_to(folder).as_posix())
    about = [meta.get(name, "") for name in ("description", "rolepair-finding")]
    return Listed(href, " ".join(unescape(title[1]).split()) if title else "", *about)


def classes_of(reports: Iterable[Listed]) -> dict[str, int]:
    """Return the classes of findings among the reports, each with how many there are, in the order of `Headline`."""
    counts = Counter(report.kind for report in reports if report.kind)
    order = [*map(str, Headline), READING_DECIDES]
    known = [kind for kind in order if kind in counts]
    return {kind: counts[kind] for kind in (*known, *sorted(set(counts) - set(known)))}


def write_index(folder: Path) -> Path:
    """Write `index.html` into `folder`, listing the reports there, and return its path; equal reports, equal bytes.

    Raises `BadInput` if the folder is not there or cannot be written.
    """
    if not folder.is_dir():
        raise BadInput(
            f"there is no folder {folder.name}/",
            expected="a folder with reports",
            next_step="render one first: rolepair compare A B",
        )
    reports = reports_in(folder)
    page = list_page(reports, classes_of(reports))
    out = folder / INDEX
    with aside(out) as unfinished:
        unfinished.write_text(page, encoding="utf-8", newline="\n")
    return out
