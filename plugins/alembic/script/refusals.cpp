// What is outside of the language: names and modules of Python that no script gets, and what to say of them.
#include <algorithm>
#include <array>

#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

struct Refusal {
  std::string_view name;
  const char* reason;
};
constexpr const char* no_code = "code made of text is not run";
constexpr const char* no_files =
    "a script reads and writes no files; what it reads can stand in the script, and SQL in a .sql revision";
constexpr const char* no_reflection = "the interpreter's inside is not open to scripts";
constexpr const char* no_input = "there is nobody to answer";
constexpr std::array<Refusal, 35> names = {{
    {"eval", no_code},
    {"exec", no_code},
    {"compile", no_code},
    {"__import__", "modules come through import"},
    {"open", no_files},
    {"input", no_input},
    {"breakpoint", no_input},
    {"help", no_input},
    {"exit", "raise an exception to stop"},
    {"globals", no_reflection},
    {"locals", no_reflection},
    {"memoryview", no_reflection},
    {"__builtins__", no_reflection},
    {"__class__", "write type(x)"},
    {"__dict__", no_reflection},
    {"__bases__", no_reflection},
    {"__base__", no_reflection},
    {"__mro__", no_reflection},
    {"__subclasses__", no_reflection},
    {"__globals__", no_reflection},
    {"__code__", no_reflection},
    {"__closure__", no_reflection},
    {"__getattribute__", no_reflection},
    {"__reduce__", no_reflection},
    {"__reduce_ex__", no_reflection},
    {"__self__", no_reflection},
    {"__func__", no_reflection},
    {"__loader__", no_reflection},
    {"__spec__", no_reflection},
    {"__wrapped__", no_reflection},
    {"__init_subclass__", no_reflection},
    {"__set_name__", no_reflection},
    {"__del__", no_reflection},
    {"__traceback__", no_reflection},
    {"__weakref__", no_reflection},
}};

constexpr const char* no_processes = "a script starts no processes and no threads";
constexpr const char* no_network = "a script has no network";
constexpr const char* no_chance =
    "a revision does the same on every run; uuid.uuid4() is there for new keys, a function of the database "
    "for the rest";
constexpr const char* no_interpreter = "there is no Python interpreter behind a script";
constexpr std::array<Refusal, 54> modules = {{
    {"subprocess", no_processes},
    {"threading", no_processes},
    {"multiprocessing", no_processes},
    {"concurrent", no_processes},
    {"asyncio", no_processes},
    {"signal", no_processes},
    {"sched", no_processes},
    {"queue", no_processes},
    {"pty", no_processes},
    {"select", no_processes},
    {"selectors", no_processes},
    {"socket", no_network},
    {"ssl", no_network},
    {"http", no_network},
    {"urllib", no_network},
    {"ftplib", no_network},
    {"smtplib", no_network},
    {"email", no_network},
    {"xmlrpc", no_network},
    {"socketserver", no_network},
    {"random", no_chance},
    {"secrets", no_chance},
    {"pathlib", no_files},
    {"shutil", no_files},
    {"tempfile", no_files},
    {"glob", no_files},
    {"io", no_files},
    {"csv", no_files},
    {"configparser", no_files},
    {"fileinput", no_files},
    {"zipfile", no_files},
    {"tarfile", no_files},
    {"gzip", no_files},
    {"sqlite3", no_files},
    {"shelve", no_files},
    {"mmap", no_files},
    {"pickle", no_code},
    {"marshal", no_code},
    {"code", no_code},
    {"ast", no_code},
    {"runpy", no_code},
    {"ctypes", no_code},
    {"importlib", no_interpreter},
    {"pkgutil", no_interpreter},
    {"inspect", no_interpreter},
    {"gc", no_interpreter},
    {"builtins", no_interpreter},
    {"traceback", no_interpreter},
    {"platform", no_interpreter},
    {"argparse", no_interpreter},
    {"getpass", no_input},
    {"unittest", no_interpreter},
    {"weakref", no_interpreter},
    {"atexit", no_interpreter},
}};

