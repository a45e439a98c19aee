#!/usr/bin/env python3
"""Holds the cells of a run of Benchmarks/pipeline.yml against DuckDB's, computed from the same files.
usage: compare_duckdb.py EXPORTS METRICS.json      needs duckdb, lxml and pyarrow; ends with 'N passed, N failed'."""
import json, math, pathlib, sys
import duckdb, pyarrow as pa
from lxml import etree

exports, metrics = pathlib.Path(sys.argv[1]), json.load(open(sys.argv[2]))
KEEP = """ticket_id, created_at::timestamp created_at, first_reply_at::timestamp first_reply_at, solved_at::timestamp solved_at,
 updated_at::timestamp updated_at, channel, priority, category, team, tier, csat::int csat, reopens::int reopens, replies::int replies,
 handle_seconds::bigint handle_seconds, escalated::bool escalated, bot_handled::bool bot_handled"""
DIMENSIONS = ["region", "team", "channel", "priority", "category", "tier"]
# Our metric and the column of DuckDB's result that it must equal.
METRICS = ["created", "b_solved", "b_frt50", "b_frt90", "b_res50", "b_res90", "b_csat", "b_fcr", "b_aht", "b_esc", "b_reopen", "b_bot", "b_sla"]

con = duckdb.connect()
columns = {}
for _, element in etree.iterparse(str(exports / "emea.xml"), tag="ticket"):
    for child in element: columns.setdefault(child.tag, []).append(child.text)
    element.clear()
    while element.getprevious() is not None: del element.getparent()[0]
emea = pa.table(columns)
con.execute(f"""create table raw as
 select 'AMER' region, {KEEP} from read_csv('{exports}/amer.csv')
 union all select 'APAC', {KEEP} from read_json('{exports}/apac.ndjson', format='newline_delimited')
 union all select 'EMEA', {KEEP} from emea""")
con.execute("create table tickets as select * from raw qualify row_number() over (partition by region, ticket_id order by updated_at desc) = 1")
rows = con.execute(f"""
select strftime(created_at, '%Y-%m') m, {', '.join(DIMENSIONS)}, count(*), count(solved_at),
 quantile_cont(epoch(first_reply_at)-epoch(created_at), .5), quantile_cont(epoch(first_reply_at)-epoch(created_at), .9),
 quantile_cont(epoch(solved_at)-epoch(created_at), .5), quantile_cont(epoch(solved_at)-epoch(created_at), .9),
 avg((csat>=4)::int), avg((reopens=0 and replies<=1)::int) filter (solved_at is not null), avg(handle_seconds), avg(escalated::int),
 avg((reopens>0)::int), avg(bot_handled::int),
 avg((epoch(first_reply_at)-epoch(created_at) <= case priority when 'urgent' then 3600 when 'high' then 14400 when 'normal' then 28800 else 86400 end)::int)
from tickets group by grouping sets ({', '.join(['(m)'] + [f'(m,{d})' for d in DIMENSIONS])})""").fetchall()

ours = {(c["metric"], c["period"], tuple(sorted(c["dimensions"].items()))): c["value"] for c in metrics["cells"]}
passed = failed = groups = 0
for row in rows:
    groups += 1
    group = tuple(sorted((d, v) for d, v in zip(DIMENSIONS, row[1:7]) if v is not None))
    for name, expected in zip(METRICS, row[7:]):
        actual = ours.get((name, row[0], group), "absent")
        if actual == expected or isinstance(actual, (int, float)) and expected is not None and math.isclose(actual, expected, rel_tol=1e-12):
            passed += 1
        else:
            failed += 1
            if failed <= 20: print(f"{name} {row[0]} {dict(group)}: expected {expected}, found {actual}")
print(f"{groups} cells of {len(METRICS)} figures")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
