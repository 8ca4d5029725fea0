import copy
import itertools
import operator
import string
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import asdict, astuple, dataclass, field, fields, is_dataclass, replace
from enum import Enum, IntEnum, auto, unique
from functools import cmp_to_key, lru_cache, partial, reduce
from math import ceil, comb, factorial, floor, gcd, isclose, isqrt, log, pow, prod, sqrt
from urllib.parse import quote, quote_plus, unquote, urlencode, urlparse, urlsplit

print(list(itertools.zip_longest("abc", [1], fillvalue="-")), list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations("abcd", 2)))
print(list(itertools.combinations_with_replacement("ab", 2)), list(itertools.accumulate([1, 2, 3])), list(itertools.accumulate([1, 2, 3], operator.mul, initial=2)))
print(list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.starmap(max, [(1, 2), (4, 3)])))
print(list(itertools.filterfalse(None, [0, 1, 2])), list(itertools.repeat("x", 2)), list(itertools.islice(itertools.cycle([1, 2]), 5)), list(itertools.pairwise("abc")))
print([(k, list(g)) for k, g in itertools.groupby("aabbc")], list(itertools.product([0, 1], repeat=2)), list(itertools.chain.from_iterable([[1], [2, 3]])), [list(i) for i in itertools.tee([1, 2])])
print(list(itertools.permutations([])), list(itertools.combinations([1], 2)), list(itertools.combinations([1, 2], 0)))
calls = []


@lru_cache(maxsize=None)
def slow(n, *, k=0):
    calls.append(n)
    return n * 2 + k


@lru_cache
def plain(n):
    return n


print(slow(1), slow(1), slow(2, k=1), slow(2, k=1), calls, plain(3))
print(reduce(operator.add, [1, 2, 3], 10), partial(int, base=2)("101"), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
rows = [{"a": 2, "b": 1}, {"a": 1, "b": 3}]
print(sorted(rows, key=operator.itemgetter("a")), operator.itemgetter(1, 0)("xy"), operator.attrgetter("maxlen")(deque([1], 5)), operator.methodcaller("upper")("q"), operator.contains([1], 1))


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)

    def total(self):
        return self.x + self.y


@dataclass(order=True, frozen=True)
class Named:
    name: str
    point: Point = None


@dataclass
class Deeper(Point):
    z: int = 5

    def __post_init__(self):
        self.sum = self.x + self.z


p = Point(1, y=2)
print(p, p == Point(1, 2), p != Point(1, 3), p.total(), Point(1).tags is Point(1).tags, [f.name for f in fields(Point)], asdict(Named("n", p)), astuple(p))
print(replace(p, x=9), is_dataclass(Point), is_dataclass(5), Named("a") < Named("b"), sorted([Named("z"), Named("c")])[0].name, Deeper(1), Deeper(1, 2, z=3).sum)
try:
    Point()
except TypeError as error:
    print(error)
shared = [1, [2, 3]]
shallow, deep = copy.copy(shared), copy.deepcopy(shared)
shared[1].append(4)
print(shallow, deep, copy.deepcopy({"a": (1, [2])}), copy.deepcopy(p) == p, copy.copy(p) is p)
loop = []
loop.append(loop)
print(copy.deepcopy(loop)[0] is not loop)


class Color(Enum):
    RED = 1
    GREEN = "g"

    @property
    def loud(self):
        return self.name + "!"

    @classmethod
    def first(cls):
        return cls.RED


@unique
class Level(IntEnum):
    LOW = auto()
    HIGH = auto()


class Word(str, Enum):
    A = "a"
    B = "b"


print(Color.RED, repr(Color.GREEN), Color("g"), Color["RED"], Color.RED.loud, Color.first(), list(Color), [c.value for c in Color], Color.RED in Color, len(Color), Color.RED is Color(1))
print(Level.HIGH > Level.LOW, Level.HIGH + 1, Word.A == "a", Word("b").value, Color.__members__["RED"].name, {Color.RED: 1}[Color.RED], isinstance(Level.LOW, int), Color.RED == 1)
try:
    Color(5)
except ValueError as error:
    print(error)
print(Counter("abracadabra").most_common(2), Counter("ab")["z"], dict(OrderedDict([("a", 1)])), dict(OrderedDict(b=2)), sorted(Counter(a=1) + Counter(a=2, b=3)), Counter(a=3) - Counter(a=1))
c = Counter()
c.update("aab")
c["b"] += 2
print(c, sum(c.values()), sorted(c.elements()))
dd = defaultdict(list)
dd["a"].append(1)
print(dd, dict(dd), dd.get("zz"), "zz" in dd)
Row = namedtuple("Row", "id name", defaults=["none"])
r = Row(1)
print(r, r._replace(name="x"), r._asdict(), Row._fields, Row._make([3, 4]), r == (1, "none"), r[0], *r)
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
print(list(q), q.popleft(), q.pop(), len(q), q)
print(ceil(1.2), floor(-1.2), comb(5, 2), factorial(10), gcd(12, 18), isclose(0.1 + 0.2, 0.3), isqrt(17), log(8, 2), pow(2, 3), prod([2, 3]), sqrt(16), log(1))
print(string.ascii_lowercase, string.digits, string.capwords("ab cd"), string.Template("$a and ${b} $$").substitute(a=1, b=2), string.Template("$a $c").safe_substitute(a=1))
print(quote("a b/ü&"), quote_plus("a b/"), quote("a/b", safe=""), unquote("a%20b%C3%BC"), urlencode({"q": "a b", "n": 1}), urlsplit("HTTPS://u:p@Host.example:8080/a/b?q=1#f"))
u = urlparse("postgresql://user:secret@db:5432/name?x=1")
print(u.scheme, u.hostname, u.port, u.username, u.password, u.path, u.query, u.netloc, u.geturl(), u)
