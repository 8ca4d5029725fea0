// What of collections, functools and textwrap is written in the language itself.
#include "alembic/script/library/written.h"

namespace pycharter::alembic::script {

const char* const chain_map_source = R"py(
class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def _merged(self):
        merged = {}
        for mapping in reversed(self.maps):
            merged.update(mapping)
        return merged

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f'Key not found in the first mapping: {key!r}')
        del self.maps[0][key]

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __iter__(self):
        return iter(self._merged())

    def __len__(self):
        return len(self._merged())

    def __bool__(self):
        return any(self.maps)

    def __eq__(self, other):
        return self._merged() == (other._merged() if isinstance(other, ChainMap) else other)

    def __repr__(self):
        return 'ChainMap(' + ', '.join(map(repr, self.maps)) + ')'

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return self._merged().keys()

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def pop(self, key, *default):
        if key not in self.maps[0] and not default:
            raise KeyError(f'Key not found in the first mapping: {key!r}')
        return self.maps[0].pop(key, *default)

    def update(self, *given, **values):
        self.maps[0].update(*given, **values)

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self):
        self.maps[0].clear()

    def copy(self):
        return ChainMap(self.maps[0].copy(), *self.maps[1:])

    def new_child(self, m=None, **values):
        first = {} if m is None else m
        first.update(values)
        return ChainMap(first, *self.maps)

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])
)py";

const char* const total_ordering_source = R"py(
def total_ordering(cls):
    def has(name):
        return getattr(cls, name, None) is not None
    if has('__lt__'):
        def less(a, b): return a < b
    elif has('__gt__'):
        def less(a, b): return not a > b and a != b
    elif has('__le__'):
        def less(a, b): return a <= b and a != b
    elif has('__ge__'):
        def less(a, b): return not a >= b
    else:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    if not has('__lt__'):
        cls.__lt__ = lambda self, other: less(self, other)
    if not has('__gt__'):
        cls.__gt__ = lambda self, other: not less(self, other) and self != other
    if not has('__le__'):
        cls.__le__ = lambda self, other: less(self, other) or self == other
    if not has('__ge__'):
        cls.__ge__ = lambda self, other: not less(self, other)
    return cls
)py";

const char* const wrapping_source = R"py(
def wrap(text, width=70, *, initial_indent='', subsequent_indent='', break_long_words=True):
    if width <= 0:
        raise ValueError(f'invalid width {width!r} (must be > 0)')
    lines = []
    line, indent = '', initial_indent
    for word in text.split():
        while True:
            room = max(width - len(indent), 1)
            longer = line + ' ' + word if line else word
            if len(longer) <= room:
                line = longer
                break
            if line:
                if break_long_words and len(word) > max(width - len(subsequent_indent), 1):
                    left = room - len(line) - 1
                    if left > 0:
                        line, word = line + ' ' + word[:left], word[left:]
                lines.append(indent + line)
                line, indent = '', subsequent_indent
            elif break_long_words:
                lines.append(indent + word[:room])
                word, indent = word[room:], subsequent_indent
            else:
                line = word
                break
    if line:
        lines.append(indent + line)
    return lines

def fill(text, width=70, **options):
    return '\n'.join(wrap(text, width, **options))

def shorten(text, width, *, placeholder=' [...]'):
    words = text.split()
    short = ' '.join(words)
    if len(short) <= width:
        return short
    while words and len(' '.join(words)) + len(placeholder) > width:
        words.pop()
    return ' '.join(words) + placeholder if words else placeholder.strip()
)py";

}  // namespace pycharter::alembic::script
