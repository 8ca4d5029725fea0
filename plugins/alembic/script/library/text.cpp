#include <algorithm>

#include "alembic/script/library/install.h"
#include "alembic/script/library/written.h"
#include "alembic/script/unicode.h"

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

// string.Template: $name and ${name}.
class Template final : public HostObject {
 public:
  explicit Template(std::string text) : text_(std::move(text)) {}
  std::string type_name() const override { return "Template"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name == "template") return in.str(text_);
    if (name != "substitute" && name != "safe_substitute") return std::nullopt;
    return make_native(
        in, std::string(name), "mapping=None, /, **kws",
        [self = Value::of(*this), safe = name == "safe_substitute"](Interpreter& i, Bindings& given) {
          return host_cast<Template>(self)->filled(i, given, safe);
        });
  }

 private:
  static bool is_name(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '_' || (byte < 0x80 && (is_letter(byte) || is_digit(byte)));
  }

  static std::optional<Value> look_up(Interpreter& in, Bindings& given, const std::string& name) {
    for (const auto& [keyword, value] : given.keywords)
      if (keyword == name) return value;
    if (!given.given(0) || !in.contains(given[0], in.str(name))) return std::nullopt;
    return in.subscript(given[0], in.str(name));
  }

  Value filled(Interpreter& in, Bindings& given, bool safe) const {
    std::string out;
    for (std::size_t at = 0; at < text_.size();) {
      if (text_[at] != '$') {
        out.push_back(text_[at++]);
        continue;
      }
      if (at + 1 < text_.size() && text_[at + 1] == '$') {
        out.push_back('$');
        at += 2;
        continue;
      }
      const bool braced = at + 1 < text_.size() && text_[at + 1] == '{';
      const std::size_t begin = at + (braced ? 2 : 1);
      std::size_t end = begin;
      while (end < text_.size() && is_name(text_[end]))
        ++end;
      const std::size_t past = end + (braced ? 1 : 0);
      const bool valid = end > begin && !is_digit(static_cast<unsigned char>(text_[begin])) &&
                         (!braced || (end < text_.size() && text_[end] == '}'));
      const std::string name = text_.substr(begin, end - begin);
      const auto value = valid ? look_up(in, given, name) : std::nullopt;
      if (!value && !safe) {
        if (!valid) in.raise("ValueError", "Invalid placeholder in string: '$' at " + std::to_string(at + 1));
        in.raise_value(in.call(in.builtin("KeyError"), {{in.str(name)}, {}}));
      }
      out += value ? in.to_text(*value) : text_.substr(at, valid ? past - at : 1);
      in.heap().require(out.size());
      at = valid ? past : at + 1;
    }
    return in.str(out);
  }

  const std::string text_;
};

Value capitalized_words(Interpreter& in, Bindings& given) {
  std::vector<Value> words;
  in.for_each(in.call(in.attribute(given[0], "split")), [&](const Value& word) {
    words.push_back(in.call(in.attribute(word, "capitalize")));
    return true;
  });
  return in.call(in.attribute(in.str(" "), "join"), {{in.list(std::move(words))}, {}});
}

}  // namespace

void add_text(ModuleRegistry& registry) {
  registry.add("textwrap", [](Interpreter& in, Module& module) {
    define(in, module, "dedent", "text", dedent);
    define(in, module, "indent", "text, prefix", indent);
    run_in_module(in, module, wrapping_source);
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
    define(in, module, "capwords", "s", capitalized_words);
    module.set(
        "Template", make_class(in, "Template", "string", {}, [](Interpreter& i, const Arguments& arguments) {
          static const Signature signature("Template", "template");
          return Value::adopt(i.heap().create<Template>(i.text(signature.bind(i, arguments)[0], "template")));
        }));
    module.set("whitespace", in.str(" \t\n\r\v\f"));
  });
}

}  // namespace pycharter::alembic::script
