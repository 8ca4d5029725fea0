#include "sql/comparison/defaults.h"

#include "sql/comparison/normal_form.h"
#include "sql/comparison/parser.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Affinity;
using ddl::Family;

// "x ON UPDATE y" of MySQL, apart.
struct Default {
  std::string value;
  std::string on_update;
};

Default split_on_update(std::string_view sql, Family family) {
  if (family != Family::mysql) return {std::string(sql), {}};
  const auto lower = ddl::lower_ascii(sql);
  constexpr std::string_view words = " on update ";
  const auto at = lower.rfind(words);
  const bool in_string = at != std::string::npos && lower.find('\'', at) != std::string::npos;
  if (at == std::string::npos || in_string) return {std::string(sql), {}};
  return {std::string(sql.substr(0, at)), std::string(sql.substr(at + words.size()))};
}

constexpr std::string_view truths[] = {"true", "t", "yes", "on", "1"};
constexpr std::string_view falsehoods[] = {"false", "f", "no", "off", "0"};

bool is_numeric(Affinity affinity) {
  return affinity == Affinity::integer || affinity == Affinity::numeric || affinity == Affinity::floating;
}

// A literal of a number, truth or moment as the column keeps it: '1' in an integer column is 1.
Node as_kept(Node node, Affinity affinity) {
  if (node.kind == Node::Kind::operation) return node;
  const bool truth_column = affinity == Affinity::boolean;
  if (truth_column && ddl::is_one_of(truths, ddl::lower_ascii(node.text)))
    return leaf(Node::Kind::number, "1");
  if (truth_column && ddl::is_one_of(falsehoods, ddl::lower_ascii(node.text)))
    return leaf(Node::Kind::number, "0");
  if (node.kind != Node::Kind::string) return node;
  if (is_numeric(affinity)) {
    const bool negative = node.text.starts_with('-');
    auto digits = plain_number(std::string_view(node.text).substr(negative ? 1 : 0));
    return leaf(Node::Kind::number, (negative && digits != "0" ? "-" : "") + digits);
  }
  constexpr std::string_view midnight = " 00:00:00";
  const bool at_midnight = node.text.size() == 10 + midnight.size() && node.text.ends_with(midnight);
  if (affinity == Affinity::datetime && at_midnight) node.text.resize(10);
  return node;
}

bool is_null(const Node& node) {
  return node.kind == Node::Kind::name && node.text == "null";
}

// SQLite's texts keep the quotes and parentheses that somebody wrote; Alembic looks past both.
std::string without_dress(std::string text) {
  const auto wrapped = [&](char first, char last) {
    return text.size() > 2 && text.front() == first && text.back() == last;
  };
  if (wrapped('(', ')')) text = text.substr(1, text.size() - 2);
  if (wrapped('"', '"')) text = text.substr(1, text.size() - 2);
  if (wrapped('\'', '\'')) text = text.substr(1, text.size() - 2);
  return text;
}

class Comparison {
 public:
  Comparison(const json::object& declared, const json::object& column, const Tools& tools)
      : family_(tools.dialect.family), tools_(tools), declared_(declared), column_(column) {}

  DefaultVerdict verdict() const {
    const auto found = ddl::optional_text(column_, "default");
    const auto declared = declared_text();
    const bool is_serial = ddl::flag(column_, "owns_sequence");
    if (!declared) return {!found || is_serial || says_null(*found)};
    if (!found) return {says_null(*declared)};
    if (is_serial && ddl::flag(declared_, "primary_key") && is_sequence()) return {true};
    return compared(*declared, *found);
  }

 private:
  // SERIAL by Column(Sequence(…)): the sequence is the column's own.
  bool is_sequence() const {
    const auto* value = ddl::given(declared_, "server_default");
    return value != nullptr && value->is_object() &&
           ddl::optional_text(value->get_object(), "default") == "sequence";
  }

  std::optional<std::string> declared_text() const {
    const auto* value = ddl::given(declared_, "server_default");
    if (value == nullptr) return std::nullopt;
    const auto kind = ddl::text(ddl::as_object(*value, "server_default"), "default");
    if (kind == "fetched" || kind == "computed" || kind == "identity") return std::nullopt;
    return tools_.definitions.server_default(*value);
  }

  std::optional<Node> tree(const std::string& sql) const {
    auto node = Parser(tokens_of(sql, family_), family_).parse();
    if (!node) return node;
    return as_kept(*std::move(node), affinity());
  }

  Affinity affinity() const {
    const auto* type = ddl::given(column_, "type");
    if (type == nullptr) return Affinity::other;
    const auto& found = ddl::as_object(*type, "type");
    const bool truth = family_ == Family::mysql && ddl::text(found, "type") == "TINYINT";
    return truth ? Affinity::integer : ddl::affinity_of(found);
  }

  bool says_null(const std::string& sql) const {
    const auto node = tree(sql);
    return node && is_null(*node);
  }

  DefaultVerdict compared(const std::string& declared, const std::string& found) const {
    const auto one = split_on_update(declared, family_);
    const auto other = split_on_update(found, family_);
    if (one.on_update.empty() != other.on_update.empty()) return {false};
    if (!one.on_update.empty() && same_expression(one.on_update, other.on_update, family_) == false)
      return {false};
    if (same_value(one.value, other.value)) return {true};
    if (family_ == Family::postgresql)
      return {false, DefaultVerdict::Question{declared, found, ddl::text(column_, "type_sql")}};
    return {false};
  }

  bool same_value(const std::string& one, const std::string& other) const {
    if (one == other) return true;
    if (family_ == Family::sqlite && without_dress(one) == without_dress(other)) return true;
    const auto first = tree(one);
    const auto second = tree(other);
    if (first && second) return text_of(*first) == text_of(*second);
    return same_expression(one, other, family_).value_or(false);
  }

  Family family_;
  const Tools& tools_;
  const json::object& declared_;
  const json::object& column_;
};

}  // namespace

DefaultVerdict same_default(const json::object& declared, const json::object& column, const Tools& tools) {
  const auto is_given = [](const json::object& of, std::string_view key) {
    return ddl::given(of, key) != nullptr;
  };
  for (const auto* key : {"identity", "computed"})
    if (is_given(declared, key) || is_given(column, key)) return {true};
  return Comparison(declared, column, tools).verdict();
}

}  // namespace pycharter::sql::comparison
