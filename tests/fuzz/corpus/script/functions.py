def f(a, b=2, /, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
print(f(1, d=4), f(1, 2, 3, 4, d=5, z=6), f(*[1, 2], **{"d": 3}))
def errors(call):
    try: return call()
    except Exception as e: return type(e).__name__ + ": " + str(e)
def g(a, b): return a
def h(a, *, k): return a
for call in (lambda: g(1), lambda: g(), lambda: g(1, 2, 3), lambda: g(1, a=2), lambda: g(1, 2, z=3), lambda: h(1), lambda: [][0], lambda: {}["k"],
             lambda: 1 / 0, lambda: "a" + 1, lambda: 1 + "a", lambda: None.x, lambda: undefined, lambda: int("x"), lambda: len(5), lambda: [1, 2].index(9),
             lambda: {}[[]], lambda: (1).foo, lambda: 5(), lambda: next(iter([])), lambda: [] < 1, lambda: "abc".index("z"), lambda: float("q"), lambda: -"a",
             lambda: sorted([1, "a"]), lambda: {1}.remove(2), lambda: "%d" % "x", lambda: "%s %s" % (1,), lambda: "%s" % (1, 2), lambda: "{}".format(), lambda: chr(-1), lambda: range(1, 2, 0)):
    print(errors(call))
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    return up
c = counter(); c(); print(c(5), [fn() for fn in [lambda i=i: i for i in range(3)]], [fn() for fn in [lambda: i for i in range(3)]])
total = 0
def add():
    global total
    total += 1
add(); add(); print(total)
def unbound():
    try: print(v)
    except UnboundLocalError as e: print("unbound", isinstance(e, NameError))
    v = 1
unbound()
def fin():
    try: return "try"
    finally: print("finally")
print(fin())
def fin2():
    for i in range(3):
        try: continue
        finally: print(i)
    return "done"
print(fin2())
class E(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try:
    try: raise E(5)
    except KeyError: print("no")
    else: print("no")
except E as e: print(e, e.code, e.args, repr(e))
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("wrapped") from e
except ValueError as e: print(e, type(e.__cause__).__name__)
try:
    try: raise KeyError("k")
    except KeyError: raise
except LookupError as e: print("re", e)
class CM:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): print("enter"); return self
    def __exit__(self, t, v, tb): print("exit", t.__name__ if t else None); return self.swallow
with CM(True) as m: raise ValueError("x")
with CM(False) as m, CM(False): print(m.swallow)
try:
    assert 1 == 2, "math"
except AssertionError as e: print("assert", e)
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(25))
def deco(fn):
    def inner(*a, **k): return ("deco", fn(*a, **k))
    return inner
@deco
def plain(x): return x
print(plain(3))
