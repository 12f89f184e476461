"""The data dictionary is what the schemas and the tables say."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.base.paths import ROOT
from helpers.build import store
from helpers.build.store import count_rows, fill, parts, tables_part, write_dictionary
from helpers.tables.column import Column
from helpers.tables.column import table as declared
from helpers.tables.sources import load_sources
from helpers.tables.spec import ALL

DATA = ROOT / "data"
TABLE = declared(
    "tries",
    "how often it was tried",
    Column("code", "text", "a | b", pattern=r"a|b"),
    Column("share_pct", "decimal", "share, percent", places=1, low=0, high=100, nullable=True),
    Column("tries", "whole", "tries", low=1),
    sources=("rolepair",),
    key=("code",),
    limits="Made up.",
    file="tries.csv",
)


def test_missing_marker_says_which_two_lines_to_put_back():
    with pytest.raises(
        BadInput, match=r"no place for its tables[\s\S]*<!-- tables: begin -->[\s\S]*put both lines back"
    ):
        fill("# Data\n<!-- tables: begin -->\n", {"tables": "x"})


def test_markers_in_the_wrong_order_are_refused():
    with pytest.raises(BadInput, match="no place"):
        fill("<!-- a: end -->\n<!-- a: begin -->\n", {"a": "x"})


def test_missing_table_is_refused_by_name(tmp_path):
    with pytest.raises(BadInput, match=r"rows of pay\.parquet cannot be counted"):
        count_rows(ALL["pay"], tmp_path)


def test_part_takes_the_place_of_the_old_one_and_nothing_else():
    text = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n"
    new = fill(text, {"a": "new \\1"})
    assert new == "before\n<!-- a: begin -->\nnew \\1\n<!-- a: end -->\nafter\n"
    assert fill(new, {"a": "new \\1"}) == new


def test_table_is_told_with_rows_key_kinds_and_limits(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "ALL", {"tries": TABLE})
    (tmp_path / "tries.csv").write_text('code,share_pct,tries\na,1.5,2\nb,"",3\n')
    assert tables_part(tmp_path) == (
        "| table | rows | holds |\n| --- | ---: | --- |\n| [tries](#tries) | 2 | how often it was tried |\n\n"
        "### tries\n\nHow often it was tried.\n\n"
        "- file `tries.csv`, 2 rows; key `code`; from `rolepair`\n- Made up.\n\n"
        "| column | kind | holds |\n| --- | --- | --- |\n"
        "| `code` | text | a \\| b (form `a\\|b`) |\n"
        "| `share_pct` | decimal, 1 place, may be empty | share, percent (0 to 100) |\n"
        "| `tries` | whole | tries (1 or more) |"
    )


def test_rows_are_counted_with_line_breaks_inside_fields(tmp_path):
    pd.DataFrame({"code": ["a", "b"], "about": ["two\nlines", "one"]}).to_csv(tmp_path / "tries.csv", index=False)
    assert count_rows(TABLE, tmp_path) == 2


def test_folder_without_a_readme_is_left_so(tmp_path):
    write_dictionary(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_readme_of_the_data_folder_equals_schemas_sources_and_rows():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert fill(text, parts(DATA)) == text, "run `rolepair data build`, or helpers.build.store.write_dictionary"


def test_readme_names_every_table_column_and_source():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert len(ALL) > 5
    for name, table in ALL.items():
        part = text.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
        assert f"file `{table.file}`" in part
        assert [column for column in table.names if f"| `{column}` |" not in part] == []
    assert [source for source in load_sources(DATA) if f"| `{source}` |" not in text] == []


def test_changed_rows_change_the_readme(tmp_path):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    words = (folder / "title_words.csv").read_text(encoding="utf-8")
    (folder / "title_words.csv").write_text(words + words.splitlines()[-1] + "\n", encoding="utf-8")
    write_dictionary(folder)
    changed = (folder / "README.md").read_bytes()
    assert changed != (DATA / "README.md").read_bytes()
    write_dictionary(folder)
    assert (folder / "README.md").read_bytes() == changed
