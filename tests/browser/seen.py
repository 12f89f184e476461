"""What is seen of a page: by axe, by the eye, and on paper."""

import subprocess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how many pixels a page scrolls sideways."""
SIZES = """[...document.querySelectorAll('.plot text')].map(t => parseFloat(getComputedStyle(t).fontSize)
  * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width)"""
"""How large the texts of charts are on the screen, in pixels."""

TEXTS = """() => { const out = [];
for (const plot of document.querySelectorAll('.plot')) {
  const frame = plot.getBoundingClientRect();
  const texts = [...plot.querySelectorAll('text')].filter(t => !t.closest('.you'))
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  texts.forEach(([words, r], i) => {
    const left = r.left < frame.left - 1 || r.right > frame.right + 1;
    if (left || r.top < frame.top - 3 || r.bottom > frame.bottom + 3) out.push(['outside', words]);
    for (const [other, q] of texts.slice(i + 1)) {
      const x = Math.min(r.right, q.right) - Math.max(r.left, q.left);
      const y = Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) - .44 * r.height;
      if (x > 1 && y > 1) out.push(['overlap', words, other]);
    }
  });
}
return out }"""
"""Which texts of charts lie on each other or leave their chart."""


def violations(page: Any) -> list[tuple[str, str]]:
    """Return what axe finds wrong with a page that was visited with `bypass_csp`, as axe is no part of it."""
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def text_of(pdf: Path, *options: str) -> str:
    """Return what Chromium printed, as poppler's pdftotext reads it."""
    return subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True).stdout
