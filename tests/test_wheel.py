"""The wheel, in an environment without a checkout, in another folder and with no network."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from helpers.base.paths import ROOT

NO_NETWORK = ["unshare", "--map-root-user", "--net"]
OF_THIS_PROCESS = ("PYTHON", "ROLEPAIR", "PIP_", "VIRTUAL_ENV")
# where the kernel does not let a network be taken away, nothing answers at the addresses of these
DEAD = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built out of the checkout with what the lock pins."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment that has the wheel, and the locked packages of this one, but no checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    python = folder / "bin" / "python"
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # a folder named by a .pth file has its own .pth files left alone, the one of the checkout too
    (purelib / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(pip, check=True)
    return folder / "bin" / "rolepair"


@pytest.fixture
def run(installed: Path, tmp_path: Path):
    """Run the installed command in an empty folder with no network; return what it prints."""
    can = subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode == 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_PROCESS)} | DEAD

    def call(*words: str) -> str:
        command = [*(NO_NETWORK if can else []), str(installed), *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_code_data_and_notebooks_and_nothing_else(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/helpers", "data", "notebooks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    wanted = {f"helpers/{name.removeprefix('src/helpers/')}" for name in listed if (ROOT / name).is_file()}
    assert len(wanted) > 200
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if ".dist-info/" not in name} == wanted


def test_reports_are_made_in_the_current_folder(run, tmp_path) -> None:
    (tmp_path / "pairs.csv").write_text(
        "role_a,role_b\nnurse,paramedic\ncashier,actor\naccountant,economist\n", encoding="utf-8"
    )
    told = run("compare", "nurse", "paramedic").splitlines()
    assert told[0].startswith("reports/nurse-vs-paramedic.html (")
    assert told[1] == "nurse → Registered Nurses (29-1141)"
    assert "about $38,000 a year (give or take $500)" in told[-1]
    assert "role-nurse.html" in run("profile", "nurse")
    assert "3 made, 0 unchanged, 0 failed" in run("batch", "pairs.csv")
    assert {path for path in files(tmp_path / "reports") if path.endswith(".html")} == {
        "nurse-vs-paramedic.html",
        "role-nurse.html",
        *(f"batch/{name}.html" for name in ("nurse-vs-paramedic", "cashier-vs-actor", "accountant-vs-economist")),
        "batch/index.html",
    }
    alone = (tmp_path / "reports" / "nurse-vs-paramedic.html").read_bytes()
    assert (tmp_path / "reports" / "batch" / "nurse-vs-paramedic.html").read_bytes() == alone


def test_explore_opens_a_copy_of_the_notebooks_and_keeps_what_the_user_changed(run, tmp_path) -> None:
    # JupyterLab is handed --version, which it answers instead of serving
    assert str(tmp_path / "notebooks") in run("explore", "--no-browser", "--version")
    assert files(tmp_path / "notebooks") == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    (tmp_path / "notebooks" / "explore.ipynb").write_text("mine", encoding="utf-8")
    (tmp_path / "notebooks" / "atlas.ipynb").unlink()
    run("explore", "--no-browser", "--version")
    assert (tmp_path / "notebooks" / "explore.ipynb").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "notebooks" / "atlas.ipynb").is_file()
