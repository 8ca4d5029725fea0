# Methods of every type, called with every kind of self: an exception of the language, never a crash.
import collections, enum, datetime, decimal, uuid, re, functools, itertools, dataclasses, json, contextlib, string, hashlib, logging, typing, operator, textwrap
P = collections.namedtuple('P', 'x y')
classes = [int, str, bytes, float, bool, list, tuple, dict, set, frozenset, object, type(None), Exception, ValueError, KeyError, StopIteration, range, slice, P, collections.Counter, collections.deque, collections.OrderedDict, collections.defaultdict, enum.Enum, enum.IntEnum, enum.StrEnum, datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone, datetime.tzinfo, decimal.Decimal, uuid.UUID, type, property, staticmethod, classmethod, string.Template, functools.partial, type(lambda: 1), type(iter([]))]
names = "x y _replace _asdict _make elements subtract update total most_common append extend insert pop remove index count sort reverse copy clear get items keys values setdefault popitem upper lower format format_map join split encode decode hex fromhex isoformat strftime date time timestamp replace weekday total_seconds days quantize normalize as_tuple to_integral_value bit_length to_bytes from_bytes add discard union intersection difference issubset bytes int hex name value __init__ __str__ __repr__ __eq__ __lt__ __hash__ __len__ __iter__ __next__ __getitem__ __setitem__ __contains__ __call__ __enter__ __exit__ __add__ __sub__ __new__ __missing__ appendleft popleft rotate move_to_end with_traceback args fromtimestamp utcoffset substitute safe_substitute fget __get__ __set__ is_integer as_integer_ratio conjugate real imag numerator title strip lstrip partition zfill translate maketrans casefold __format__ __instancecheck__ __make_class__ __annotate__ default_factory add_note".split()
wrong = [5, 'a', None, 1.5, [], {}, (1, 2), P(1, 2), {1}, 2**100, object(), ValueError(1), b'q', lambda: 1, int, iter([1]), range(3), datetime.date(2020,1,1), decimal.Decimal(1), uuid.UUID(int=5), collections.deque([1]), collections.Counter('ab'), True, slice(1), ..., Exception, collections.defaultdict(list)]
n = 0
for c in classes:
    for name in names:
        try:
            m = getattr(c, name)
        except AttributeError:
            continue
        for w in wrong:
            for extra in ((), (1,), ('a',), (None,), ([],), ({},), (w,), (1, 2)):
                try:
                    m(w, *extra)
                except Exception:
                    pass
                n += 1
print('done')
