// What a script must not do ends in an error with its place, never in a crash.
#include <gtest/gtest.h>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {
namespace {

std::string repeated(std::string_view part, int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += part;
  return text;
}

struct Bad {
  const char* name;
  std::string source;
  const char* message;
  int line;
};

const std::vector<Bad>& bad_scripts() {
  static const std::vector<Bad> scripts = {
      {"EndlessLoop", "while True:\n  pass\n", "stopped: the script went past its bound on steps", 2},
      {"EndlessRecursion", "def f():\n  return f()\nf()\n",
       "stopped: the script went past its bound on depth", 2},
      {"GigabyteString", "x = 'x' * 10**9\n", "stopped: the script went past its bound on memory", 1},
      {"GrowingString", "x = 'ab'\nwhile True:\n  x = x + x\n",
       "stopped: the script went past its bound on memory", 3},
      {"GrowingList", "x = []\nwhile True:\n  x.append('abcdefgh' * 100)\n",
       "stopped: the script went past its bound on memory", 3},
      {"HugeInteger", "x = 9 ** 9 ** 9\n", "stopped: the script went past its bound on memory", 1},
      {"NestedParentheses", "x = " + repeated("(", 100000) + repeated(")", 100000),
       "nested more than 200 deep", 1},
      {"NestedSigns", "x = " + repeated("-", 100000) + "1", "nested more than 200 levels", 1},
      {"LongSum", "x = 1" + repeated("+1", 100000), "more than 2000 levels", 1},
      {"NestedFormats", "x = f\"" + repeated("{f\"", 60), "nested too deep", 1},
      {"ChainOfIterators", "g = iter([1])\nfor i in range(100000):\n  g = map(int, g)\nlist(g)\n",
       "bound on depth", 4},
      {"NestedEquality", "x = []\ny = []\nfor i in range(100000):\n  x = [x]\n  y = [y]\nx == y\n",
       "bound on depth", 6},
      {"WideFormat", "f'{1:1000000000}'\n", "Too many decimal digits", 1},
      {"Open", "def upgrade():\n  open('/etc/passwd')\n", "'open' cannot be used", 2},
      {"Eval", "def upgrade():\n  eval('1')\n", "'eval' cannot be used", 2},
      {"Dunder", "def upgrade():\n  x = ().__class__\n", "'__class__' cannot be used", 2},
      {"Import", "def upgrade():\n  import subprocess\n", "no module named 'subprocess'", 2},
      {"UnusedImport", "import random\n", "a revision does the same on every run", 1},
      {"ImportedName", "from os import system\n", "cannot import name 'system' from 'os'", 1},
      {"ModuleName", "import os\ndef upgrade():\n  os.system('x')\n", "module 'os' has no 'system' here", 3},
      {"ModuleNameThatAnythingCatches",
       "import os\ndef upgrade():\n  try:\n    os.system('x')\n  except Exception:\n    pass\n",
       "module 'os' has no 'system' here", 4},
      {"Async", "async def upgrade():\n  pass\n", "'async' cannot be used", 1},
      {"Await", "def f():\n  await g()\n", "'await' cannot be used", 2},
      {"UnreachableCase", "match 1:\n  case x: pass\n  case 2: pass\n",
       "name capture 'x' makes remaining patterns unreachable", 2},
      {"UnreachableAlternative", "match 1:\n  case _ | 2: pass\n",
       "wildcard makes remaining patterns unreachable", 2},
      {"NameTwiceInPattern", "match 1:\n  case [x, x]: pass\n", "multiple assignments to name 'x' in pattern",
       2},
      {"UnlikeAlternatives", "match 1:\n  case [x] | [y]: pass\n",
       "alternative patterns bind different names", 2},
      {"NoCase", "match 1:\n  x = 1\n", "'x' stands where 'case' should be", 2},
      {"DeepPattern", "match 1:\n  case " + repeated("-1 | (", 100000), "nested more than 200 deep", 2},
      {"EndlessGuard", "def f():\n  while True: pass\nmatch 1:\n  case 1 if f(): pass\n", "bound on steps",
       2},
      {"NotGivenModule", "import struct\n", "revision scripts have a part of the standard library", 1},
      {"WrongSelf", "str.upper(5)\n", "descriptor 'upper' for 'str' objects doesn't apply to a 'int' object",
       1},
      {"InTheLibrary", "import heapq\nheapq.heappush(1, 2)\n", "AttributeError: 'int' object", 2},
      {"HugePrecision", "import decimal\ndecimal.getcontext().prec = 10 ** 9\n", "valid range for prec", 2},
      {"Syntax", "def upgrade(:\n", "'(' was never closed", 1},
      {"UnclosedString", "x = 'abc\n", "string is never closed", 1},
      {"MixedTabs", "if 1:\n\tx = 1\n        y = 2\n", "tabs and spaces are mixed", 3},
      {"BadIndent", "if 1:\n    x = 1\n  y = 2\n", "matches no enclosing block", 3},
      {"NotUtf8", "x = 1\ny = '\xe9'\n", "not UTF-8: byte 0xe9", 2},
      {"Nul", std::string("x = 1\n\0", 7), "NUL", 2},
      {"Raises", "def g():\n  raise KeyError('z')\ndef f():\n  g()\nf()\n", "KeyError: 'z'", 2},
  };
  return scripts;
}

class BadScript : public testing::TestWithParam<Bad> {};

TEST_P(BadScript, IsAnErrorWithItsPlace) {
  ModuleRegistry registry;
  add_standard_library(registry);
  Limits limits;
  limits.steps = 2'000'000;
  limits.memory = 64u << 20;
  Interpreter interpreter(registry, limits);
  try {
    const Value module = interpreter.load("bad.py", GetParam().source);
    if (const auto upgrade = interpreter.find_attribute(module, "upgrade")) interpreter.check(*upgrade);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::script);
    EXPECT_NE(error.message().find(GetParam().message), std::string::npos) << error.message();
    EXPECT_EQ(error.facts().line, GetParam().line) << error.message();
    EXPECT_EQ(error.facts().file, "bad.py");
    EXPECT_GE(error.facts().column, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Scripts, BadScript, testing::ValuesIn(bad_scripts()),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(Interpreter, StopsAPatternThatExplodes) {
  ModuleRegistry registry;
  add_standard_library(registry);
  Limits limits;
  limits.steps = 200'000;
  limits.memory = 64u << 20;
  for (const char* pattern : {"(a+)+$", "(a|aa)*$", "(?:a?){30}a{30}b", "(.*)*x", "((a*)*)*b"}) {
    Interpreter interpreter(registry, limits);
    try {
      interpreter.load("x.py", std::string("import re\nre.match(r'") + pattern + "', 'a' * 40 + '!')\n");
      ADD_FAILURE() << pattern << " was not stopped";
    } catch (const Error& error) {
      EXPECT_NE(error.message().find("stopped"), std::string::npos) << error.message();
      EXPECT_EQ(error.facts().line, 2);
    }
  }
}

TEST(Interpreter, NoExceptClauseCatchesAStop) {
  ModuleRegistry registry;
  Limits limits;
  limits.steps = 10'000;
  Interpreter interpreter(registry, limits);
  EXPECT_THROW(interpreter.load(
                   "x.py", "while True:\n  try:\n    while True: pass\n  except BaseException:\n    pass\n"),
               Error);
}

TEST(Interpreter, StopsWhenTheHostCancels) {
  ModuleRegistry registry;
  HostServices host;
  host.cancelled = [] { return true; };
  Interpreter interpreter(registry, {}, host);
  try {
    interpreter.load("x.py", "while True: pass\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

TEST(Interpreter, FindsUndefinedNamesInWhatAFunctionReaches) {
  ModuleRegistry registry;
  Interpreter interpreter(registry);
  const Value module = interpreter.load("x.py",
                                        "tables = []\n"
                                        "def helper():\n  for t in tabels: print(t)\n"
                                        "def upgrade():\n  helper()\n"
                                        "def downgrade():\n  pass\n");
  EXPECT_NO_THROW(interpreter.check(interpreter.attribute(module, "downgrade")));
  try {
    interpreter.check(interpreter.attribute(module, "upgrade"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("'tabels' is not defined; did you mean 'tables'?"), std::string::npos)
        << error.message();
    EXPECT_EQ(error.facts().line, 3);
    EXPECT_EQ(error.facts().column, 12);
  }
}

TEST(Interpreter, TakesNoDefinedNameForUndefined) {
  ModuleRegistry registry;
  Interpreter interpreter(registry);
  const Value module = interpreter.load(
      "x.py",
      "import_failed = False\n"
      "def define():\n  global late\n  late = 1\n"
      "class C:\n  a = 1\n  b = a\n  def m(self, *args, k=1, **kw): return self, args, k, kw\n"
      "def upgrade(x=1):\n"
      "  define(); late; C().m()\n"
      "  try: print(x)\n  except ValueError as e: print(e)\n"
      "  try: unicode\n  except NameError: pass\n"
      "  y: Undefined = [i + j for i in range(3) if (w := i) for j in [i]]\n"
      "  del y\n  print(w, (lambda q, *r: (q, r))(1), __name__, __file__)\n"
      "  def inner():\n    nonlocal x\n    x = upgrade\n  inner()\n");
  EXPECT_NO_THROW(interpreter.check(interpreter.attribute(module, "upgrade")));
}

// Loads a script whose foreign packages are told of by advice, and gives what checking `function` says.
std::string complaint(const std::string& source, const char* function) {
  ModuleRegistry registry;
  add_standard_library(registry);
  registry.advice = [](const std::string& module, const std::string& name) {
    return "map " + module + "." + name;
  };
  Interpreter interpreter(registry);
  const Value module = interpreter.load("x.py", source);
  try {
    interpreter.check(interpreter.attribute(module, function));
  } catch (const Error& error) {
    return std::to_string(error.facts().line) + ": " + error.message();
  }
  return {};
}

TEST(Interpreter, RefusesWhatAFunctionReachesAlone) {
  const std::string source =
      "import functools\n"
      "from app.types import Old\n"
      "def helper():\n  from app.models import User\n"
      "def read():\n  return open('x')\n"
      "STEPS = [read]\n"
      "class Column:\n  def make(self): return Old()\n"
      "@functools.wraps(helper)\ndef wrapped(): helper()\n"
      "def upgrade(): pass\n"
      "def downgrade(): wrapped()\n"
      "def later():\n  for step in STEPS: step()\n"
      "def typed(): Column().make()\n";
  EXPECT_EQ(complaint(source, "upgrade"), "");
  EXPECT_NE(complaint(source, "downgrade").find("4: no module named 'app.models' here: map app.models.User"),
            std::string::npos);
  EXPECT_NE(complaint(source, "later").find("6: 'open' cannot be used"), std::string::npos);
  EXPECT_NE(complaint(source, "typed").find("2: no module named 'app.types' here: map app.types.Old"),
            std::string::npos);
}

TEST(Interpreter, RefusesAForeignImportThatNothingUses) {
  EXPECT_THROW(complaint("import requests\ndef upgrade(): pass\n", "upgrade"), Error);
  EXPECT_THROW(complaint("from app import models\ndef upgrade(): pass\n", "upgrade"), Error);
}

TEST(Interpreter, RefusesAForeignNameThatTheModulesLevelUses) {
  EXPECT_THROW(complaint("from app.types import Old\nx = Old()\ndef upgrade(): pass\n", "upgrade"), Error);
  EXPECT_EQ(
      complaint("try:\n  from app import x\nexcept ImportError:\n  x = 1\ndef upgrade(): x\n", "upgrade"),
      "");
}

TEST(Interpreter, FreesCyclesAndDeepNests) {
  ModuleRegistry registry;
  Interpreter interpreter(registry);
  EXPECT_NO_THROW(interpreter.load(
      "x.py",
      "x = []\nx.append(x)\nd = {}\nd['d'] = d\nn = []\nfor i in range(200000):\n  n = [n]\ndel n\n"));
}

TEST(Interpreter, CallsAFunctionOfAModule) {
  ModuleRegistry registry;
  Interpreter interpreter(registry);
  const Value module = interpreter.load("x.py", "def upgrade(n=2):\n  return n * 21\n");
  EXPECT_EQ(interpreter.run(interpreter.attribute(module, "upgrade")).as_int(), 42);
}

}  // namespace
}  // namespace pycharter::alembic::script
