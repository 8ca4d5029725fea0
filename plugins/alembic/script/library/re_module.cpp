// The functions of `re`, each also a method of Pattern.
#include "alembic/script/library/install.h"
#include "alembic/script/library/re_objects.h"
#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

Value compile(Interpreter& in, const Value& pattern, const Value& flags) {
  const unsigned wanted = flags.defined() ? static_cast<unsigned>(in.integer(flags, "flags")) : 0;
  if (host_cast<Pattern>(pattern) != nullptr) {
    if (wanted != 0) in.raise("ValueError", "cannot process flags argument with a compiled pattern");
    return pattern;
  }
  if (pattern.is(Kind::bytes)) in.raise("TypeError", "patterns of bytes cannot be used here; decode() first");
  const std::u32string text = decode(in.text(pattern, "pattern"));
  const Value error = re_error(in);
  ReTree tree = parse_pattern(in, error, text, wanted);
  if ((tree.flags & ~wanted & (re_verbose | re_ignore_case | re_multiline | re_dot_all | re_ascii)) != 0)
    tree = parse_pattern(in, error, text, tree.flags);
  return Value::adopt(in.heap().create<Pattern>(pattern, compile_pattern(std::move(tree))));
}

// What a function does once its pattern is compiled; `given` begins with the pattern.
using PatternCode = Value (*)(Interpreter&, const Value& pattern, const Bindings& given);

const ReProgram& program_of(const Value& pattern) {
  return host_cast<Pattern>(pattern)->program();
}

Value found(Interpreter& in, const Value& pattern, const Value& subject, std::u32string_view text,
            std::optional<ReSpans> spans) {
  return spans ? make_match(in, pattern, subject, text, std::move(*spans)) : Value::none();
}

Value match(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  return found(in, pattern, given[1], text, match_at(in, program_of(pattern), text, 0, ReEnd::anywhere));
}

Value fullmatch(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  return found(in, pattern, given[1], text, match_at(in, program_of(pattern), text, 0, ReEnd::at_end));
}

Value search(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  return found(in, pattern, given[1], text, search_from(in, program_of(pattern), text, 0));
}

Value findall(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  std::vector<Value> all;
  for_each_match(in, program_of(pattern), text, [&](ReSpans spans) {
    std::vector<Value> groups;
    for (std::size_t i = spans.size() > 2 ? 2 : 0; i < spans.size(); i += 2) {
      Value group = span_text(in, text, spans[i], spans[i + 1]);
      groups.push_back(group.is_none() ? in.str("") : group);
    }
    all.push_back(groups.size() == 1 ? groups.front() : in.tuple(std::move(groups)));
    return true;
  });
  return in.list(std::move(all));
}

Value finditer(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  std::vector<Value> all;
  for_each_match(in, program_of(pattern), text, [&](ReSpans spans) {
    all.push_back(make_match(in, pattern, given[1], text, std::move(spans)));
    return true;
  });
  return in.iterate(in.list(std::move(all)));
}

Value split(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::u32string text = decode(in.text(given[1], "string"));
  const std::int64_t most = given.given(2) ? in.integer(given[2], "maxsplit") : 0;
  std::vector<Value> parts;
  std::int64_t last = 0, done = 0;
  if (most >= 0) {
    for_each_match(in, program_of(pattern), text, [&](ReSpans spans) {
      parts.push_back(span_text(in, text, last, spans[0]));
      for (std::size_t i = 2; i < spans.size(); i += 2)
        parts.push_back(span_text(in, text, spans[i], spans[i + 1]));
      last = spans[1];
      return ++done != most;
    });
  }
  parts.push_back(span_text(in, text, last, static_cast<std::int64_t>(text.size())));
  return in.list(std::move(parts));
}

Value subn(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::int64_t count = given.given(3) ? in.integer(given[3], "count") : 0;
  auto [text, done] = replace_matches(in, pattern, given[1], given[2], count);
  return in.tuple({in.str(std::move(text)), Value::integer(done)});
}

Value sub(Interpreter& in, const Value& pattern, const Bindings& given) {
  const std::int64_t count = given.given(3) ? in.integer(given[3], "count") : 0;
  return in.str(replace_matches(in, pattern, given[1], given[2], count).first);
}

struct PatternFunction {
  const char* name;
  const char* parameters;  // behind the pattern
  std::size_t count;       // of these
  PatternCode code;
};
constexpr PatternFunction functions[] = {
    {"match", "string", 1, match},
    {"fullmatch", "string", 1, fullmatch},
    {"search", "string", 1, search},
    {"findall", "string", 1, findall},
    {"finditer", "string", 1, finditer},
    {"split", "string, maxsplit=0", 2, split},
    {"sub", "repl, string, count=0", 3, sub},
    {"subn", "repl, string, count=0", 3, subn},
};

Value escape(Interpreter& in, Bindings& given) {
  static constexpr std::string_view special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
  std::string out;
  for (const char c : in.text(given[0], "pattern")) {
    if (special.find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return in.str(std::move(out));
}

struct Flag {
  const char *letter, *name;
  unsigned value;
};
constexpr Flag flags[] = {
    {"I", "IGNORECASE", re_ignore_case}, {"M", "MULTILINE", re_multiline}, {"S", "DOTALL", re_dot_all},
    {"X", "VERBOSE", re_verbose},        {"A", "ASCII", re_ascii},         {"U", "UNICODE", re_unicode}};

void fill(Interpreter& in, Module& module) {
  make_exception(in, module, "error", in.builtin("Exception"));
  const Value pattern_class = make_class(in, "Pattern", "re");
  module.set("Pattern", pattern_class);
  module.set("Match", make_class(in, "Match", "re"));
  for (const PatternFunction& function : functions) {
    const PatternCode code = function.code;
    const std::size_t count = function.count;
    define(in, module, function.name, std::string("pattern, ") + function.parameters + ", flags=0",
           [code, count](Interpreter& i, Bindings& given) {
             return code(i, compile(i, given[0], given[count + 1]), given);
           });
    define(in, pattern_class.get<Class>(), function.name, std::string("self, ") + function.parameters,
           [code](Interpreter& i, Bindings& given) { return code(i, given[0], given); });
  }
  define(in, module, "compile", "pattern, flags=0",
         [](Interpreter& i, Bindings& given) { return compile(i, given[0], given[1]); });
  define(in, module, "escape", "pattern", escape);
  define(in, module, "purge", "", [](Interpreter&, Bindings&) { return Value::none(); });
  for (const Flag& flag : flags) {
    module.set(flag.letter, Value::integer(flag.value));
    module.set(flag.name, Value::integer(flag.value));
  }
  module.set("NOFLAG", Value::integer(0));
}

}  // namespace

void add_re(ModuleRegistry& registry) {
  registry.add("re", fill);
}

}  // namespace pycharter::alembic::script
