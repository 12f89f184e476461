"""Every notebook with very different parameters: run through papermill by kernel and by engine, and through nbval.

nbval compares the cells tagged `nbval-check-output` with the output that is stored. The copies it runs here hold what
pandas alone reads from the tables' files, so that the helpers are held against something else than themselves; and, of
the pair notebook, what every section printed when it was last read, so that no figure or word changes unsaid.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import papermill
import pytest
from stored_outputs import CHECKED, PAIRS, nbval, only_checked, section_names, stored, whole
from test_engine import one
from test_engine import run_all as run_all_of

from helpers.base.paths import NOTEBOOKS, data_folder
from helpers.render import page

MEASURES = [
    f"{kind}_{part}_usd" for kind in ("annual", "hourly") for part in ("mean", "p10", "p25", "median", "p75", "p90")
]
NATION, OREGON, OHIO = "0000000", "4100000", "3900000"
EIGHT = ["43-3021", "43-3031", "13-2011", "29-1141", "27-2042", "47-2111", "15-1252", "35-3023"]

Run = tuple[str, dict[str, Any], Sequence[str], str]
"""A notebook, its parameters, words that its page must hold, and how its finding begins."""

RUNS: list[Run] = [
    (
        "compare",
        {"role_a": "billing specialist", "role_b": "account specialist"},
        ["(43-3021)", "(43-4051)", "Bill and Account Collectors (43-3011)", "What sites say, and the official figure"],
        "It depends on which account specialist is meant: ",
    ),
    (  # pay in this state is only a lower bound
        "compare",
        {"role_a": "surgeon", "role_b": "anesthesiologist", "area": "Oregon"},
        ["at least $239,200", "Oregon"],
        "Which pays more is left open: ",
    ),
    (
        "compare",
        {"role_a": "musician", "role_b": "27-2011"},
        ["published by the hour or by the year only", "Actors"],
        "The published averages do not settle which pays more; ",
    ),
    (
        "profile",
        {"role": "43-3021", "area": "Ohio", "job_ad": True},
        ["Billing and Posting Clerks (43-3021)", "Duties"],
        "Half of jobs in Billing and Posting Clerks pay between $40,400 and $50,600 a year.",
    ),
    (  # no O*NET ratings, and pay there is only a lower bound
        "profile",
        {"role": "surgeon", "area": "Oregon"},
        ["(29-1249)", "no line of this list covers it", "at least $239,200", "Orthopedic Surgeons, Except Pediatric"],
        "Nine in ten surgeon jobs pay at least $239,200 a year.",
    ),
    (
        "profile",
        {"role": "27-2011"},
        ["Actors (27-2011)", "published by the hour or by the year only"],
        "Half of jobs in Actors pay between $20.34 and $97.95 an hour.",
    ),
    (
        "profile",
        {"role": "account specialist", "soc": "13-2011"},
        ["Accountants and Auditors", "(13-2011)", "Not what you meant?", "Customer Service Representatives"],
        "Half of account specialist jobs pay between $67,000 and $109,800 a year.",
    ),
    (
        "shortlist",
        {"roles": "paralegal; accountant"},
        ["Paralegals and Legal Assistants", "(23-2011)", "No deal-breaker is set"],
        "Accountant comes first in ",
    ),
    (
        "shortlist",
        {"roles": "paralegal; accountant; nurse", "min_pay": 75_000.0, "area": "Texas", "weights": "pay=3 outlook=1"},
        ["out: middle pay", "under $75,000"],
        "Nurse clearly pays most on average. With paralegal ruled out, it also comes first in ",
    ),
    (
        "shortlist",
        {"roles": "; ".join(EIGHT), "min_growth_pct": 0.0, "max_zone": 4, "min_jobs": 1_000, "linked": True},
        ["out: projected growth −0.1%, under 0%", 'href="43-3021-vs-43-3031.html"'],
        "Software Developers clearly pay most on average. With Billing and Posting Clerks and ",
    ),
    (
        "shortlist",
        {"roles": "surgeon; 27-2042; 43-3021", "min_pay": 60_000.0},
        ["under $60,000", "Musicians and Singers cannot be checked", "Little preparation is not weighed"],
        "Surgeon clearly pays most on average. With Billing and Posting Clerks ruled out, it also comes first in ",
    ),
    ("atlas", {"major": "29"}, ["Healthcare Practitioners and Technical"], "Half of the occupations pay more than "),
    ("sources", {"major": "43-0000"}, ["Office and Administrative Support"], "Of 54 occupations, "),
]


def run_all(runs: Sequence[Run], folder: Path, engine: str | None) -> list[nbformat.NotebookNode]:
    """Return the notebooks executed with the parameters of each run, through papermill's own interface."""
    wanted = [
        one(NOTEBOOKS / f"{book}.ipynb", folder / f"{i}.ipynb", engine, parameters)
        for i, (book, parameters, _, _) in enumerate(runs)
    ]
    assert run_all_of(folder, wanted)["results"] == [["", ""]] * len(runs)
    return [nbformat.read(run["out"], as_version=4) for run in wanted]


