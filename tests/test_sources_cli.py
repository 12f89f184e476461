"""The page about the data: what is refused, where it goes, and what stands on it."""

import html
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.errors import BadInput
from helpers.schemas import ALL
from helpers.sources import load_sources
from helpers.sources_cli import TITLE, render_sources


def test_an_unknown_major_group_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no major group 99"):
        render_sources(tmp_path, major="99")
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_no_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"ends in \.html"):
        render_sources(tmp_path / "sources.txt", major="23")


def test_the_page_of_one_group_counts_its_occupations_and_names_every_source(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["sources", "--major", "23", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "sources-23-0000.html").read_text(encoding="utf-8")
    assert f"<title>{TITLE}</title>" in page
    assert "Of the 8 occupations below" in page  # legal occupations
    assert "This part could not be computed" not in page
    for source in load_sources().values():
        assert (f'href="{source.url}"' if source.url else html.escape(source.title)) in page
    for name in ALL:
        assert re.search(rf">{name}<|\b{name} [\d,]+", page), name
    assert not re.search(r'<(?:link|script|img|iframe)[^>]+(?:href|src)="http', page)
    alternatives = re.findall(r'<svg[^>]*aria-label="([^"]+)"', page)
    assert len(alternatives) == 6
    assert all(len(text) > 80 for text in alternatives)
