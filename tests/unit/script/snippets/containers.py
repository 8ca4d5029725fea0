l = [3, 1, 2]
l.append(5); l.extend((7, 8)); l.insert(0, 9); print(l, l.pop(), l.pop(0), l.index(2), l.count(1), len(l))
l.sort(); print(l); l.sort(key=lambda v: -v); print(l); l.reverse(); print(l, sorted(l, reverse=True), list(reversed(l)))
l[1:3] = [10, 11, 12]; print(l); del l[0]; del l[-1:]; print(l); l[::2] = [0] * len(l[::2]); print(l, l + [1], l * 2, l == list(l))
l += (1,); l.remove(1); print(l, [] or "empty", [[]] and "full", [1, 2] < [1, 3], (1, 2) + (3,), (1,) * 3)
d = {"b": 1, "a": 2}; d["c"] = 3; d.setdefault("d", []).append(1); d.update(e=5); d.update([("f", 6)]); print(d, list(d), len(d))
print(d.get("x"), d.get("x", 0), d.pop("b"), d.pop("zz", None), "a" in d, sorted(d.keys()), list(d.values()), d.items() == dict(d).items())
del d["a"]; print(d, dict(a=1, **{"b": 2}), dict([(1, 2)]), {**{"x": 1}, "y": 2}, dict.fromkeys("ab", 0), {1: "a", 1.0: "b", True: "c"})
for k, v in {"x": 1, "y": 2}.items():
    print(k, v)
print({k: v for k, v in sorted({"q": 1, "p": 2}.items())}, d.popitem(), d.copy() == d, {"a": 1} | {"b": 2})
s = {1, 2, 3}; t = {3, 4}
print(sorted(s | t), sorted(s & t), sorted(s - t), sorted(s ^ t), s <= {1, 2, 3, 4}, s.isdisjoint({9}), sorted(s.union([5])), 2 in s)
s.add(9); s.discard(1); s.discard(100); s -= {2}; print(sorted(s), len(s), frozenset([1]) == {1}, set(), {(1, 2): 3}[(1, 2)])
a, b = 1, 2; a, b = b, a; print(a, b); (a, [b, *c]) = 1, [2, 3, 4]; print(a, b, c); *a, b = "xyz"; print(a, b)
print(list(zip([1, 2], "ab")), list(enumerate("ab", 1)), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", 2])))
print([x for row in [[1, 2], [3]] for x in row if x != 2], [[j for j in range(i)] for i in range(3)], {x % 2 for x in range(1)})
print(list(range(10, 0, -3)), 5 in range(0, 10, 5), range(3)[1], len(range(0, 10, 3)), range(5)[1:3], list(range(0)))
print(any([]), all([]), any(x > 1 for x in [1, 2]), next(iter([7])), next(iter([]), "none"), sum(x for x in range(5)), max((x, -x) for x in range(3)))
nested = {"a": [1, {"b": (2, None, True)}]}; print(nested, nested["a"][1]["b"][0], str(nested), repr([1.0, "x", b"y"]))
total = 0
for i in range(10):
    if i == 3: continue
    if i == 6: break
    total += i
else:
    print("never")
print(total, [i for i in range(3)], (y := 5) + y, [z := 1, z + 1], isinstance(1, (int, str)), isinstance(True, int), type([]) is list)
for n in range(9, 60):
    d = {str(i): i for i in range(n)}
    for i in range(2, n): del d[str(i)]
    for i in range(2, n): d[str(i)] = i
    if len(d) != n or [i for i in range(n) if d.get(str(i)) != i]: print("lost", n)
print("what was erased and put again is found")