def check(executed: nbformat.NotebookNode, run: Run) -> None:
    """Hold an executed notebook to what every page owes: each cell shows something, nothing failed, a finding."""
    book, parameters, words, finding = run
    of_sections = any(
        "rolepair" in output.get("metadata", {}) for cell in executed.cells for output in cell.get("outputs", [])
    )
    assert page.failures(executed) == []
    shown = [cell for cell in executed.cells if cell.cell_type == "code" and "parameters" not in str(tags(cell))]
    assert len(shown) > 3
    charts = "with figure(" if of_sections else "no such words"  # a chart of which no figure is known is not drawn
    assert [cell.source for cell in shown if not cell.outputs and charts not in cell.source] == []
    html = page.export(executed, title="t")
    sections = [cell for cell in executed.cells if cell.cell_type == "markdown" and cell.source.startswith("## ")]
    if of_sections:  # each heading is a chapter, but for one that has nothing to say, and the annex
        least = 5 if "role" in " ".join(parameters) else 2  # the pages on all roles have fewer
        assert len(sections) >= html.count('<section class="chap') - 1 > least
    else:
        assert html.count("<section id=") == len(sections) > 3
    for word in words:
        assert word in html, (book, parameters)
    told = re.search(r'<meta name="description" content="([^"]*)">', html)
    assert bool(told) == bool(finding), (book, parameters)
    assert (told[1] if told else "").startswith(finding)


def tags(cell: nbformat.NotebookNode) -> list[str]:
    found: list[str] = cell.metadata.get("tags", [])
    return found


def test_papermill_with_the_engine_makes_a_whole_page_for_each_of_very_different_roles(tmp_path: Path) -> None:
    for executed, run in zip(run_all(RUNS, tmp_path, "rolepair"), RUNS, strict=True):
        check(executed, run)


def test_papermill_with_its_own_kernel_makes_a_whole_page(tmp_path: Path) -> None:
    finding = "Half of account specialist jobs pay between "
    run = (
        "profile",
        {"role": "account specialist"},
        ["Customer Service Representatives", "(43-4051)", "Not what you meant?"],
        finding,
    )
    (executed,) = run_all([run], tmp_path, None)
    check(executed, run)


# --- nbval: what the checked cell prints, read by pandas alone ----------------------------------------------------


def pay_row(code: str, area: str = NATION) -> "pd.Series[Any]":
    """Return the row of an occupation in the file of the pay table, all industries together."""
    key = [("soc_code", "==", code), ("area_code", "==", area), ("industry_code", "==", "000000")]
    return pd.read_parquet(data_folder() / "pay.parquet", filters=key).iloc[0]


