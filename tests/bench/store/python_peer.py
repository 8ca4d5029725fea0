"""The store beside PyCharter in Python and the bare client library, taking turns in one run; prints one Markdown table.

    VENV/bin/python tests/bench/store/python_peer.py build/tests/bench/store_bench [--databases "postgresql mongodb"]

VENV holds pycharter==0.0.3, which has no store for SQLite and MySQL and keeps rules on PostgreSQL alone. Servers as in
../README.md. Rates are of whole operations: a bulk stores PYCHARTER_BENCH_MANY schemas (10,000), a list lists at least as many.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from pycharter import metadata_store

MANY = int(os.environ.get("PYCHARTER_BENCH_MANY", "10000"))
# What contender.h stores.
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "version": "1.0.0",
    "properties": {"name": {"type": "string", "minLength": 1}, "age": {"type": "integer"}, "email": {"type": "string"}},
}
# Servers that take no `$` in a key: 0.0.3 would give them one.
FOR_MONGODB = {key.replace("$", "\uff04"): value for key, value in SCHEMA.items()}
COERCIONS = {"age": "coerce_to_integer"}
CHECKS = {"email": {"non_empty_string": {}}}


def server(name):
    return os.environ[f"PYCHARTER_TEST_{name.upper()}_URL"]


# MongoDB and Redis have a database and a prefix of their own, since Python 0.0.3 stores a schema anew each time there.
STORES = {
    "postgresql": lambda: metadata_store.PostgresMetadataStore(server("postgresql")),
    "mongodb": lambda: metadata_store.MongoDBMetadataStore(server("mongodb"), database_name="pycharter_bench_python"),
    "redis": lambda: metadata_store.RedisMetadataStore(server("redis"), key_prefix="pycharter_bench_python"),
}


class Peer:
    """The operations of contender.h."""

    def __init__(self, make, schema):
        self.store, self.schema = make(), schema
        self.store.connect()
        self.id = self.store.store_schema("bench", self.schema, "1.0.0")
        self.operations = list(OPERATIONS)
        try:
            self.store.store_coercion_rules(self.id, COERCIONS, "1.0.0")
            self.store.store_validation_rules(self.id, CHECKS, "1.0.0")
        except NotImplementedError:  # 0.0.3 keeps rules on PostgreSQL alone
            self.operations.remove("complete_schema")
        if len(self.store.list_schemas()) < MANY:
            self.bulk()

    def put(self):
        return self.store.store_schema("bench", self.schema, "1.0.0")

    def get(self):
        return self.store.get_schema(self.id)

    def complete_schema(self):
        return self.store.get_complete_schema(self.id)

    def bulk(self):
        return [self.store.store_schema(f"bulk.{number:06}", self.schema, "1.0.0") for number in range(MANY)]

    def list(self):
        return self.store.list_schemas()


OPERATIONS = ("put", "get", "complete_schema", "bulk", "list")


def rate_of(work, seconds):
    done, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds or done == 0:
        if not work():
            raise SystemExit("an operation in Python gave nothing")
        done += 1
    return done / passed


def python_rates(database, seconds):
    peer = Peer(STORES[database], FOR_MONGODB if database == "mongodb" else SCHEMA)
    return {operation: rate_of(getattr(peer, operation), seconds) for operation in peer.operations}


def native_rates(program, database, seconds):
    """{(operation, "store" or "client"): rate}"""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run([program, f"--benchmark_filter=^{database}/.*/(store|client)/",
                        f"--benchmark_min_time={seconds}", f"--benchmark_out={out.name}",
                        "--benchmark_out_format=json"],
                       env={**os.environ, "PYCHARTER_BENCH_DATABASES": database}, check=True, stdout=subprocess.DEVNULL)
        measured = json.load(out)["benchmarks"]
    rates = {}
    for entry in measured:
        if "error_message" in entry:
            raise SystemExit(f"{entry['run_name']}: {entry['error_message']}")
        _, operation, way = entry["run_name"].split("/")[:3]
        rates[operation, way] = entry["items_per_second"]
    return rates


def measure(program, database, rounds, seconds):
    """{(operation, way): [rate of each round]}"""
    rates = {}
    for _ in range(rounds):
        taken = native_rates(program, database, seconds)
        if database in STORES:
            taken |= {(operation, "python"): rate for operation, rate in python_rates(database, seconds).items()}
        for key, rate in taken.items():
            rates.setdefault(key, []).append(rate)
    return {key: statistics.median(values) for key, values in rates.items()}


def shown(rate):
    return f"{rate:,.0f}/s" if rate >= 100 else f"{rate:.3g}/s"


def row(database, operation, rates):
    python, store, client = (rates.get((operation, way)) for way in ("python", "store", "client"))
    times = f"{store / python:.1f}" if python else "–"
    return (f"| {database} | {operation} | {shown(python) if python else 'none'} | {shown(store)} | {times} "
            f"| {shown(client)} | {store / client:.2f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("store_bench")
    arguments.add_argument("--databases", default="postgresql mongodb redis")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=0.5, help="of each operation in a round")
    given = arguments.parse_args()
    print("| database | operation | PyCharter in Python | store | store ÷ Python | bare client | store ÷ client |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for database in given.databases.split():
        rates = measure(given.store_bench, database, given.rounds, given.seconds)
        for operation in OPERATIONS:
            print(row(database, operation, rates), flush=True)


if __name__ == "__main__":
    sys.exit(main())
