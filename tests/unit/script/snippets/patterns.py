# The match statement.
from dataclasses import dataclass
from enum import Enum


def kind(x):
    match x:
        case True:
            return 'true'
        case 0:
            return 'zero'
        case -1 | 1:
            return 'one'
        case 'a' | 'b' as s:
            return 'letter ' + s
        case []:
            return 'nothing'
        case [a, b]:
            return ('pair', a, b)
        case [a, [b, *c], *_] if c:
            return ('nested', a, b, c)
        case [first, *middle, last] if len(middle) > 1:
            return ('many', first, middle, last)
        case {'k': v, 'n': None, **rest}:
            return ('map', v, rest)
        case {'k': 'x' | 'y' as v}:
            return ('small map', v)
        case {}:
            return 'dict'
        case str():
            return 'string'
        case bytes(b):
            return ('bytes', b)
        case int(n) if n > 100:
            return ('big', n)
        case float(1.5) | None:
            return 'float or none'
        case _:
            return 'other'


for value in (0, -1, 1, 'a', 'z', [], (), [1, 2], (1, 2), [1, 2, 3, 4], [1, [2, 3], 4], [1, 2, 3], {'k': 1, 'n': None, 'z': 2},
              {'k': 'y'}, {'q': 1}, 500, 1.5, 2.5, None, True, False, range(2), b'ab', 7, {1, 2}, 'ab', 0.0, -1.0, len):
    print(repr(value) if value is not len else 'len', kind(value))


class Color(Enum):
    RED = 1
    BLUE = 2


@dataclass
class Point:
    x: int
    y: int


class Pair:
    __match_args__ = ('left', 'right')

    def __init__(self, left, right):
        self.left, self.right = left, right


def thing(v):
    match v:
        case Point(0, y):
            return ('on the axis', y)
        case Point(x=a, y=b) if a == b:
            return ('diagonal', a)
        case Point():
            return 'point'
        case Color.RED | Color.BLUE as c:
            return c.name
        case Pair([x, *_], right=Pair(y, z)):
            return ('pairs', x, y, z)
        case Pair(left=l):
            return ('pair', l)
        case (Point(x=x1), Point(x=x2)) | [Point(x=x1), {'x': x2}]:
            return ('points', x1, x2)
        case list() | tuple() as sequence:
            return ('sequence', len(sequence))
    return None


for v in (Point(0, 5), Point(2, 2), Point(1, 2), Color.BLUE, Pair([1, 2], Pair(3, 4)), Pair(1, 2), (Point(1, 2), Point(3, 4)),
          [Point(1, 2), {'x': 9}], [1], 3):
    print(thing(v))

try:
    match Pair(1, 2):
        case Pair(1, 2, 3):
            print('no')
except TypeError as e:
    print(e)
try:
    match 5:
        case int(a, b):
            print('no')
except TypeError as e:
    print(e)
try:
    match 5:
        case kind():
            print('no')
except TypeError as e:
    print(e)

# `match`, `case` and `_` are names.
match = {'case': 1}
print(match['case'])
match['b'] = 2
case = 3
_ = 4
match case:
    case 3 if (doubled := case * 2) == 6: print('inline', doubled, _)
match case, _:
    case 3, n: print('bare tuple', n)
match [1, 2, 3], {'a': [1]}:
    case [*all], {'a': [one]}:
        print(all, one)
match *[1, 2], 3:
    case (1, *rest):
        print(rest)


def fallthrough(x):
    total = 0
    for item in x:
        match item:
            case 'skip':
                continue
            case 'stop':
                break
            case int(n) | str(n):
                total += int(n)
    else:
        total = -total
    return total


print(fallthrough([1, 'skip', '2']), fallthrough([1, 'stop', 2]))


def generated(x):
    for item in x:
        match item:
            case [a, b]:
                yield a
                yield b
            case {'from': source}:
                yield from source
            case n:
                got = yield n
                print('got', got)


print(list(generated([[1, 2], {'from': 'xy'}, 5])))


def binds_only_what_fits(x):
    a = 'before'
    match x:
        case [a, 99]:
            pass
    return a


print(binds_only_what_fits([1, 99]), binds_only_what_fits([1, 2]))


def closure(x):
    match x:
        case {'name': name}:
            return lambda: name
        case str(name):
            return lambda: name * 2


print(closure({'name': 'n'})(), closure('s')())


class Holder:
    match 'module':
        case found:
            label = found


print(Holder.label, Holder.found)
match 1_000:
    case 0x3E8:
        print('hexadecimal')
match 'text':
    case 'te' 'xt':
        print('joined')
