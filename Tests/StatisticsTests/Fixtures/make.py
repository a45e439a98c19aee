"""Makes statistics.json: known answers by SciPy, NumPy and statsmodels, each by another way than the code's.

    pip install numpy scipy statsmodels
    python make.py > statistics.json
"""
import json
import sys

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(20261125)
LEVELS = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-4, 1e-6]


def t_cases():
    out = []
    for df in [1, 2, 3, 7.5, 30, 364, 9999.5, None]:
        law = stats.norm() if df is None else stats.t(df)
        for p in [0.9, 0.5, 0.05, 1e-3, 1e-9, 1e-30]:
            t = float(law.isf(p / 2))
            out.append({"df": df, "p": p, "critical": t, "back": float(2 * law.sf(t))})
    return out


def share_cases():
    out = []
    for k, n in [(13, 15), (0, 10), (10, 10), (1, 400), (137, 361), (5000, 9999)]:
        for p in [0.05, 0.01]:
            low, high = proportion_confint(k, n, alpha=p, method="wilson")
            out.append({"k": k, "n": n, "phi": 1, "days": 0, "p": p, "low": low, "high": high})
        # Clustered days: the score equation itself, solved by Brent.
        phi, days, p = 2.3, 31, 0.05
        c, m, share = stats.t(days - 1).isf(p / 2), n / phi, k / n
        f = lambda q: (share - q) ** 2 - c * c * q * (1 - q) / m
        low = 0.0 if k == 0 else optimize.brentq(f, 1e-15, share - 1e-15 if k < n else 1 - 1e-9, xtol=1e-15)
        high = 1.0 if k == n else optimize.brentq(f, share + 1e-15 if k > 0 else 1e-9, 1 - 1e-15, xtol=1e-15)
        out.append({"k": k, "n": n, "phi": phi, "days": days, "p": p, "low": low, "high": high})
    return out


def mean_cases():
    out = []
    for n, sigma in [(10, 0.8), (30, 0.8), (100, 0.5), (1000, 0.3), (12, 0.0)]:
        x = np.full(n, 7.0) if sigma == 0 else np.round(rng.lognormal(6, sigma, n))
        mean, s = x.mean(), x.std(ddof=1)
        g = float(stats.skew(x)) if sigma else 0.0
        t = stats.t(n - 1).isf(0.025) / np.sqrt(n)
        # Hall's transformation is monotone: its inverse is solved for, not written down.
        bounds = []
        for y in (t, -t):
            if g == 0:
                bounds.append(mean - s * y)
                continue
            forward = lambda w: w + g / 3 * w * w + g * g / 27 * w ** 3 + g / (6 * n) - y
            bounds.append(mean - s * optimize.brentq(forward, -50, 50, xtol=1e-15))
        out.append({"x": x.tolist(), "low": bounds[0], "high": bounds[1]})
    return out


def ratio_cases():
    out = []
    for n in [5, 40, 400]:
        y = rng.gamma(4, 5, n).round() + 1
        x = (y * rng.normal(3, 0.4, n)).round()
        t = stats.t(n - 1).isf(0.025)
        sxx, syy, sxy = x.var(ddof=1), y.var(ddof=1), np.cov(x, y, ddof=1)[0, 1]
        a = [y.mean() ** 2 - t * t * syy / n, -2 * (x.mean() * y.mean() - t * t * sxy / n),
             x.mean() ** 2 - t * t * sxx / n]
        low, high = sorted(np.roots(a).real)
        out.append({"x": x.tolist(), "y": y.tolist(), "low": low, "high": high})
    return out


def count_cases():
    out = []
    for c in [0, 1, 7, 120, 5000]:
        for phi, days in [(1, 0), (1.9, 31)]:
            z = stats.norm.isf(0.025) if phi == 1 else stats.t(days - 7).isf(0.025)
            f = lambda mu: (c - mu) ** 2 - z * z * phi * mu
            low = 0.0 if c == 0 else optimize.brentq(f, 0, c, xtol=1e-13, rtol=1e-14)
            high = optimize.brentq(f, c + 1e-12, 100 + 20 * c, xtol=1e-13, rtol=1e-14)
            out.append({"count": c, "phi": phi, "days": days, "low": low, "high": high})
    return out


def dispersion_cases():
    out = []
    for days in [28, 31, 9]:
        counts = rng.negative_binomial(5, 0.1, days).tolist()
        weekdays = [(d + 3) % 7 for d in range(days)]
        total, spread = 0, 0.0
        for w in range(7):
            x = np.array([c for c, v in zip(counts, weekdays) if v == w])
            if len(x) >= 2:
                total += x.sum()
                spread += len(x) * x.var(ddof=1)
        n = rng.integers(0, 40, days)
        k = [int(rng.binomial(m, rng.beta(8, 2))) for m in n]
        used = [(a, b) for a, b in zip(k, n.tolist()) if b > 0]
        p = sum(a for a, _ in used) / sum(b for _, b in used)
        d = len(used)
        shares = sum((a - b * p) ** 2 for a, b in used) * d / (d - 1) / (sum(b for _, b in used) * p * (1 - p))
        few = days < 10
        out.append({"weekdays": weekdays, "counts": counts, "countFactor": 1.0 if few else max(1.0, spread / total),
                    "k": k, "n": n.tolist(), "shareFactor": 1.0 if few else max(1.0, shares)})
    return out


