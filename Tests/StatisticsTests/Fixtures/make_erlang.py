"""Makes erlang.json: queues solved as Markov chains by NumPy and SciPy, with no formula of Erlang's.

    pip install numpy scipy
    python make_erlang.py > erlang.json
"""
import json
import sys

import numpy as np
from scipy.linalg import expm


def chain(arrivals, handle, patience, agents, within):
    """The states are how many are in the queue or served; waits are what the one who comes lives through."""
    mu, theta = 1 / handle, 0.0 if patience is None else 1 / patience
    most = agents + 2500
    weight = np.zeros(most + 1)
    # Logarithms, so that nothing is too large.
    for k in range(1, most + 1):
        rate = min(k, agents) * mu + max(0, k - agents) * theta
        weight[k] = weight[k - 1] + np.log(arrivals / rate)
    p = np.exp(weight - weight.max())
    p /= p.sum()
    k = np.arange(most + 1)
    queue = (np.maximum(0, k - agents) * p).sum()
    served = p[:agents].sum()
    # Those before the one who comes leave one after the other; it may give up itself, or be served.
    deep = int(np.searchsorted(np.cumsum(p[agents:]), p[agents:].sum() * (1 - 1e-13)))
    q = np.zeros((deep + 3, deep + 3))
    end, gone = deep + 1, deep + 2
    for j in range(deep + 1):
        q[j, j - 1 if j else end] = agents * mu + j * theta
        q[j, gone] = theta
        q[j, j] = -(agents * mu + (j + 1) * theta)
    reach = expm(q * within)[: deep + 1, end]
    served += (p[agents: agents + deep + 1] * reach).sum()
    return dict(arrivals=arrivals, handle=handle, patience=patience, agents=agents, within=within,
                waiting=p[agents:].sum(), served=served, abandoned=theta * queue / arrivals, wait=queue / arrivals,
                occupancy=(np.minimum(k, agents) * p).sum() / agents)


cases = [
    # Garnett, Mandelbaum & Reiman 2002, table 1: 48 calls a minute of a minute each, 50 agents, patience of 2 minutes.
    (48 / 60, 60.0, None, 50, 30.0), (48 / 60, 60.0, 120.0, 50, 30.0),
    (0.02, 240.0, None, 6, 20.0), (0.02, 240.0, 180.0, 6, 20.0), (0.02, 240.0, 60.0, 4, 20.0),
    (0.001, 600.0, 300.0, 1, 20.0), (0.3, 300.0, 90.0, 80, 10.0), (0.3, 300.0, None, 95, 0.0),
    (0.05, 200.0, 2000.0, 12, 60.0), (0.0005, 400.0, None, 1, 20.0),
]
found = [chain(*case) for case in cases]


def fewest(arrivals, handle, patience, share, within, occupancy):
    agents = 1
    while True:
        if patience is not None or arrivals * handle < agents:
            one = chain(arrivals, handle, patience, agents, within)
            if one["served"] >= share and one["occupancy"] <= occupancy:
                return agents
        agents += 1


goals = [(0.02, 240.0, None, 0.8, 20.0, 0.85), (0.02, 240.0, 120.0, 0.8, 20.0, 0.85), (0.1, 300.0, 60.0, 0.9, 20.0, 1.0),
         (0.1, 300.0, 60.0, 0.8, 20.0, 0.7), (0.002, 500.0, None, 0.8, 20.0, 0.85)]
json.dump(dict(cases=found, goals=[
    dict(zip(["arrivals", "handle", "patience", "share", "within", "occupancy"], goal), agents=fewest(*goal))
    for goal in goals]), sys.stdout, indent=1)
print()
