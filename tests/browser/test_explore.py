"""The exploring notebook in a real JupyterLab: run all, type titles, the sections follow; the own charts are drawn."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from helpers.base.paths import NOTEBOOKS

pytestmark = pytest.mark.browser
TOKEN = "only-for-this-test"
SLOW = 30_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves a copy of the notebook, with settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    served = home / "served"
    served.mkdir()
    shutil.copy(NOTEBOOKS / "explore.ipynb", served)
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    environment = os.environ | {name: str(home / name) for name in own}
    runtime = Path(environment["JUPYTER_RUNTIME_DIR"])
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.port=0", f"--ServerApp.root_dir={served}", f"--IdentityProvider.token={TOKEN}"]
    command += ["--LabApp.expose_app_in_browser=True"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield address(runtime, server)
        finally:
            server.terminate()
            server.wait(20)


def address(runtime: Path, server: "subprocess.Popen[bytes]") -> str:
    """Wait until the server answers, and return where."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        for found in runtime.glob("jpserver-*.json"):
            url = str(json.loads(found.read_text(encoding="utf-8"))["url"])
            with urllib.request.urlopen(f"{url}api?token={TOKEN}", timeout=20):
                return url
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start, status {server.poll()}")


def test_a_title_typed_in_the_search_changes_the_sections_below_and_is_never_guessed(
    browser: Browser, lab: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.goto(f"{lab}lab/tree/explore.ipynb?token={TOKEN}", wait_until="commit")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(4_000)  # the kernel of the notebook starts
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    search = page.locator(".widget-text input").first
    search.wait_for(timeout=SLOW)
    pay = page.locator(".widget-html .rp", has_text="How pay is spread").first
    expect(pay).to_contain_text("billing specialist", timeout=SLOW)
    expect(pay.locator("svg.plot")).to_be_visible()
    search.fill("registered nurse")
    search.press("Enter")
    expect(pay).to_contain_text("registered nurse", timeout=SLOW)
    expect(pay).not_to_contain_text("billing specialist")
    search.fill("xyzzy job")
    search.press("Enter")
    told = page.locator(".widget-html", has_text="No occupation is known under the title")
    expect(told.first).to_be_visible(timeout=SLOW)
    expect(page.locator(".widget-html", has_text="How pay is spread")).to_have_count(0)
    own = page.locator(".jp-OutputArea-output svg.plot, .jp-OutputArea-output img")
    page.locator(".jp-Notebook").press("Control+End")
    page.locator("text=Where the jobs are").last.scroll_into_view_if_needed()
    expect(own.last).to_be_visible(timeout=SLOW)
    assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    page.screenshot(
        path=str(Path(os.environ.get("EXPLORE_PICTURE", os.devnull)))
    ) if "EXPLORE_PICTURE" in os.environ else None
    page.close()
