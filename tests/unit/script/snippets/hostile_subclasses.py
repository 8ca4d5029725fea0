# What derives from built-in types, used in every way that these are.
import collections, enum, datetime, decimal, uuid, string
class A(list): pass
class B(dict): pass
class C(str): pass
class D(int): pass
class E(tuple): pass
class F(set): pass
class G(float): pass
class H(bytes): pass
class I(collections.OrderedDict): pass
class J(collections.defaultdict): pass
class K(collections.Counter): pass
class L(collections.deque): pass
class M(datetime.datetime): pass
class N(datetime.date): pass
class O(decimal.Decimal): pass
class Q(uuid.UUID): pass
class R(Exception): pass
class S(KeyError): pass
class T(datetime.timedelta): pass
class U(string.Template): pass
class V(frozenset): pass
P = collections.namedtuple('P', 'x y')
class W(P): pass
class X(enum.Enum):
    a = 1
made = []
for c, args in ((A, ([1],)), (B, ({'a': 1},)), (C, ('a',)), (D, (1,)), (E, ((1, 2),)), (F, ([1],)), (G, (1.5,)), (H, (b'a',)), (I, ({'a': 1},)), (J, (list,)), (K, ('ab',)), (L, ([1],)), (M, (2020, 1, 1)), (N, (2020, 1, 1)), (O, ('1.5',)), (Q, ('12345678123456781234567812345678',)), (R, ('x',)), (S, ('x',)), (T, (1,)), (U, ('$a',)), (V, ([1],)), (W, (1, 2)), (X, (1,))):
    try:
        made.append(c(*args))
    except Exception as e:
        print(c.__name__, type(e).__name__, e)
names = "x y _replace _asdict _make elements subtract update total most_common append extend insert pop remove index count sort reverse copy clear get items keys values setdefault popitem upper lower format join split encode decode hex isoformat strftime date time timestamp replace weekday total_seconds days quantize normalize as_tuple bit_length add discard union intersection difference bytes int name value __str__ __repr__ __eq__ __hash__ __len__ __iter__ __getitem__ __contains__ __add__ __missing__ appendleft popleft args substitute safe_substitute is_integer title year month hour".split()
for v in made:
    for name in names:
        try:
            m = getattr(v, name)
        except Exception:
            continue
        for extra in ((), (1,), ('a',), (None,), ([1],), ({},), (v,), (1, 2)):
            try:
                m(*extra)
            except Exception:
                pass
    for f in (len, str, repr, hash, iter, list, dict, set, tuple, sorted, sum, int, float, bool, abs, min, max, reversed, enumerate, any):
        try:
            f(v)
        except Exception:
            pass
    for g in (lambda: v + v, lambda: v[0], lambda: v['a'], lambda: v * 2, lambda: v % (1,), lambda: v | v, lambda: v & v, lambda: v - v, lambda: v < v, lambda: v == v, lambda: 1 in v, lambda: -v, lambda: f'{v:5}', lambda: '%s %r' % (v, v), lambda: {v: 1}, lambda: [*v], lambda: {**v}, lambda: v[:1], lambda: v ** 2, lambda: v // 2, lambda: 'abc'[v], lambda: [1, 2][v]):
        try:
            g()
        except Exception:
            pass
print('done')
