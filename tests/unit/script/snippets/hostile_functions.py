# Functions of the library, called with every kind of argument: an exception of the language, never a crash.
import base64
import binascii
import bisect
import collections
import contextlib
import copy
import dataclasses
import datetime
import decimal
import enum
import functools
import hashlib
import heapq
import html
import itertools
import json
import logging
import math
import operator
import os.path
import re
import shlex
import string
import sys
import textwrap
import time
import types
import typing
import urllib.parse
import uuid
import warnings

functions = []
for name in """a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode
b85decode b85encode decode decodebytes encode encodebytes standard_b64decode standard_b64encode
urlsafe_b64decode urlsafe_b64encode""".split():
    if hasattr(base64, name):
        functions.append(getattr(base64, name))
for name in """Error Incomplete a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu crc32 crc_hqx hexlify
unhexlify""".split():
    if hasattr(binascii, name):
        functions.append(getattr(binascii, name))
for name in """bisect bisect_left bisect_right insort insort_left insort_right""".split():
    if hasattr(bisect, name):
        functions.append(getattr(bisect, name))
for name in """ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple""".split():
    if hasattr(collections, name):
        functions.append(getattr(collections, name))
for name in """AbstractAsyncContextManager AbstractContextManager AsyncContextDecorator AsyncExitStack ContextDecorator
ExitStack GenericAlias MethodType aclosing asynccontextmanager chdir closing contextmanager deque nullcontext
redirect_stderr redirect_stdout suppress wraps""".split():
    if hasattr(contextlib, name):
        functions.append(getattr(contextlib, name))
for name in """Error copy deepcopy error""".split():
    if hasattr(copy, name):
        functions.append(getattr(copy, name))
for name in """Field FrozenInstanceError FunctionType GenericAlias InitVar asdict astuple dataclass field fields is_dataclass
make_dataclass replace""".split():
    if hasattr(dataclasses, name):
        functions.append(getattr(dataclasses, name))
for name in """date datetime time timedelta timezone tzinfo""".split():
    if hasattr(datetime, name):
        functions.append(getattr(datetime, name))
for name in """Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DivisionByZero DivisionImpossible
DivisionUndefined FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow
getcontext localcontext setcontext""".split():
    if hasattr(decimal, name):
        functions.append(getattr(decimal, name))
for name in """DynamicClassAttribute Enum EnumCheck EnumMeta EnumType Flag FlagBoundary IntEnum IntFlag MappingProxyType
ReprEnum StrEnum auto bin global_enum global_enum_repr global_flag_repr global_str member nonmember
pickle_by_enum_name pickle_by_global_name property reduce show_flag_values unique verify""".split():
    if hasattr(enum, name):
        functions.append(getattr(enum, name))
for name in """GenericAlias RLock cache cached_property cmp_to_key get_cache_token lru_cache namedtuple partial partialmethod
recursive_repr reduce singledispatch singledispatchmethod total_ordering update_wrapper wraps""".split():
    if hasattr(functools, name):
        functions.append(getattr(functools, name))
for name in """blake2b blake2s file_digest md5 new pbkdf2_hmac scrypt sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384
sha3_512 sha512 shake_128 shake_256""".split():
    if hasattr(hashlib, name):
        functions.append(getattr(hashlib, name))
for name in """heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest""".split():
    if hasattr(heapq, name):
        functions.append(getattr(heapq, name))
for name in """escape unescape""".split():
    if hasattr(html, name):
        functions.append(getattr(html, name))
for name in """accumulate chain compress dropwhile filterfalse groupby islice pairwise starmap takewhile tee zip_longest""".split():
    if hasattr(itertools, name):
        functions.append(getattr(itertools, name))
for name in """JSONDecodeError JSONDecoder JSONEncoder detect_encoding dump dumps load loads""".split():
    if hasattr(json, name):
        functions.append(getattr(json, name))
for name in """getLogger""".split():
    if hasattr(logging, name):
        functions.append(getattr(logging, name))
for name in """acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist erf erfc exp exp2 expm1 fabs
floor fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2
modf nextafter prod radians remainder sin sinh sqrt tan tanh trunc ulp""".split():
    if hasattr(math, name):
        functions.append(getattr(math, name))
for name in """abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat
ifloordiv imatmul imod imul index indexOf inv invert ior ipow irshift is_ is_not isub itemgetter itruediv ixor
le length_hint lt matmul methodcaller mod mul ne neg not_ or_ pos rshift setitem sub truediv truth xor""".split():
    if hasattr(operator, name):
        functions.append(getattr(operator, name))
for name in """basename commonprefix dirname isabs join normcase normpath split splitdrive splitext""".split():
    if hasattr(os.path, name):
        functions.append(getattr(os.path, name))
for name in """Match Pattern RegexFlag Scanner error escape findall finditer fullmatch match purge search split sub subn
template""".split():
    if hasattr(re, name):
        functions.append(getattr(re, name))
for name in """StringIO deque join quote shlex split""".split():
    if hasattr(shlex, name):
        functions.append(getattr(shlex, name))
for name in """Formatter Template capwords""".split():
    if hasattr(string, name):
        functions.append(getattr(string, name))
for name in """TextWrapper dedent fill indent shorten wrap""".split():
    if hasattr(textwrap, name):
        functions.append(getattr(textwrap, name))
