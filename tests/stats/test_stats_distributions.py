"""Normal and t distributions against scipy, which the product does not import."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from helpers.stats.distributions import normal_cdf, normal_quantile, normal_two_sided, t7_two_sided


def test_what_is_missing_stays_missing() -> None:
    assert np.isnan(normal_two_sided([np.nan, 1.0])).tolist() == [True, False]
    assert np.isnan(t7_two_sided([np.nan, 1.0])).tolist() == [True, False]


def test_z_of_a_90_percent_interval_is_1_6449() -> None:
    assert normal_quantile(0.95) == pytest.approx(stats.norm.ppf(0.95), abs=1e-12)
    assert round(normal_quantile(0.95), 4) == 1.6449


def test_the_normal_share_is_right_to_eleven_digits_and_flat_beyond_nine() -> None:
    x = np.linspace(-8.9, 8.9, 20_011)
    assert np.abs(normal_cdf(x) - stats.norm.cdf(x)).max() < 1e-11
    assert normal_cdf([-40.0, 40.0]).tolist() == pytest.approx([0.0, 1.0], abs=1e-15)


def test_two_sided_normal_p_is_exact_far_into_the_tails() -> None:
    z = np.array([0.0, -1.6448536269514722, 8.0, 30.0])
    assert normal_two_sided(z) == pytest.approx(2 * stats.norm.sf(np.abs(z)), rel=1e-12)


def test_t_with_7_degrees_of_freedom_has_scipys_p() -> None:
    t = np.linspace(-20, 20, 4_001)
    assert np.abs(t7_two_sided(t) - 2 * stats.t.sf(np.abs(t), 7)).max() < 1e-14


def test_the_package_does_not_import_scipy() -> None:
    code = (
        "import sys, pkgutil, importlib, helpers.stats as s;"
        "[importlib.import_module(f'helpers.stats.{m.name}') for m in pkgutil.iter_modules(s.__path__)];"
        "sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
