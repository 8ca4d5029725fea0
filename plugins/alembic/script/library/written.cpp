#include "alembic/script/library/written.h"

#include "alembic/script/evaluator.h"
#include "alembic/script/library/install.h"
#include "alembic/script/parser.h"

namespace pycharter::alembic::script {

namespace {

constexpr const char* heapq = R"py(
def heappush(heap, item):
    heap.append(item)
    _rise(heap, len(heap) - 1)

def heappop(heap):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    smallest, heap[0] = heap[0], last
    _sink(heap, 0)
    return smallest

def heapreplace(heap, item):
    smallest, heap[0] = heap[0], item
    _sink(heap, 0)
    return smallest

def heappushpop(heap, item):
    return heapreplace(heap, item) if heap and heap[0] < item else item

def heapify(x):
    for at in range(len(x) // 2 - 1, -1, -1):
        _sink(x, at)

def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]

def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]

def merge(*iterables, key=None, reverse=False):
    rows = []
    for iterable in iterables:
        rows.extend(iterable)
    return iter(sorted(rows, key=key, reverse=reverse))

def _rise(heap, at):
    while at > 0:
        above = (at - 1) // 2
        if not heap[at] < heap[above]:
            return
        heap[at], heap[above] = heap[above], heap[at]
        at = above

def _sink(heap, at):
    size = len(heap)
    while True:
        least = at
        for below in (2 * at + 1, 2 * at + 2):
            if below < size and heap[below] < heap[least]:
                least = below
        if least == at:
            return
        heap[at], heap[least] = heap[least], heap[at]
        at = least
)py";

constexpr const char* bisect = R"py(
def bisect_left(a, x, lo=0, hi=None, *, key=None):
    hi = len(a) if hi is None else hi
    while lo < hi:
        middle = (lo + hi) // 2
        if (a[middle] if key is None else key(a[middle])) < x:
            lo = middle + 1
        else:
            hi = middle
    return lo

def bisect_right(a, x, lo=0, hi=None, *, key=None):
    hi = len(a) if hi is None else hi
    while lo < hi:
        middle = (lo + hi) // 2
        if x < (a[middle] if key is None else key(a[middle])):
            hi = middle
        else:
            lo = middle + 1
    return lo

def insort_left(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_left(a, x if key is None else key(x), lo, hi, key=key), x)

def insort_right(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_right(a, x if key is None else key(x), lo, hi, key=key), x)

bisect = bisect_right
insort = insort_right
)py";

constexpr const char* posixpath = R"py(
sep = '/'
pardir = '..'
curdir = '.'

def join(a, *p):
    path = a
    for part in p:
        if part.startswith('/'):
            path = part
        elif not path or path.endswith('/'):
            path += part
        else:
            path += '/' + part
    return path

def split(p):
    head, slash, tail = p.rpartition('/')
    head += slash
    return (head.rstrip('/') or head, tail)

def dirname(p):
    return split(p)[0]

def basename(p):
    return p.rpartition('/')[2]

def splitext(p):
    folder, slash, name = p.rpartition('/')
    plain = name.lstrip('.')
    stem, dot, extension = plain.rpartition('.')
    if not dot:
        return (p, '')
    kept = len(p) - len(extension) - 1
    return (p[:kept], p[kept:])

def isabs(s):
    return s.startswith('/')

def normpath(path):
    if not path:
        return '.'
    root = '//' if path.startswith('//') and not path.startswith('///') else '/' if path.startswith('/') else ''
    parts = []
    for part in path.split('/'):
        if part in ('', '.'):
            continue
        if part == '..' and (parts and parts[-1] != '..' or root):
            if parts:
                parts.pop()
        else:
            parts.append(part)
    return (root + '/'.join(parts)) or '.'

def abspath(path):
    if not isabs(path):
        raise OSError('a script has no working directory here: ' + repr(path) + ' cannot be made absolute')
    return normpath(path)

realpath = abspath
)py";

constexpr const char* shlex = R"py(
def quote(s):
    if s and all(c.isascii() and c.isalnum() or c in '@%+=:,./_-' for c in s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"

def join(split_command):
    return ' '.join(quote(part) for part in split_command)
)py";

constexpr const char* html = R"py(
def escape(s, quote=True):
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s
)py";

struct WrittenModule {
  const char* name;
  const char* source;
};
constexpr WrittenModule modules[] = {
    {"heapq", heapq}, {"bisect", bisect}, {"os.path", posixpath}, {"shlex", shlex}, {"html", html}};

}  // namespace

void run_in_module(Interpreter& in, Module& module, std::string source) {
  auto& state = in.state();
  state.scripts.push_back(parse("<" + module.name + ">", std::move(source)));
  Frame frame;
  frame.script = state.scripts.back().get();
  frame.module = Value::of(module);
  FrameScope scope(state, frame);
  Evaluator(in, frame).run(frame.script->body);
}

void add_written(ModuleRegistry& registry) {
  for (const WrittenModule& written : modules) {
    registry.add(written.name, [source = written.source](Interpreter& in, Module& module) {
      run_in_module(in, module, source);
    });
  }
}

}  // namespace pycharter::alembic::script
