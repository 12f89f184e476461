"""The index of a batch: two lists of roles and a link, so that it stays one small page at 344,035 reports."""

import html
import json
from collections.abc import Sequence

from helpers.batch.runs import Run
from helpers.batch.store import Store
from helpers.render.page import policy

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