def tallied(codes: Sequence[str], kind: str, unit: str) -> int:
    """Return in how many areas of a kind both occupations have a mean with its error."""
    areas = pd.read_parquet(data_folder() / "areas.parquet")
    key = [("soc_code", "in", list(codes)), ("industry_code", "==", "000000")]
    pay = pd.read_parquet(data_folder() / "pay.parquet", filters=key)
    pay = pay[pay["area_code"].isin(areas.loc[areas["kind"].str.contains(kind), "area_code"])]
    known = pay[pay[f"{unit}_mean_usd"].notna() & pay["wage_rse_pct"].notna()]
    return int((known.groupby("area_code")["soc_code"].nunique() == 2).sum())


def printed_by_profile(code: str, area: str, kind: str) -> str:
    row = pay_row(code, area)
    return " ".join([code, kind, *(str(float("nan" if pd.isna(row[name]) else row[name])) for name in MEASURES)])


def printed_by_shortlist(codes: Sequence[str]) -> str:
    return " ".join([*codes, *(str(float(pay_row(code)["employment"])) for code in codes)])


def printed_by_compare(codes: Sequence[str], unit: str) -> str:
    return " ".join([*codes, *(str(tallied(codes, kind, unit)) for kind in ("state", "metropolitan"))])


def test_the_shipped_output_of_checked_cells_is_what_the_tables_hold() -> None:
    expected = {
        "compare": printed_by_compare(["43-3021", "43-4051"], "annual"),
        "profile": printed_by_profile("43-3021", NATION, "annual"),
        "shortlist": printed_by_shortlist(["43-3021", "13-2011", "13-2051"]),
    }
    for name, line in expected.items():
        book = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
        (cell,) = [cell for cell in book.cells if CHECKED in tags(cell)]
        assert (cell.execution_count, cell.outputs[0].text) == (1, line + "\n"), name


def test_nbval_runs_each_notebook_for_several_roles_and_finds_a_wrong_output(tmp_path: Path) -> None:
    pair, titles, unlike = ["43-3021", "43-3031"], ["43-3021", "43-4051"], ["29-1249", "27-2042"]
    copies = {
        "compare-code": ({"role_a": pair[0], "role_b": pair[1]}, printed_by_compare(pair, "annual")),
        "compare-title": (
            {"role_a": "billing specialist", "role_b": "account specialist"},
            printed_by_compare(titles, "annual"),
        ),
        "compare-hourly": ({"role_a": unlike[0], "role_b": "musician"}, printed_by_compare(unlike, "hourly")),
        "profile-top-coded": ({"role": "surgeon", "area": "OR"}, printed_by_profile("29-1249", OREGON, "annual")),
        "profile-hourly": ({"role": "27-2011"}, printed_by_profile("27-2011", NATION, "hourly")),
        "profile-area": ({"role": "billing specialist", "area": "Ohio"}, printed_by_profile("43-3021", OHIO, "annual")),
        "shortlist-eight": (  # the first earns less, so the second leads
            {"roles": "; ".join(EIGHT), "min_pay": 50_000.0},
            printed_by_shortlist([EIGHT[1], EIGHT[0], *EIGHT[2:]]),
        ),
        "shortlist-wrong": ({"roles": "; ".join(pair)}, printed_by_shortlist(pair[::-1])),
        "explore-hourly": ({"role_a": "27-2011", "role_b": "surgeon"}, ""),
    }
    cells = sum(copy(name, parameters, line, tmp_path) for name, (parameters, line) in copies.items())
    done = nbval(tmp_path)
    assert f"1 failed, {cells - 1} passed" in done.stdout, done.stdout[-4000:]
    assert re.search(r"^FAILED \S*shortlist-wrong\.ipynb", done.stdout, re.MULTILINE)


