"""Whether two occupations differ in exposure to language models: by their tasks, and by observed use.

Source: method 10. Tasks are scored on one scale (beta, 0 to 1) by people and by GPT-4, without replicates: an order
holds where both raters put it by 10 points or more. Use is Microsoft's applicability score, as a percentile among all
occupations scored: an order holds from 10 percentile points on. Exposure of tasks is not loss of jobs.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.vocabulary import ExposureOrder
from helpers.stats.distributions import Floats, Numbers, first_that_holds

TASK_POINTS = 0.10
USE_POINTS = 10.0
ORDERS = pd.CategoricalDtype([order.value for order in ExposureOrder])
_SLACK = 1e-9

Signs = npt.NDArray[np.int8]


def use_percentiles(scores: pd.Series) -> pd.Series:
    """Return each score's percentile (0 to 100) among all that are there, ties at their mean rank; NaN stays."""
    return 100 * scores.rank() / scores.notna().sum()


def task_order(people_a: Numbers, model_a: Numbers, people_b: Numbers, model_b: Numbers) -> Signs:
    """Return 1 where both raters put B higher by 10 points or more, -1 where both put A, else 0; scores 0 to 1."""
    people = _difference(people_a, people_b)
    model = _difference(model_a, model_b)
    least = TASK_POINTS - _SLACK
    agreed = (np.sign(people) == np.sign(model)) & (np.abs(people) >= least) & (np.abs(model) >= least)
    return np.where(agreed, np.sign(people), 0).astype(np.int8)


def use_order(percentile_a: Numbers, percentile_b: Numbers) -> Signs:
    """Return 1 where B stands 10 percentile points or more higher in observed use, -1 where A does, else 0."""
    gap = _difference(percentile_a, percentile_b)
    return np.where(np.abs(gap) >= USE_POINTS, np.sign(gap), 0).astype(np.int8)


def exposure_order(tasks: Numbers, use: Numbers) -> pd.DataFrame:
    """Return what both orders (of `task_order` and `use_order`) say together: `order` (`ORDERS`) and `sign`.

    The sign is 1 where both put B higher, -1 where both put A, else 0. Where either has no order there is none.
    """
    by_task, by_use = np.atleast_1d(np.asarray(tasks)), np.atleast_1d(np.asarray(use))
    both, differ = (by_task != 0) & (by_task == by_use), (by_task != 0) & (by_task == -by_use)
    rules = [(ExposureOrder.BOTH_HIGHER, both), (ExposureOrder.DIFFER, differ)]
    codes = first_that_holds(rules, ExposureOrder.NO_CLEAR_ORDER)
    return pd.DataFrame(
        {
            "order": pd.Categorical.from_codes(codes.tolist(), dtype=ORDERS),
            "sign": np.where(both, by_task, 0).astype(np.int8),
        }
    )


def _difference(a: Numbers, b: Numbers) -> Floats:
    return np.atleast_1d(np.asarray(b, dtype=np.float64) - np.asarray(a, dtype=np.float64))
