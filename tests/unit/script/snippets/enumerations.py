# enum.Flag and enum.IntFlag; what Enum does is in classes.py.
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class Access(Flag):
    READ = auto()
    WRITE = auto()
    EXECUTE = auto()
    BOTH = READ | WRITE


print(Access.READ, Access.BOTH, Access.READ | Access.EXECUTE, Access.READ.value, Access.BOTH.value, Access.EXECUTE.value)
print(repr(Access.READ), repr(Access.READ | Access.EXECUTE), Access(3), Access(0), repr(Access(0)))
print(Access.READ in Access.BOTH, Access.EXECUTE in Access.BOTH, bool(Access(0)), list(Access), len(Access))
print(Access.READ & Access.WRITE, ~Access.READ, Access.READ ^ Access.WRITE, Access.BOTH is Access(3), Access['READ'])
print((Access.READ | Access.EXECUTE).name, [m.name for m in Access.BOTH], len(Access.BOTH), Access.READ | Access.EXECUTE is Access(5) or 1)
print({Access.READ: 1}[Access(1)], Access.READ == Access(1), Access.READ != Access.WRITE, isinstance(Access(5), Access))
for wrong in (8, 'READ'):
    try:
        Access(wrong)
    except ValueError as e:
        print(str(e).splitlines()[0])
try:
    Access.READ | 1
except TypeError as e:
    print(type(e).__name__)


class Mode(IntFlag):
    R = 4
    W = 2
    X = 1


print(Mode.R | Mode.W, Mode.R + 1, repr(Mode.R | Mode.W), Mode.R == 4, int(Mode.R | Mode.X), Mode(7), repr(Mode(7)), Mode.R | 8)
print(isinstance(Mode.R, int), Mode.R in Mode(7), f'{Mode.R}', f'{Mode.R:03d}', repr(Mode.R | 8), ~Mode.R, repr(Mode.R & 6))
print(1 | Mode.R, sorted([Mode.R, Mode.X, Mode.W]), sum(Mode), '%d' % Mode.R)


class Numbered(Enum):
    A = auto()
    B = 10
    C = auto()


class Small(IntEnum):
    LOW = 1
    HIGH = auto()


class Word(StrEnum):
    ONE = auto()
    TWO = 'zwei'


print([m.value for m in Numbered], Small.HIGH + 1, [str(w) for w in Word], Word('zwei'), Numbered(Numbered.A))


@unique
class Planet(Enum):
    EARTH = (1, 'blue')
    MARS = (2, 'red')

    def __init__(self, *given):
        pass

    @property
    def color(self):
        return self.value[1]


print(Planet.MARS.color, Planet((1, 'blue')).name, list(Planet.__members__))