// The rest of the standard library. None of it is a package that alembic.ini could say something of.
constexpr std::string_view other_modules[] = {
    "aifc",      "array",     "asynchat",     "asyncore",     "audioop",     "bdb",      "bz2",
    "cProfile",  "calendar",  "cgi",          "cgitb",        "chunk",       "cmath",    "cmd",
    "codecs",    "codeop",    "colorsys",     "compileall",   "contextvars", "copyreg",  "crypt",
    "curses",    "dbm",       "difflib",      "dis",          "distutils",   "doctest",  "encodings",
    "ensurepip", "errno",     "faulthandler", "fcntl",        "filecmp",     "fnmatch",  "fractions",
    "getopt",    "gettext",   "graphlib",     "grp",          "hmac",        "imaplib",  "imghdr",
    "imp",       "ipaddress", "keyword",      "lib2to3",      "linecache",   "locale",   "lzma",
    "mailbox",   "mailcap",   "mimetypes",    "modulefinder", "msilib",      "msvcrt",   "netrc",
    "nis",       "nntplib",   "numbers",      "optparse",     "ossaudiodev", "pdb",      "pickletools",
    "pipes",     "plistlib",  "poplib",       "posix",        "posixpath",   "pprint",   "profile",
    "pstats",    "pwd",       "py_compile",   "pyclbr",       "pydoc",       "pyexpat",  "quopri",
    "readline",  "reprlib",   "resource",     "rlcompleter",  "site",        "smtpd",    "sndhdr",
    "spwd",      "stat",      "statistics",   "stringprep",   "struct",      "sunau",    "symtable",
    "sysconfig", "syslog",    "tabnanny",     "telnetlib",    "termios",     "timeit",   "tkinter",
    "token",     "tokenize",  "tomllib",      "trace",        "tracemalloc", "tty",      "unicodedata",
    "uu",        "venv",      "wave",         "webbrowser",   "winreg",      "winsound", "wsgiref",
    "xdrlib",    "xml",       "zipapp",       "zipimport",    "zlib",        "zoneinfo"};

bool is_other_module(std::string_view root) {
  return std::find(std::begin(other_modules), std::end(other_modules), root) != std::end(other_modules);
}

template <std::size_t count>
const char* reason_of(const std::array<Refusal, count>& table, std::string_view name) {
  const auto* found =
      std::find_if(table.begin(), table.end(), [&](const Refusal& refusal) { return refusal.name == name; });
  return found == table.end() ? nullptr : found->reason;
}

std::string root_of(const std::string& module) {
  return module.substr(0, module.find('.'));
}

}  // namespace

const char* refusal_of(std::string_view name) {
  return reason_of(names, name);
}

bool is_foreign(Interpreter& in, const std::string& module) {
  const std::string root = root_of(module);
  return reason_of(modules, root) == nullptr && !is_other_module(root) && in.registry().advice &&
         !in.registry().advice(module, "").empty();
}

std::string missing_module(Interpreter& in, const std::string& module, const std::string& name) {
  const std::string message = "no module named '" + module + "' here: ";
  if (const char* reason = reason_of(modules, root_of(module))) return message + reason;
  if (is_other_module(root_of(module))) {
    return message +
           "revision scripts have a part of the standard library, and it is not in it; write what you "
           "need of it as a function in the script";
  }
  const std::string advice = in.registry().advice ? in.registry().advice(module, name) : std::string();
  return message +
         (advice.empty()
              ? "a revision script can import alembic, sqlalchemy and a part of the standard library"
              : advice);
}

std::string missing_name(Interpreter& in, const std::string& module, const std::string& name) {
  const std::string message = "cannot import name '" + name + "' from '" + module + "' here";
  const std::string advice = in.registry().advice ? in.registry().advice(module, name) : std::string();
  return advice.empty() ? message : message + ": " + advice;
}

}  // namespace pycharter::alembic::script
