from contextlib import ExitStack, closing, contextmanager, suppress


def numbers(limit):
    n = 0
    while True:
        if n == limit:
            return "done"
        elif n % 2:
            yield n
        else:
            yield -n
        n += 1


print(list(numbers(5)), sum(numbers(4)), next(numbers(1)))
print([x for x in numbers(3)], dict(enumerate(numbers(2))), max(numbers(6)))


def nested(rows):
    for row in rows:
        try:
            for cell in row:
                if cell is None:
                    continue
                if cell == "stop":
                    break
                yield cell
            else:
                yield "whole"
        finally:
            print("row", row)
    else:
        yield "end"


print(list(nested([[1, None, 2], [3, "stop", 4]])))


def outer():
    got = yield from numbers(3)
    yield got
    yield from [7, 8]


print(list(outer()))


def talker():
    total = 0
    while True:
        try:
            given = yield total
            if given is None:
                continue
            total += given
        except ValueError as error:
            print("caught", error)
            total = -1
        else:
            print("given", given)
        finally:
            print("round")


t = talker()
print(next(t), t.send(5), t.send(6))
print(t.throw(ValueError("bad")), t.send(None))
t.close()
print(list(t))


@contextmanager
def opened(name, fail=False):
    print("open", name)
    try:
        yield name.upper()
    except KeyError as error:
        print("handled", repr(error))
    finally:
        print("close", name)


with opened("a") as a, opened("b") as b:
    print(a, b)
with opened("c"):
    raise KeyError("k")
try:
    with opened("d"):
        raise TypeError("through")
except TypeError as error:
    print("outside", error)


def with_inside():
    with opened("e") as e, suppress(ZeroDivisionError):
        yield e
        yield 1 / 0
        yield "never"
    yield "after"


print(list(with_inside()))


def raising():
    yield 1
    raise LookupError("gone")


try:
    for value in raising():
        print(value)
except LookupError as error:
    print(type(error).__name__, error)


def leaks():
    yield next(iter([]))


try:
    list(leaks())
except RuntimeError as error:
    print(error)


class Tree:
    def __init__(self, value, *children):
        self.value = value
        self.children = children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))


def early():
    for i in range(10):
        try:
            if i == 2:
                return
            yield i
        finally:
            print("left", i)


print(list(early()))
pairs = ((a, b) for a in numbers(2) for b in numbers(2))
print(list(pairs))


class Resource:
    def close(self):
        print("resource closed")


with ExitStack() as stack:
    stack.callback(print, "callback", 1)
    print(stack.enter_context(opened("f")))
    with closing(Resource()) as resource:
        print("inside")


class Base:
    def name(self):
        return "base"


class Middle(Base):
    def name(self):
        return "middle " + super(Middle, self).name()


class Leaf(Middle):
    def name(self):
        return "leaf " + super(Leaf, self).name() + " " + super(Middle, self).name()


print(Leaf().name())
g = numbers(1)
print(g.__next__(), next(g, "default"))


def asking():
    name = (yield 'name')
    age = (yield)
    (yield name, age)
    return 'done'


asked = asking()
print(next(asked), asked.send('Ann'), asked.send(7))
