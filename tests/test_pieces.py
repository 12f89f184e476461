"""Pieces that are made once, and the quick ways to rows and parts of tables that batches rely on."""

import os
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers import tables
from helpers.frame_rows import rows_of
from helpers.pieces import FOLDER, reused
from helpers.present import Html


def counted() -> tuple[list[str], object]:
    calls: list[str] = []

    def make(code: str, name: str = "") -> Html:
        calls.append(code)
        return Html(f"<p>{code} {name}</p>")

    return calls, make


def test_a_piece_is_made_once_for_each_content() -> None:
    calls, make = counted()
    get = reused(make)  # type: ignore[type-var]
    assert [get("a"), get("a"), get("b"), get("a", name="x")] == [get("a"), get("a"), get("b"), get("a", name="x")]
    assert calls == ["a", "b", "a"]


def test_processes_of_one_batch_share_pieces_through_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    calls, make = counted()
    first, second = reused(make), reused(make)
    assert first("a") == second("a") == "<p>a </p>"
    assert isinstance(second("a"), Html)
    assert calls == ["a"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_piece_that_is_cut_off_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    calls, make = counted()
    reused(make)("a")
    (place,) = tmp_path.iterdir()
    place.write_bytes(place.read_bytes()[:5])
    assert reused(make)("a") == "<p>a </p>"
    assert calls == ["a", "a"]
    assert pickle.loads(place.read_bytes()) == "<p>a </p>"


def test_another_data_folder_gives_other_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, make = counted()
    get = reused(make)
    get("a")
    monkeypatch.setenv("ROLEPAIR_DATA", str(tmp_path))
    get("a")
    assert calls == ["a", "a"]


def test_a_full_or_missing_folder_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "/proc/nowhere")
    calls, make = counted()
    assert reused(make)("a") == "<p>a </p>"
    assert calls == ["a"]


def test_a_frame_handed_out_is_safe_from_the_one_who_changes_it() -> None:
    get = reused(lambda code: pd.DataFrame({"code": [code], "n": [1]}))
    mine = get("a")
    mine["n"] = 2
    mine["more"] = 3
    assert get("a").to_dict("list") == {"code": ["a"], "n": [1]}


def test_rows_are_what_pandas_gives() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a", None],
            "figure": [1.5, np.nan],
            "count": [1, 2],
            "flag": [True, False],
            "maybe": pd.array([True, None], dtype="boolean"),
        }
    )
    frame["mixed"] = pd.Series([np.float64(2.5), Html("<b>x</b>")], dtype=object)
    found, expected = rows_of(frame), frame.to_dict("records")
    assert repr(found) == repr(expected)
    assert [[type(v) for v in row.values()] for row in found] == [[type(v) for v in row.values()] for row in expected]
    assert rows_of(frame.iloc[:0]) == []


@pytest.mark.parametrize(
    ("name", "columns", "where"),
    [
        ("pay", None, {"soc_code": ["43-3031", "43-3021"]}),
        ("pay", ["soc_code", "employment"], {"area_code": ["0000000"], "industry_code": ["000000"]}),
        ("pay", None, {"soc_code": ["43-3031"], "area_code": ["0000000"], "industry_code": ["000000", "nothing"]}),
        ("titles", None, {"list": ["onet_reported"]}),
        ("soc_codes", ["occupation", "soc_code"], None),
        ("footnotes", None, None),
        ("pay", None, {"soc_code": ["no such code"]}),
    ],
)
def test_parts_of_kept_tables_are_those_read_from_the_files(
    name: str, columns: list[str] | None, where: dict[str, list[str]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_KEPT", {})
    tables._read_checked.cache_clear()
    cold = tables.load(name, columns=columns, where=where)
    tables.keep_whole([name])
    kept = tables.load(name, columns=columns, where=where)
    tables._read_checked.cache_clear()
    pd.testing.assert_frame_equal(kept, cold)
    assert os.environ.get(FOLDER) is None
