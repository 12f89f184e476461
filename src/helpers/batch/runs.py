"""The run list: which pairs a batch renders, under which name each report is kept, and the page to find it by.

That page has two lists of roles and a link, so that it stays small at 344,035 reports.
"""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations
from pathlib import Path

from helpers.base.errors import BadInput, SameRole, UserError
from helpers.base.title_key import squashed
from helpers.base.user_csv import read_sheet
from helpers.batch.store import Store
from helpers.render.page import policy
from helpers.render.reports import file_name, page_bytes, page_title
from helpers.tables.areas import NATION, NATIONAL, Area, resolve_area
from helpers.tables.load import load
from helpers.tables.titles import Role, refuse_unsure, resolve, resolve_pair, unsure

COLUMNS = ("role_a", "role_b", "soc_a", "soc_b", "area")
ONE_FOLDER = 2000
"""Runs up to which all reports stand in one folder; above, each first role has its own."""
LISTED = 2000
_STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
label{display:block;margin:.8rem 0 .2rem}input{font:inherit;width:100%;max-width:34rem;padding:.3rem}
li{margin:.2rem 0}a{overflow-wrap:anywhere}"""
_SCRIPT = """const data=JSON.parse(document.getElementById("pairs").textContent),$=i=>document.getElementById(i);
const at=n=>data.roles.findIndex(r=>r.toLowerCase()===n.trim().toLowerCase());
function find(){const a=at($("a").value),b=at($("b").value),out=$("found");
if(a<0&&b<0){out.textContent="";return}
const hits=[];for(const[x,y,f]of pairs())if((a<0||x===a||y===a)&&(b<0||x===b||y===b))hits.push([x,y,f]);
out.replaceChildren(...hits.slice(0,1000).map(([x,y,f])=>{const li=document.createElement("li"),
l=document.createElement("a");l.href=f;l.textContent=data.roles[x]+" or "+data.roles[y]+"?";li.append(l);return li}));
$("count").textContent=hits.length+(hits.length===1?" report":" reports")}
function*pairs(){if(data.list){for(const[x,y,f]of data.list)yield[x,y,f];return}
const n=data.slugs.length;for(let x=0;x<n;x++)for(let y=x+1;y<n;y++)
yield[x,y,data.slugs[x]+"/"+data.slugs[x]+"-vs-"+data.slugs[y]+data.tail]}
for(const i of["a","b"])$(i).addEventListener("input",find);"""


@dataclass(frozen=True)
class Run:
    """One report to make: the notebook's parameters, where it goes, its title and the two names in its header.

    `unsure` says of each title that was read with doubt what it was read as.
    """

    parameters: tuple[tuple[str, str], ...]
    file: str
    title: str
    names: tuple[str, str]
    unsure: tuple[str, ...] = ()

    def page_of(self, notebook: Path, *, gzipped: bool = False) -> "partial[bytes]":
        """Return the call that makes the report's bytes out of `notebook`."""
        return partial(page_bytes, notebook, dict(self.parameters), title=self.title, gzipped=gzipped)


def from_csv(path: Path, *, strict: bool = False) -> tuple[list[Run], list[tuple[str, str]]]:
    """Return the runs of a CSV with the columns role_a, role_b and, if wanted, soc_a, soc_b, area; and its bad lines.

    A bad line is its number and why. Two lines that make the same report are one run. A title that is read with doubt
    says so in `unsure` of its run; with `strict` its line is a bad one. Raises `BadInput` where `read_sheet` does.
    """
    sheet = read_sheet(path, required=COLUMNS[:2], optional=COLUMNS[2:], rows="one row a pair")
    runs: dict[str, Run] = {}
    mistakes = list(sheet.faults)
    for line in sheet.lines:
        values = {name: line.cells.get(name, "") for name in COLUMNS}
        try:
            a, b = resolve_pair(values["role_a"], values["role_b"], values["soc_a"], values["soc_b"])
            for role in (a, b) if strict else ():
                refuse_unsure(role)
            run = _run(a, b, soc_a=values["soc_a"], soc_b=values["soc_b"], area=_area(values["area"]))
            runs.setdefault(run.file, replace(run, unsure=unsure((a, b), f"line {line.number}: ")))
        except UserError as error:
            mistakes.append((line.number, str(error)))
    return list(runs.values()), [(f"line {number}", why) for number, why in sorted(mistakes)]


