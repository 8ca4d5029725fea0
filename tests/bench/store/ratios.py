"""Reads store_bench's JSON and prints the store beside the bare client, as a Markdown table."""
import json
import statistics
import sys

rates = {}
for entry in json.load(open(sys.argv[1]))["benchmarks"]:
    if entry.get("run_type") == "iteration":
        database, operation, way = entry["run_name"].split("/")[:3]
        rates.setdefault((database, operation), {}).setdefault(way, []).append(entry["items_per_second"])

print("| database | operation | store | bare client | store ÷ client |\n|---|---|---:|---:|---:|")
for (database, operation), ways in sorted(rates.items()):
    for ours, theirs, note in (("store", "client", ""), ("another", "client", ", another each time"),
                               ("store", "rows", ", the rows alone")):
        if ours in ways and theirs in ways:
            store, client = statistics.median(ways[ours]), statistics.median(ways[theirs])
            print(f"| {database} | {operation}{note} | {store:,.0f}/s | {client:,.0f}/s | {store / client:.2f} |")