for name in """asctime clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime get_clock_info gmtime
localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time process_time_ns
pthread_getcpuclockid strftime strptime struct_time thread_time thread_time_ns time time_ns tzset""".split():
    if hasattr(time, name):
        functions.append(getattr(time, name))
for name in """AsyncGeneratorType BuiltinFunctionType BuiltinMethodType CellType ClassMethodDescriptorType CodeType
CoroutineType DynamicClassAttribute EllipsisType FrameType FunctionType GeneratorType GenericAlias
GetSetDescriptorType LambdaType MappingProxyType MemberDescriptorType MethodDescriptorType MethodType
MethodWrapperType ModuleType NoneType NotImplementedType SimpleNamespace TracebackType UnionType
WrapperDescriptorType coroutine new_class prepare_class resolve_bases""".split():
    if hasattr(types, name):
        functions.append(getattr(types, name))
for name in """ABCMeta AbstractSet Annotated Any AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable
BinaryIO ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager Coroutine
Counter DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic GenericAlias Hashable IO ItemsView
Iterable Iterator KeysView List Literal LiteralString Mapping MappingView Match MethodDescriptorType
MethodWrapperType MutableMapping MutableSequence MutableSet NamedTuple NamedTupleMeta Never NewType NoReturn
NotRequired Optional OrderedDict ParamSpec ParamSpecArgs ParamSpecKwargs Pattern Protocol Required Reversible
Self Sequence Set Sized SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt
SupportsRound Text TextIO Tuple Type TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union Unpack
ValuesView WrapperDescriptorType abstractmethod assert_never assert_type cast clear_overloads
dataclass_transform defaultdict final get_args get_origin get_overloads get_type_hints io is_typeddict
no_type_check no_type_check_decorator overload re reveal_type runtime_checkable""".split():
    if hasattr(typing, name):
        functions.append(getattr(typing, name))
for name in """DefragResult DefragResultBytes ParseResult ParseResultBytes ResultBase SplitResult SplitResultBytes
clear_cache namedtuple parse_qs parse_qsl quote quote_from_bytes quote_plus splitattr splithost splitnport
splitpasswd splitport splitquery splittag splittype splituser splitvalue to_bytes unquote unquote_plus
unquote_to_bytes unwrap urldefrag urlencode urljoin urlparse urlsplit urlunparse urlunsplit""".split():
    if hasattr(urllib.parse, name):
        functions.append(getattr(urllib.parse, name))
for name in """Enum SafeUUID UUID bytes_ int_ uuid3 uuid4 uuid5""".split():
    if hasattr(uuid, name):
        functions.append(getattr(uuid, name))
for name in """WarningMessage catch_warnings filterwarnings formatwarning resetwarnings showwarning simplefilter""".split():
    if hasattr(warnings, name):
        functions.append(getattr(warnings, name))
for function in (ArithmeticError, AssertionError, AttributeError, BaseException, ConnectionError, DeprecationWarning, EOFError, EnvironmentError,
                 Exception, FileNotFoundError, FutureWarning, GeneratorExit, IOError, ImportError, IndexError, KeyError,
                 KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError, NameError, NotImplementedError, OSError, OverflowError,
                 PermissionError, RecursionError, RuntimeError, RuntimeWarning, StopIteration, SyntaxError, SystemExit, TimeoutError,
                 TypeError, UnboundLocalError, UnicodeDecodeError, UnicodeEncodeError, UnicodeError, UserWarning, ValueError, Warning,
                 ZeroDivisionError, abs, all, any, ascii, bin, bool, bytes,
                 callable, chr, classmethod, dict, divmod, enumerate, filter, float,
                 format, frozenset, getattr, hasattr, hash, hex, id, int,
                 isinstance, issubclass, iter, len, list, map, max, min,
                 next, object, oct, ord, property, repr, reversed, round,
                 set, setattr, slice, sorted, staticmethod, str, sum, tuple,
                 type, zip):
    functions.append(function)

arguments = [5, -1, 'a', None, 1.5, [], {}, (1, 2), {1}, 2**100, object(), ValueError(1), b'q', lambda *a: 1, int, range(3),
             datetime.date(2020, 1, 1), decimal.Decimal(1), uuid.UUID(int=5), collections.deque([1]), True, slice(1), ..., [3, 'x', None],
             datetime.timedelta(1), {'a': 1}, float('nan'), re.compile('a'), datetime.datetime(2020, 1, 1)]
# Each function sees a third of them, and what most of the calls return is not used further: there are millions of ways.
for number, function in enumerate(functions):
    for first in arguments[number % 3::3]:
        for rest in ((), ('a',), (1,), (None,), ([1],), (first,), (1, 'a'), ({}, int, 'x')):
            try:
                made = function(first, *rest)
                repr(made)
                for other in (1, None, made) if rest == () else ():
                    for use in (lambda: made[other], lambda: made == other, lambda: made < other, lambda: made + other, lambda: other in made,
                                lambda: made(other), lambda: hash(made), lambda: len(made), lambda: f'{made:5}'):
                        try:
                            use()
                        except Exception:
                            pass
            except Exception:
                pass
    try:
        function()
    except Exception:
        pass
print('done')
