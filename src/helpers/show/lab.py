"""The page's look inside a cell of JupyterLab: scoped to our outputs, light and dark, and never mathematics.

The page itself takes none of it: a block's metadata says where its own HTML begins and ends.
"""

from functools import cache

from helpers.show.theme import DARK, LIGHT

CLOSING = "</div>"
_RULES = """
.rp{font:400 15px/1.45 "Source Sans 3",system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:var(--ink);max-width:62em}
.rp p{margin:0 0 .5em}.rp h1,.rp h2,.rp h3{margin:.4em 0;font-weight:600}.rp .lede{font-size:1.35em;font-weight:600}
.rp .sr,.rp .po{display:none}.rp small{display:block;color:var(--soft)}
.rp .mk{width:.72em;height:.72em;display:inline-block;overflow:visible;margin-right:.28em}
.rp .vd{display:flex;gap:7px;align-items:center;color:var(--soft)}.rp .vd svg{width:34px;height:12px;flex:none}
.rp .vd svg *{stroke:currentColor}.rp .vd svg .f{fill:currentColor;stroke:none}
.rp .n{font:inherit;color:inherit;background:none;border:0;padding:0;text-decoration:underline dotted}
.rp .tw{overflow:auto;max-height:30em}.rp table{border-collapse:collapse;margin:0;font-size:14px}
.rp caption{text-align:left;font-weight:600;padding:4px 0}
.rp th,.rp td{text-align:left!important;vertical-align:top;padding:4px 14px 4px 0;border-top:1px solid var(--rule)}
.rp tbody tr,.rp thead tr{background:none!important}.rp tbody th{font-weight:400}
.rp .tool .f,.rp .tool output,.rp .tool .bars{display:none}.rp .cap .u{display:block;color:var(--soft);font-weight:400}
.rp .cap{font-size:16px;font-weight:600}.rp .cols{display:flex;gap:2em;flex-wrap:wrap}
.rp .failed{border-left:4px solid var(--b);padding-left:10px}
"""


@cache
def opening(*, styled: bool) -> str:
    """Return what stands before a block's HTML: with the style where a person looks at the notebook itself."""
    if not styled:
        return '<div class="rp mathjax_ignore">'
    light = "".join(f"--{name}:{colour};" for name, colour in LIGHT.items())
    dark = "".join(f"--{name}:{colour};" for name, colour in DARK.items())
    style = f".rp{{{light}}}body[data-jp-theme-light=false] .rp{{{dark}}}"
    roles = "".join(f".rp .r{s}{{color:var(--{s})}}.rp .mk.{s}{{fill:var(--{s})}}" for s in "abcdefgh")
    return f'<div class="rp mathjax_ignore"><style>{style}{roles}{_RULES}</style>'