def quantile_cases():
    out = []
    for q in [0.5, 0.9]:
        for n in [11, 36, 37, 60, 501]:
            x = np.sort(np.round(rng.lognormal(8, 1, n)))
            rows = []
            for p in LEVELS:
                z = stats.norm.isf(p / 2)
                rank = n * q + 0.5 + (z * z - 1) * (1 - 2 * q) / 6
                ends = [rank - z * np.sqrt(n * q * (1 - q)), rank + z * np.sqrt(n * q * (1 - q))]
                rows.append([float(np.interp(r, np.arange(1, n + 1), x)) if 1 <= r <= n else None for r in ends])
            out.append({"q": q, "x": x.tolist(), "value": float(np.quantile(x, q)), "rungs": rows})
    return out


def wilson(k, n, z):
    m = (k + z * z / 2) / (n + z * z)
    r = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    return m - r, m + r


def poisson(c, z):
    r = z * np.sqrt(c + z * z / 4)
    return c + z * z / 2 - r, c + z * z / 2 + r


def difference_cases():
    out = []
    for (k1, n1), (k2, n2) in [((80, 100), (70, 100)), ((760, 800), (384, 400)), ((3, 12), (11, 12)), ((50, 100), (50, 100))]:
        def bounds(p):
            z = stats.norm.isf(p / 2)
            (l1, u1), (l2, u2) = wilson(k1, n1, z), wilson(k2, n2, z)
            a, b, d = k1 / n1, k2 / n2, k2 / n2 - k1 / n1
            return d - np.hypot(b - l2, u1 - a), d + np.hypot(u2 - b, a - l1)
        d = k2 / n2 - k1 / n1
        end = 0 if d > 0 else 1
        p = 1.0 if d == 0 else 10 ** optimize.brentq(lambda e: bounds(10 ** e)[end], -12, -1e-9, xtol=1e-14)
        low, high = bounds(0.05)
        out.append({"kind": "share", "from": [k1, n1], "to": [k2, n2], "low": low, "high": high, "p": p})
    for c1, c2, e in [(100, 130, [1.0, 1.0]), (400, 460, [20.0, 23.0]), (12, 31, [21.0, 22.0])]:
        def logs(p):
            z = stats.norm.isf(p / 2)
            (l1, u1), (l2, u2) = poisson(c1, z), poisson(c2, z)
            d = np.log(c2 / e[1]) - np.log(c1 / e[0])
            return d - np.hypot(np.log(c2 / l2), np.log(u1 / c1)), d + np.hypot(np.log(u2 / c2), np.log(c1 / l1))
        d = np.log(c2 / e[1]) - np.log(c1 / e[0])
        end = 0 if d > 0 else 1
        p = 1.0 if abs(d) < 1e-15 else 10 ** optimize.brentq(lambda x: logs(10 ** x)[end], -12, -1e-9, xtol=1e-14)
        low, high = logs(0.05)
        out.append({"kind": "count", "from": [c1], "to": [c2], "exposure": e, "low": low, "high": high, "p": p})
    return out


def rates():
    p = np.round(rng.uniform(0, 1, 40) ** 3, 6)
    return {"p": p.tolist(), "q": multipletests(p, method="fdr_bh")[1].tolist()}


def nps_cases():
    out = []
    for p, s, d in [(40, 30, 30), (9, 1, 0), (0, 0, 3), (500, 300, 200)]:
        # As the mean of +1, 0, −1 over the answers and three pseudo-answers.
        w, x = np.array([p + 0.75, s + 1.5, d + 0.75]), np.array([1, 0, -1])
        m = np.average(x, weights=w)
        se = np.sqrt(np.average((x - m) ** 2, weights=w) / w.sum())
        z = stats.norm.isf(0.025)
        out.append({"answers": [p, s, d], "low": max(-100, 100 * (m - z * se)), "high": min(100, 100 * (m + z * se))})
    return out


json.dump({"t": t_cases(), "share": share_cases(), "mean": mean_cases(), "ratio": ratio_cases(), "count": count_cases(),
           "dispersion": dispersion_cases(), "quantile": quantile_cases(), "difference": difference_cases(),
           "rates": rates(), "nps": nps_cases()}, sys.stdout, indent=None, separators=(",", ":"))
print()
