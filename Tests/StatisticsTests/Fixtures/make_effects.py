"""Makes effects.json: differences in differences as statsmodels' weighted least squares has them.

    pip install numpy scipy statsmodels
    python make_effects.py > effects.json
"""
import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(20261126)


def fit(y, x, v, full):
    """Slope, p, standard error and degrees of freedom; sampling variances as far as they explain the residuals."""
    nu = len(y) - 2
    model = sm.WLS(y, sm.add_constant(x), weights=np.ones(len(y)) if full else 1 / v)
    free = model.fit()
    if full:
        ratio, df = free.scale, nu
    elif free.scale > 1:
        ratio, df = free.scale, min(nu * (free.scale / (free.scale - 1)) ** 2, 1e4)
    else:
        ratio, df = 1.0, None
    # With a fixed scale the standard errors are those of a residual variance of one.
    se = free.bse[1] / np.sqrt(free.scale) * np.sqrt(ratio)
    law = stats.norm() if df is None else stats.t(df)
    return {"slope": free.params[1], "se": se, "df": df, "p": 2 * law.sf(abs(free.params[1] / se)),
            "low": free.params[1] - law.isf(0.025) * se, "high": free.params[1] + law.isf(0.025) * se}


cases = []
for before, after, noise, effect, full in [(7, 5, 0.5, 0.0, False), (7, 5, 1.0, 0.4, False), (12, 1, 3.0, 0.4, False),
                                           (3, 2, 1.0, -0.2, False), (4, 4, 2.0, 1.0, False), (8, 3, 1.0, 5.0, True),
                                           (24, 12, 1.2, 0.1, False), (7, 5, 1.0, "late", False), (6, 6, 1.0, "late", True)]:
    n = before + after
    v = rng.uniform(0.005, 0.02, n)
    y = rng.normal(0, 1, n) * np.sqrt(v) * noise
    y += np.where(np.arange(n) >= before + 2, 1.5, 0.0) if effect == "late" else np.where(np.arange(n) >= before, effect, 0.0)
    post = (np.arange(n) >= before).astype(float)
    case = {"before": before, "y": y.tolist(), "v": [0.0] * n if full else v.tolist(), "effect": fit(y, post, v, full)}
    if before > 3:
        case["trend"] = fit(y[:before], np.arange(before, dtype=float), v[:before], full)
    case["placebos"] = []
    for cut in range(3, before):
        x = (np.arange(before) >= cut).astype(float)
        case["placebos"].append(fit(y[:before], x, v[:before], full)["slope"])
    # A later turn: the least weighted residual squares, and t for what it improves on the turn at the start.
    full_weights = np.ones(n) if full else 1 / v
    squares = {cut: sm.WLS(y, sm.add_constant((np.arange(n) >= cut).astype(float)), weights=full_weights).fit().ssr
               for cut in range(before, n)}
    later = [cut for cut in squares if cut > before]
    case["later"] = None
    if later:
        best = min(later, key=squares.get)
        scale = squares[best] / (n - 3) if full else max(1.0, squares[best] / (n - 3))
        p = 2 * stats.t(n - 3).sf(np.sqrt(max(0, squares[before] - squares[best]) / scale))
        if p * len(later) <= 0.05:
            case["later"] = best - before
    cases.append(case)
json.dump(cases, sys.stdout, indent=1)
