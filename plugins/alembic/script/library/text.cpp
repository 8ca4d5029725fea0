#include <algorithm>

#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r\v\f") == std::string::npos;
}

Value dedent(Interpreter& in, Bindings& given) {
  std::vector<std::string> lines = lines_of(in.text(given[0], "text"));
  std::optional<std::string> margin;
  for (std::string& line : lines) {
    if (line.find_first_not_of(" \t") == std::string::npos) {
      line.clear();
      continue;
    }
    const std::string indent = line.substr(0, line.find_first_not_of(" \t"));
    if (!margin) margin = indent;
    const auto shared = std::mismatch(margin->begin(), margin->end(), indent.begin(), indent.end()).first;
    margin->erase(shared, margin->end());
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += '\n';
    out += lines[i].empty() || !margin ? lines[i] : lines[i].substr(margin->size());
  }
  return in.str(out);
}

Value indent(Interpreter& in, Bindings& given) {
  const std::string text = in.text(given[0], "text"), prefix = in.text(given[1], "prefix");
  std::string out;
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += '\n';
    out += is_blank(lines[i]) ? lines[i] : prefix + lines[i];
    in.heap().require(out.size());
  }
  return in.str(out);
}

}  // namespace

void add_text(ModuleRegistry& registry) {
  registry.add("textwrap", [](Interpreter& in, Module& module) {
    define(in, module, "dedent", "text", dedent);
    define(in, module, "indent", "text, prefix", indent);
  });
  registry.add("string", [](Interpreter& in, Module& module) {
    const std::string lower = "abcdefghijklmnopqrstuvwxyz", upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                      digits = "0123456789";
    const std::string punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    module.set("ascii_lowercase", in.str(lower));
    module.set("ascii_uppercase", in.str(upper));
    module.set("ascii_letters", in.str(lower + upper));
    module.set("digits", in.str(digits));
    module.set("hexdigits", in.str(digits + "abcdefABCDEF"));
    module.set("punctuation", in.str(punctuation));
    module.set("whitespace", in.str(" \t\n\r\v\f"));
  });
}

}  // namespace pycharter::alembic::script
