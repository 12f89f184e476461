"""The commands where the platform lacks something: each process is started without it, as on such a machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.base.errors import BadInput
from helpers.cli.main import app

ABSENT = {
    "no pidfd_open": "import os; del os.pidfd_open",
    "pidfd_open not implemented": """
import errno, os
def refuse(*_):
    raise OSError(errno.ENOSYS, "Function not implemented")
os.pidfd_open = refuse
""",
    "no resource": "import sys; sys.modules['resource'] = None",
}


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this platform lacks it anyway")
@pytest.mark.parametrize("absent", ABSENT)
def test_compare_batch_and_check_work_without(tmp_path: Path, absent: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(ABSENT[absent], encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("role_a,role_b\nnurse,paramedic\ncashier,actor\n", encoding="utf-8")
    (tmp_path / "claims.csv").write_text(
        "role,measure,value,unit\naccountant,annual_pay_mean,70000,usd_per_year\n", encoding="utf-8"
    )

    def run(*words: str) -> str:
        command = [sys.executable, "-c", "from helpers.cli.main import main; main()", *words]
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    run("compare", "nurse", "paramedic", "--out", "out.html")
    assert (tmp_path / "out.html").stat().st_size > 100_000
    assert "2 made, 0 unchanged, 0 failed" in run("batch", "pairs.csv", "--out", "many")
    assert "13-2011" in run("check", "claims.csv")


def test_a_batch_says_that_it_needs_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    done = CliRunner().invoke(app, ["batch", "--within", "43-3000", "--out", str(tmp_path)])
    assert isinstance(done.exception, BadInput)
    assert "cannot fork processes" in str(done.exception)
    assert list(tmp_path.iterdir()) == []
