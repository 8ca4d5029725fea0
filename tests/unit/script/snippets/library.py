from __future__ import annotations
import json, uuid, hashlib, base64, textwrap, math, string, functools, itertools, datetime as dt
from collections import defaultdict, OrderedDict, Counter, namedtuple
from contextlib import suppress
from datetime import datetime, timedelta, timezone, date
from typing import Union, Optional, TYPE_CHECKING, Dict
print(json.dumps({"a": [1, 2.5, None, True, "é\n\"", {}], "b": {"c": []}}), json.dumps([1, {"x": 2}], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")), json.dumps("é😀", ensure_ascii=False), json.dumps("😀"))
print(json.loads('{"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00", null, true], "b": 123456789012345678901}'))
for bad in ("{", "[1,]", '{"a" 1}', "nul", '"abc', "1 2", ""):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(e)
try: json.dumps({1})
except TypeError as e: print(e)
u = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"); print(u, u.hex, repr(u), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_DNS, "x"), u == uuid.UUID(u.hex), {u: 1}[uuid.UUID(str(u))], u.int)
print(hashlib.sha256(b"abc").hexdigest(), hashlib.md5("x".encode()).hexdigest(), base64.b64encode(b"hello"), base64.b64decode("aGVsbG8="))
print(repr(textwrap.dedent("""
    a
      b

    c
    """)), textwrap.indent("a\nb", "  "), math.ceil(1.2), math.floor(-1.2), math.sqrt(16), math.isfinite(1.0), string.ascii_lowercase[:3])
d = defaultdict(list); d["x"].append(1); print(d, dict(d), list(OrderedDict(a=1)), Counter("abca").most_common(1), functools.reduce(lambda a, b: a + b, [1, 2, 3]), functools.partial(int, base=2)("101"))
P = namedtuple("P", "x y"); p = P(1, y=2); print(p, p.x, p[1], p == (1, 2), p._asdict())
print(list(itertools.chain([1], (2, 3))), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.islice(itertools.count(5), 3)), [(k, list(g)) for k, g in itertools.groupby("aab")], list(itertools.product("ab", [1, 2])))
with suppress(KeyError): {}["x"]
t = datetime(2024, 2, 29, 13, 5, 7, 123); print(t, t.isoformat(), repr(t), t.strftime("%Y-%m-%d %H:%M:%S %j" if False else "%Y-%m-%d %H:%M:%S.%f %a %B"), t + timedelta(days=1, hours=2), t - datetime(2024, 1, 1), t.year, t.weekday(), t.date(), t < datetime(2025, 1, 1))
z = datetime.fromisoformat("2024-01-02T03:04:05+02:00"); print(z, z.tzinfo, z.astimezone(timezone.utc), z.timestamp(), datetime.fromtimestamp(0, timezone.utc), t.replace(year=2023, day=1), date(2024, 1, 1), timedelta(days=1, seconds=3661), timedelta(minutes=5).total_seconds(), f"{t:%d.%m.%y}")
def f(x: Optional[Dict[str, int]] = None) -> Union[int, None]: return x
print(f(), TYPE_CHECKING)
