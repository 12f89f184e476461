"""The sources behind a page, for the annex: publisher, release, licence and address; and where to look further."""

from urllib.parse import quote_plus

from helpers.comparison.matches import onet_roles
from helpers.comparison.roles import Comparison
from helpers.sections.claims import claims
from helpers.show.blocks import Block, esc
from helpers.show.provenance import link
from helpers.show.tables import data_table
from helpers.tables.sources import Source, load_sources


def source_list(c: Comparison) -> Block:
    """Return the sources of the shipped tables, and of the pages whose claims are shown, with their licences."""
    ids = set(load_sources())
    quoted = set(c.frame(claims)["source_id"]) if "source_id" in c.frame(claims) else set()
    used = [source for name, source in load_sources().items() if not name.startswith("claims_") or name in quoted & ids]
    rows = [
        [esc(s.title), esc(s.publisher), esc(s.release), esc(s.retrieved), _address(s), esc(s.licence)] for s in used
    ]
    head = ["Source", "Publisher", "Release", "Retrieved", "Address", "Licence"]
    return Block(data_table("Sources and licences", head, rows, csv="sources"), "annex", summary="Sources and licences")


def _address(source: Source) -> str:
    url = link(source.url)
    return f'<a href="{esc(url)}">{esc(url.split("//")[1].split("/")[0].removeprefix("www."))}</a>' if url else ""


FINDERS = {
    "Jobs": "Jobs/find-jobs-results",
    "Licences": "Training/find-licenses",
    "Certificates": "Training/find-certifications",
    "Training": "Training/find-local-training",
}
"""What the official finders of CareerOneStop find -> the page of each."""


def finders(c: Comparison) -> Block:
    """Return links to the official finders of jobs, licences, certificates and training for the first role."""
    where, leading = "United States" if c.in_nation else c.area.area, c.leading[0]
    items = []
    for what, page in FINDERS.items():
        keyword = leading.soc_code if what == "Jobs" else leading.occupation
        asked = f"keyword={quote_plus(keyword)}&location={quote_plus(where)}"
        items.append((what, f"https://www.careeronestop.org/Toolkit/{page}.aspx?{asked}"))
    onet = onet_roles(c)[c.names[0]]
    if onet.code:
        items.append(("O*NET", f"https://www.onetonline.org/link/summary/{onet.code}"))
    links = " · ".join(f'<a href="{esc(url)}">{what}</a>' for what, url in items)
    unit = '<span class="u">official finders, sponsored by the U.S. Department of Labor</span>'
    return Block(f'<p class="cap">Look further{unit}</p><p>{links}</p>', "note", column=2)
