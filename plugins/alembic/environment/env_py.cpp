#include "alembic/environment/env_py.h"

#include <pycharter/plugin/error.h>

#include <span>

#include "alembic/environment/files.h"
#include "alembic/environment/python_tokens.h"

namespace pycharter::alembic {

namespace {

using Kind = Token::Kind;
using Tokens = std::span<const Token>;
using Literal = std::variant<std::monostate, bool, std::string>;

bool is_sign(const Token& token, char sign) {
  return token.kind == Kind::sign && token.text[0] == sign;
}
bool opens(const Token& token) {
  return is_sign(token, '(') || is_sign(token, '[') || is_sign(token, '{');
}
bool closes(const Token& token) {
  return is_sign(token, ')') || is_sign(token, ']') || is_sign(token, '}');
}

std::optional<Literal> literal(Tokens expression) {
  if (expression.size() == 1 && expression[0].kind == Kind::word) {
    const std::string& word = expression[0].text;
    if (word == "None") return Literal();
    if (word == "True" || word == "False") return Literal(word == "True");
    return std::nullopt;
  }
  std::string text;
  for (const Token& token : expression) {
    if (token.kind != Kind::string) return std::nullopt;
    text += token.text;
  }
  return expression.empty() ? std::nullopt : std::optional<Literal>(text);
}

// NAME = literal, at the module's level; a name that is assigned twice is not a constant.
std::map<std::string, std::optional<Literal>> module_constants(Tokens tokens) {
  std::map<std::string, std::optional<Literal>> constants;
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool assigns =
        tokens[i].kind == Kind::word && is_sign(tokens[i + 1], '=') && !is_sign(tokens[i + 2], '=');
    if (!assigns || !tokens[i].starts_module_line) continue;
    std::size_t end = i + 2;
    while (end < tokens.size() && !tokens[end].starts_module_line)
      ++end;
    const auto [at, is_new] = constants.emplace(tokens[i].text, literal(tokens.subspan(i + 2, end - i - 2)));
    if (!is_new) at->second.reset();
  }
  return constants;
}

// The end of the argument that starts at `start`: a comma or the closing bracket of the call.
std::size_t argument_end(Tokens tokens, std::size_t start) {
  int depth = 0;
  for (std::size_t i = start; i < tokens.size(); ++i) {
    if (depth == 0 && (is_sign(tokens[i], ',') || closes(tokens[i]))) return i;
    depth += opens(tokens[i]) ? 1 : closes(tokens[i]) ? -1 : 0;
  }
  return tokens.size();
}

std::string source_of(Tokens expression) {
  std::string text;
  for (const Token& token : expression)
    text += token.kind == Kind::string ? "'" + token.text + "'" : token.text;
  return text.substr(0, 80);
}

}  // namespace

EnvPy EnvPy::read(const std::filesystem::path& path) {
  const auto text = read_file_if_exists(path);
  return text ? parse(*text, path.string()) : EnvPy();
}

EnvPy EnvPy::parse(std::string_view text, std::string path) {
  EnvPy result;
  result.path_ = std::move(path);
  const std::vector<Token> all = python_tokens(text);
  const Tokens tokens(all);
  const auto constants = module_constants(tokens);
  const auto value_of = [&](Tokens expression) -> Argument {
    std::optional<Literal> known = literal(expression);
    if (!known && expression.size() == 1)
      if (const auto at = constants.find(expression[0].text); at != constants.end()) known = at->second;
    if (!known) return Computed{expression.empty() ? 0 : expression[0].line, source_of(expression)};
    return std::visit([](auto&& value) -> Argument { return value; }, *known);
  };
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::word || tokens[i].text != "configure" || !is_sign(tokens[i + 1], '('))
      continue;
    for (std::size_t at = i + 2; at < tokens.size();) {
      const std::size_t end = argument_end(tokens, at);
      if (end > at + 1 && tokens[at].kind == Kind::word && is_sign(tokens[at + 1], '='))
        result.arguments_.insert_or_assign(tokens[at].text, value_of(tokens.subspan(at + 2, end - at - 2)));
      if (end >= tokens.size() || closes(tokens[end])) break;
      at = end + 1;
    }
  }
  return result;
}

std::optional<std::string> EnvPy::text(std::string_view argument) const {
  const auto at = arguments_.find(argument);
  if (at == arguments_.end() || std::holds_alternative<std::monostate>(at->second)) return std::nullopt;
  if (const auto* value = std::get_if<std::string>(&at->second)) return *value;
  const auto* computed = std::get_if<Computed>(&at->second);
  ErrorFacts facts;
  facts.file = path_;
  facts.line = computed ? computed->line : 0;
  throw Error(ErrorCode::config,
              path_ + " computes " + std::string(argument) + (computed ? " (" + computed->source + ")" : "") +
                  ", which only Python can do; set " + std::string(argument) +
                  " to its value in the [alembic] section of the ini file",
              std::move(facts));
}

std::optional<bool> EnvPy::flag(std::string_view argument) const {
  const auto at = arguments_.find(argument);
  if (at == arguments_.end()) return std::nullopt;
  const auto* value = std::get_if<bool>(&at->second);
  return value ? std::optional<bool>(*value) : std::nullopt;
}

bool EnvPy::computes(std::string_view argument) const {
  const auto at = arguments_.find(argument);
  return at != arguments_.end() && std::holds_alternative<Computed>(at->second);
}

}  // namespace pycharter::alembic
