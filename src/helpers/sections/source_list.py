"""The sources behind a page: publisher, release, licence and address of each, for the annex."""

from helpers.comparison.roles import Comparison
from helpers.sections.claims import claims
from helpers.show.blocks import Block, esc
from helpers.show.provenance import link
from helpers.show.tables import data_table
from helpers.sources import Source, load_sources


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