def copy(name: str, parameters: dict[str, Any], line: str, folder: Path) -> int:
    """Write a notebook with other parameters, the checked cell holding `line`; return how many cells nbval runs."""
    source = str(NOTEBOOKS / f"{name.partition('-')[0]}.ipynb")
    book = papermill.parameterize.parameterize_notebook(papermill.iorw.load_notebook_node(source), parameters)
    for cell in book.cells:
        if CHECKED in tags(cell):
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=line + "\n")]
    nbformat.write(book, folder / f"{name}.ipynb")
    return sum(cell.cell_type == "code" for cell in book.cells)


# --- nbval: what every section of the pair notebook printed, stored ------------------------------------------------


def write(name: str, folder: Path) -> nbformat.NotebookNode:
    """Write the checked cells of the notebook for one of `PAIRS`, with their stored outputs; return the notebook."""
    book = only_checked(whole(PAIRS[name], stored()[name]))
    nbformat.write(book, folder / f"{name}.ipynb")
    return book


Mutation = tuple[str, str, str, set[str]]
"""A module, what stands there, what is put in its place, and sections whose stored output that must contradict."""

MUTATIONS: dict[str, Mutation] = {
    "the sign of a gap": (
        "comparison/facts.py",
        'gap = b["value"].to_numpy(float) - a["value"].to_numpy(float)',
        'gap = a["value"].to_numpy(float) - b["value"].to_numpy(float)',
        {"pay"},
    ),
    "the sign of a tested gap": (
        "stats/means.py",
        "np.where(shown, self.b.value - self.a.value, np.nan)",
        "np.where(shown, self.a.value - self.b.value, np.nan)",
        {"place_gaps", "sector_gaps"},
    ),
    "a wrong unit": ("sections/pay.py", "UNITS[kind], **told", 'UNITS["annual"], **told', {"pay"}),
    "a shifted row": (
        "comparison/pay_cells.py",
        "at[index.codes[here][found]] = found",
        "at[index.codes[here][found]] = np.roll(found, 1)",
        {"places", "sectors"},
    ),
    "the figures of the other role": (
        "comparison/roles.py",
        "return tuple(reading.soc_code for reading in self.leading)",
        "return tuple(reading.soc_code for reading in self.leading)[::-1]",
        {"pay", "jobs", "outlook", "entry", "people"},
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_nbval_fails_where_a_helper_is_wrong(mutation: str, tmp_path: Path) -> None:
    module, right, wrong, contradicted = MUTATIONS[mutation]
    shutil.copytree(NOTEBOOKS.parent / "src" / "helpers", tmp_path / "src" / "helpers")
    source = (tmp_path / "src" / "helpers" / module).read_text(encoding="utf-8")
    assert source.count(right) == 1, "the mutation no longer fits the module"
    (tmp_path / "src" / "helpers" / module).write_text(source.replace(right, wrong), encoding="utf-8")
    folder = tmp_path / "books"
    folder.mkdir()
    book = write("near", folder)
    done = nbval(folder, PYTHONPATH=str(tmp_path / "src"), ROLEPAIR_DATA=str(data_folder()))
    assert done.returncode == 1, done.stdout[-3000:]
    failed = {int(number) for number in re.findall(r"^FAILED \S*near\.ipynb::Cell (\d+)", done.stdout, re.MULTILINE)}
    sources = [cell.source for cell in book.cells]
    assert {sources[number] for number in failed} >= {f"told(sections.{name})" for name in contradicted}


def test_every_section_of_every_pair_is_stored() -> None:
    assert {name: sorted(told) for name, told in stored().items()} == dict.fromkeys(PAIRS, sorted(section_names()))
    assert all(text.strip() for told in stored().values() for text in told.values())


def test_nbval_finds_every_section_of_very_different_pairs_as_stored(tmp_path: Path) -> None:
    cells = sum(len(write(name, tmp_path).cells) for name in PAIRS)
    done = nbval(tmp_path)
    assert f"{cells} passed" in done.stdout, done.stdout[-6000:]
    assert "failed" not in done.stdout
