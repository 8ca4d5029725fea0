# ChainMap, heapq, bisect, total_ordering, textwrap, os.path, shlex, html, sys, types.
import bisect
import functools
import heapq
import html
import os
import shlex
import sys
import textwrap
import types
from collections import ChainMap
from os import path

c = ChainMap({'a': 1}, {'a': 2, 'b': 3})
print(c['a'], c['b'], c.get('z'), c.get('z', 9), 'b' in c, len(c), sorted(c), list(c), dict(c), c.maps, c)
c['n'] = 5
print(c.maps[0], c.parents, c.new_child({'q': 1}), list(c.items()), list(c.keys()), list(c.values()), bool(c), bool(ChainMap()))
del c['n']
print(c == {'a': 1, 'b': 3}, c.pop('a'), c.maps, c.setdefault('s', 4), {**c}, c.copy())
for wrong in (lambda: c['zz'], lambda: c.pop('b')):
    try:
        wrong()
    except KeyError as e:
        print('KeyError', e)

h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h)
heapq.heappush(h, 0)
print([heapq.heappop(h) for _ in range(4)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(1, [4, 2], key=lambda x: -x))
print(heapq.heappushpop([2, 3], 1), heapq.heapreplace([2, 3], 1), list(heapq.merge([1, 4], [2, 3])))
try:
    heapq.heappop([])
except IndexError as e:
    print(e)
numbers = [1, 3, 3, 5]
print(bisect.bisect(numbers, 3), bisect.bisect_left(numbers, 3), bisect.bisect_right(numbers, 9), bisect.bisect([], 1))
bisect.insort(numbers, 4)
print(numbers, bisect.bisect_left(['a', 'bb', 'ccc'], 2, key=len))


@functools.total_ordering
class Version:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number

    def __lt__(self, other):
        return self.number < other.number


one, two = Version(1), Version(2)
print(one < two, one <= two, one > two, one >= two, one <= Version(1), one >= Version(1), max(one, two).number)

text = 'The quick brown fox jumped over the lazy dog and extraordinarily long words'
for width in (10, 20, 40):
    print(textwrap.wrap(text, width), len(textwrap.fill(text, width).splitlines()))
print(textwrap.shorten('hello there world', 12), textwrap.shorten('short', 12), textwrap.wrap('aaaaabbbbbcc dd', 5),
      textwrap.wrap('', 5), textwrap.fill('a b c', 3, initial_indent='> ', subsequent_indent='. '))

for p in ('/x/y/z.sql', 'z', '/', '', 'a/', '//a', 'a/.b', 'a.tar.gz', '.bashrc', '/a/..b'):
    print(repr(p), path.split(p), path.dirname(p), path.basename(p), path.splitext(p), path.isabs(p), path.normpath(p))
print(os.path.join('a', 'b'), os.path.join('a/', 'b', '/c', 'd'), os.path.join('', 'x'), os.path.join('a', ''),
      os.path.normpath('a//b/../../../c/./d'), os.path.abspath('/a/../../b'), os.path.normpath('/../a'), os.sep)
print(shlex.quote('a b'), shlex.quote("it's"), shlex.quote(''), shlex.quote('plain-1.0/x'), html.escape('<a href="x">&\'</a>'))

print('to a stream', file=sys.stderr) if False else None
sys.stdout.write('written\n')
print(sys.maxsize, sys.version_info[0], sys.version_info >= (3, 8))
try:
    sys.exit(3)
except SystemExit as e:
    print('exit', e.args)
n = types.SimpleNamespace(a=1, b='c')
n.z = [n.a]
print(n, n.z, n == types.SimpleNamespace(a=1, b='c', z=[1]), n != types.SimpleNamespace(), hasattr(n, 'q'))
