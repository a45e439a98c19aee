"""Makes topics.json: weighted log odds by NumPy, their p by SciPy and q by statsmodels, of invented counts.

    pip install numpy scipy statsmodels
    python make_topics.py > topics.json
"""
import json
import sys

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20261125)
words = 40
share = rng.dirichlet(np.full(words, 2.0))
first = rng.multinomial(900, share)
share[3] *= 3
second = rng.multinomial(1400, share / share.sum())
background = first + second + rng.multinomial(5000, share / share.sum())
prior = 500 * background / background.sum()
a = first + prior
b = second + prior
delta = np.log(a / (first.sum() + 500 - a)) - np.log(b / (second.sum() + 500 - b))
z = delta / np.sqrt(1 / a + 1 / b)
p = 2 * stats.norm.sf(np.abs(z))
json.dump(dict(first=first.tolist(), second=second.tolist(), background=background.tolist(), difference=delta.tolist(),
               z=z.tolist(), p=p.tolist(), q=multipletests(p, method="fdr_bh")[1].tolist()), sys.stdout)
print()
