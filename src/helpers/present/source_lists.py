"""The list of sources at the end of a report."""

import html
from collections.abc import Iterable

from helpers.present.html import Html, markup
from helpers.sources import Source


def sources_list(sources: Iterable[Source]) -> Html:
    """Return the sources with release, period, dates, licence, address, citation and the checksums of the raw files.

    Raises ValueError if there are none: a report without sources is not shown.
    """
    items = []
    for source in sources:
        facts = [f"figures of {source.period}" if source.period else ""]
        facts += [f"published {source.published}" if source.published else ""]
        facts += [f"retrieved {source.retrieved}" if source.retrieved else "", source.licence]
        files = "".join(
            f'<li><span>{markup(name)}</span> <code class="sum">{markup(digest)}</code></li>'
            for name, digest in source.files.items()
        )
        proof = f"<details><summary>Raw files and sha256</summary><ul>{files}</ul></details>" if files else ""
        note = f"<p>{markup(source.note)}</p>" if source.note else ""
        items.append(
            f"<li><p>{_title(source)}, "
            f"{markup(source.release)}. {markup(source.publisher)}.</p>"
            f'<p class="note">{markup("; ".join(filter(None, facts)))}. {markup(source.citation)}</p>{note}{proof}</li>'
        )
    if not items:
        raise ValueError("a report needs at least one source")
    return Html(f'<ol class="sources">{"".join(items)}</ol>')


def _title(source: Source) -> str:
    """Return a source's title, as a link where it has an address: a stored page has none."""
    if not source.url:
        return markup(source.title)
    return f'<a href="{html.escape(source.url, quote=True)}">{markup(source.title)}</a>'
