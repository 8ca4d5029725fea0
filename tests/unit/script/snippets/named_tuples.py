# namedtuple() and typing.NamedTuple, and what may be derived from them.
from collections import namedtuple
from typing import NamedTuple, Optional


class Point(NamedTuple):
    """A place."""
    x: int
    y: int = 5
    label: Optional[str] = None

    def total(self):
        return self.x + self.y

    @property
    def doubled(self):
        return self.x * 2

    @staticmethod
    def origin():
        return Point(0, 0)

    @classmethod
    def named(cls, label):
        return cls(1, label=label)


p = Point(1)
print(p, p.x, p.y, p.total(), p.doubled, p[1], len(p), p._asdict(), p._replace(x=9), Point._fields, Point._field_defaults)
print(isinstance(p, tuple), isinstance(p, Point), p == (1, 5, None), Point(x=3, y=4), hash(p) == hash((1, 5, None)), Point._make([7, 8, 9]))
print(Point.origin(), Point.named('n'), [*p], p[:2], p + (1,), 5 in p, p.index(5), sorted([Point(2), Point(1)]))
x, y, _ = p
print(x, y, f'{p.x:>3}|{p!r}', '%s %s %s' % p)
for wrong in (lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: p._replace(z=1)):
    try:
        wrong()
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
try:
    p.x = 3
except AttributeError:
    print('AttributeError')

Q = NamedTuple('Q', [('a', int), ('b', str)])
print(Q(1, 'x'), Q(b=2, a=1).b)
R = namedtuple('R', 'x y z', defaults=[1, 2])
print(R(0), R(0, 5), R._field_defaults, R._fields)
try:
    R()
except TypeError:
    print('TypeError')


class S(namedtuple('S', ['x', 'y'])):
    __slots__ = ()

    def both(self):
        return self.x + self.y


s = S(1, 2)
print(s.both(), s, s._replace(x=4).both() if hasattr(s._replace(x=4), 'both') else 6, s.x, s[1], list(s), len(s), s == (1, 2))
match Point(1, 2):
    case Point(x, y, None):
        print('matched', x, y)
