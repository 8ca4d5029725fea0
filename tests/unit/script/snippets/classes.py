import enum
class Base:
    kind = "base"
    def __init__(self, x=0): self.x = x
    def describe(self): return f"{self.kind}:{self.x}"
    @property
    def double(self): return self.x * 2
    @staticmethod
    def make(x): return Base(x)
    @classmethod
    def build(cls, x): return cls(x)
    def __repr__(self): return f"Base({self.x})"
    def __eq__(self, other): return isinstance(other, Base) and self.x == other.x
    def __lt__(self, other): return self.x < other.x
    def __len__(self): return self.x
    def __getitem__(self, k): return k * 2
    def __contains__(self, k): return k == self.x
    def __call__(self, y): return self.x + y
    def __add__(self, o): return Base(self.x + o.x)
    def __bool__(self): return self.x > 0
    def __iter__(self): return iter([self.x, self.x])
    def __hash__(self): return 1
class Derived(Base):
    kind = "derived"
    def describe(self): return "<" + super().describe() + ">"
b, d = Base(2), Derived.build(3)
print(b, d.describe(), b.double, Base.make(4), d == Base(3), d != b, sorted([d, b]), len(b), b["a"], 2 in b, b(5), b + d, bool(Base()), list(b), {b: 1}[Base(2)])
print(isinstance(d, Base), issubclass(Derived, Base), type(d).__name__, Derived.__name__, hasattr(b, "y"), getattr(b, "y", "none"), d.kind)
b.y = 5; setattr(b, "z", 6); print(b.y, b.z); del b.y; print(hasattr(b, "y"))
class Color(enum.Enum):
    RED = 1
    BLUE = 2
    CRIMSON = 1
class Status(str, enum.Enum):
    OK = "ok"
    BAD = "bad"
print(Color.RED, Color.RED.value, Color.RED.name, Color(2), Color["BLUE"], list(Color), Color.CRIMSON is Color.RED, len(Color), Color.RED == Color.RED, Color.RED in [Color.RED])
print(Status.OK == "ok", Status.OK.value, [s.value for s in Status], Status("bad").name, isinstance(Status.OK, str), "x-" + Status.OK, Status.OK.upper())
try: Color(9)
except ValueError as e: print(e)
class Err(ValueError): pass
try: raise Err("a", 1)
except ValueError as e: print(e, e.args)
