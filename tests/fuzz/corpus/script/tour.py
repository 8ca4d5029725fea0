"""doc"""
x: int = 3
def f(a, b=2, *args, c, d=4, **kw):
    return (a, b, args, c, d, kw)
print(f(1, c=3), f(1,2,3,4,c=5,z=6))
print([i*i for i in range(5) if i % 2], {k: v for k, v in zip("abc", range(3))}, {1,2,3})
print(f"{x!r:>5} {x=} {3.14159:.2f} {'a' 'b':*^9} {x:{x}}")
class A:
    n = 1
    def __init__(self, v): self.v = v
    def get(self): return self.v + self.n
class B(A):
    def get(self): return super().get() * 10
print(B(4).get(), isinstance(B(1), A))
try:
    raise ValueError("boo")
except (KeyError, ValueError) as e:
    print("caught", e, repr(e), type(e).__name__)
finally:
    print("fin")
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    inner(); return inner()
print(outer())
a, *b, c = range(6)
print(a, b, c, 2**100, -7//2, -7 % 3, 7/2, 1e100, 0.1+0.2, 10**20 // 7)
print("%s %d %5.1f %r %%" % ("a", 3, 2.5, "q"), "{} {0!r} {x[a]}".format if False else "{0} {n:>4}".format(1, n=2))
print(any(i > 2 for i in range(4)), next((i for i in [1,2,3] if i > 1), None), sorted([3,1,2], key=lambda v: -v))
print("a-b-c".split("-"), " x ".strip(), "Hello".replace("l", "L"), "x".join(["1","2"]), "abc"[::-1], [1,2,3,4][1:3])
d = {"a": 1}; d["b"] = 2; d |= {"c": 3}; print(d, d.get("z", 0), list(d.items()), 'a' in d, d.pop("a"), {**d, 'q': 1})
while True:
    if (n := x) > 2: break
else:
    print("no")
with_ = 1
print(1 < 2 < 3, not 1, 1 if x else 2, [*range(3), 4], (1,), None, ..., b"a\x00")