def all_pairs(*, within: str = "", top_employment: int = 0, area: str = "") -> list[Run]:
    """Return every pair of detailed occupations once, the lower code first.

    `within` keeps those under a group code such as 43-3000 or 43-0000; `top_employment` keeps the occupations with most
    jobs in the nation. Raises `BadInput` if fewer than two are left.
    """
    occupations = load("occupations")
    codes = sorted(occupations["soc_code"][occupations["level"] == "detailed"])
    if within:
        codes = [code for code in codes if code.startswith(within.strip().rstrip("0"))]
    if top_employment:
        jobs = load("pay", columns=["soc_code", "employment"], where=NATIONAL)
        most = jobs[jobs["soc_code"].isin(codes)].sort_values(["employment", "soc_code"], ascending=[False, True])
        codes = sorted(most["soc_code"].head(top_employment))
    if len(codes) < 2:
        raise BadInput(
            f"{len(codes)} occupations under {within or 'these options'}",
            expected="a code with at least two detailed occupations, such as 43-3000, and a number from 2",
            next_step="`rolepair search 43-` lists codes",
        )
    roles = [resolve(code) for code in codes]
    place = _area(area)
    return [_run(a, b, area=place) for a, b in combinations(roles, 2)]


def shard_of(runs: list[Run], text: str) -> list[Run]:
    """Return the part `i/n` of the runs (1/4 is the first of four), dealt out in turn so that parts are alike.

    Raises `BadInput` for a text that is none. Empty text is all of them.
    """
    if not text:
        return runs
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise BadInput(f"--shard {text}", expected="i/n with i from 1 to n", next_step="such as --shard 1/4")
    return runs[int(part) - 1 :: int(parts)]


def in_folders(runs: list[Run]) -> list[Run]:
    """Return the runs with a folder for each first role if they are more than one folder takes well."""
    if len(runs) <= ONE_FOLDER:
        return runs
    return [replace(r, file=f"{r.file.split('-vs-')[0]}/{r.file}") for r in runs]


def _run(a: Role, b: Role, *, area: Area, soc_a: str = "", soc_b: str = "") -> Run:
    if squashed(a.typed) == squashed(b.typed) and a.leading.soc_code == b.leading.soc_code:
        raise SameRole(f"both roles are {a.typed!r}", expected="two roles", next_step="give another one")
    place = "" if area.area_code == NATION else area.area
    values = (a.typed, b.typed, soc_a, soc_b, place)
    parameters = tuple(zip(COLUMNS, values, strict=True))
    return Run(parameters, file_name(a, b, place), page_title(a, b, place), (a.name, b.name))


_area = lru_cache(maxsize=1024)(resolve_area)


def write_index(runs: Sequence[Run], store: Store, *, gzipped: bool) -> None:
    """Write `index.html`: type one role or two, and the reports on them are listed.

    Up to 2,000 reports are also listed plainly, for a browser without script. The page holds the names of the roles;
    of complete sets (every pair of its roles) it holds no list of files at all, since names make them.
    """
    store.put("index.html", _page(runs, ".gz" if gzipped else "").encode())
    store.close()


def _page(runs: Sequence[Run], tail: str) -> str:
    roles: dict[str, int] = {}
    for run in runs:
        for name in run.names:
            roles.setdefault(name, len(roles))
    data: dict[str, object] = {"roles": list(roles)}
    if slugs := _rule(runs, roles):
        data |= {"slugs": slugs, "tail": f".html{tail}"}
    else:
        data["list"] = [[roles[run.names[0]], roles[run.names[1]], run.file + tail] for run in runs]
    options = "".join(f'<option value="{html.escape(name, quote=True)}">' for name in roles)
    links = [f'<li><a href="{html.escape(r.file + tail, quote=True)}">{html.escape(r.title)}</a></li>' for r in runs]
    shown = f"<ul>{''.join(links)}</ul>" if len(runs) <= LISTED else ""
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(_STYLE, _SCRIPT)}">'
        "<title>Reports on pairs of roles</title>"
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>'
        f"<h1>Reports on pairs of roles</h1><p>{len(runs):,} reports on {len(roles):,} roles.</p>"
        '<label for="a">One role</label><input id="a" list="roles" autocomplete="off">'
        '<label for="b">Another role</label><input id="b" list="roles" autocomplete="off">'
        f'<datalist id="roles">{options}</datalist><p id="count" role="status"></p><ul id="found"></ul>{shown}</main>'
        f'<script type="application/json" id="pairs">{packed}</script><script>{_SCRIPT}</script></body></html>\n'
    )


def _rule(runs: Sequence[Run], roles: dict[str, int]) -> list[str]:
    """Return the roles' names in files if every pair of roles is there in its own folder; empty if not."""
    if len(runs) != len(roles) * (len(roles) - 1) // 2 or len(runs) <= LISTED:
        return []
    slugs = [""] * len(roles)
    for run in runs:
        first, second = run.file.rsplit("/", 1)[-1].removesuffix(".html").split("-vs-", 1)
        slugs[roles[run.names[0]]], slugs[roles[run.names[1]]] = first, second
    for run in runs:
        first, second = (slugs[roles[name]] for name in run.names)
        if run.file != f"{first}/{first}-vs-{second}.html" or roles[run.names[0]] > roles[run.names[1]]:
            return []
    return slugs
