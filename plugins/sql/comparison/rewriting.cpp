#include "sql/comparison/rewriting.h"

#include <algorithm>
#include <array>

namespace pycharter::sql::comparison {
namespace {

constexpr std::string_view numeric_types[] = {"integer", "int",  "bigint", "smallint", "numeric",
                                              "decimal", "real", "double", "float",    "int2",
                                              "int4",    "int8", "float4", "float8",   "oid"};

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text != "." && std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_digit(c) || c == '.'; });
}

Node number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('-')) return leaf(Node::Kind::number, plain_number(text));
  return negative(leaf(Node::Kind::number, plain_number(text.substr(1))));
}

// Words that are functions without parentheses, by what else they are called.
struct Moment {
  std::string_view word;
  std::string_view name;
};
constexpr Moment moments[] = {
    {"current_timestamp", "now"},     {"now", "now"},
    {"transaction_timestamp", "now"}, {"localtimestamp", "localtimestamp"},
    {"current_date", "current_date"}, {"curdate", "current_date"},
    {"current_time", "current_time"}, {"curtime", "current_time"},
    {"current_user", "current_user"}, {"user", "current_user"},
    {"session_user", "session_user"}, {"localtime", "localtime"},
};

const Moment* find_moment(std::string_view word) {
  const auto* found = std::find_if(std::begin(moments), std::end(moments),
                                   [&](const Moment& moment) { return moment.word == word; });
  return found == std::end(moments) ? nullptr : found;
}

struct Opposites {
  std::string_view one;
  std::string_view other;
};
constexpr Opposites opposites[] = {{"=", "<>"},
                                   {"<", ">="},
                                   {">", "<="},
                                   {"and", "or"},
                                   {"in", "not in"},
                                   {"like", "not like"},
                                   {"ilike", "not ilike"},
                                   {"is null", "is not null"},
                                   {"~", "!~"},
                                   {"~*", "!~*"},
                                   {"regexp", "not regexp"},
                                   {"is true", "is not true"},
                                   {"is false", "is not false"}};

std::string opposite_of(std::string_view sign) {
  for (const auto& pair : opposites) {
    if (pair.one == sign) return std::string(pair.other);
    if (pair.other == sign) return std::string(pair.one);
  }
  return {};
}

bool is_row(const Node& node) {
  return node.kind == Node::Kind::operation && node.text == "row";
}

// (a, b) = (1, 2) is a = 1 AND b = 2, as PostgreSQL keeps it.
Node compared_rows(const std::string& sign, Node left, Node right) {
  std::vector<Node> items;
  for (std::size_t i = 0; i < left.operands.size(); ++i)
    items.push_back(operation(sign, {std::move(left.operands[i]), std::move(right.operands[i])}));
  return operation(sign == "=" ? "and" : "or", std::move(items));
}

constexpr std::string_view temporal_types[] = {"timestamp", "timestamptz", "date",
                                               "time",      "timetz",      "interval"};

// PostgreSQL writes a moment out: '2020-01-01' is kept as '2020-01-01 00:00:00', and by its settings.
Node moment_literal(std::string text) {
  constexpr std::string_view midnight = " 00:00:00";
  if (text.size() == 10 + midnight.size() && text.ends_with(midnight)) text.resize(10);
  auto node = leaf(Node::Kind::string, std::move(text));
  node.operands.push_back(leaf(Node::Kind::name, "moment"));
  return node;
}

struct Alias {
  std::string_view name;
  std::string_view other;
};
constexpr Alias aliases[] = {{"char_length", "character_length"},
                             {"lcase", "lower"},
                             {"ucase", "upper"},
                             {"date_part", "extract"},
                             {"pow", "power"},
                             {"ceil", "ceiling"}};

}  // namespace

// MariaDB writes NOT (a > b) as a <= b, which is the same of NULL too.
Node negation(Node of) {
  if (of.kind != Node::Kind::operation) return operation("not", {std::move(of)});
  if (of.text == "not") return std::move(of.operands.front());
  if (const auto opposite = opposite_of(of.text); !opposite.empty()) {
    of.text = opposite;
    if (of.text == "and" || of.text == "or")
      for (auto& operand : of.operands)
        operand = negation(std::move(operand));
    return of;
  }
  return operation("not", {std::move(of)});
}

Node negative(Node of) {
  if (of.kind == Node::Kind::number) {
    of.text = of.text.starts_with('-') ? of.text.substr(1) : of.text == "0" ? of.text : "-" + of.text;
    return of;
  }
  return operation("negative", {std::move(of)});
}

Node joined(const std::string& sign, Node left, Node right) {
  const bool rows = is_row(left) && is_row(right) && left.operands.size() == right.operands.size();
  if (rows && (sign == "=" || sign == "<>")) return compared_rows(sign, std::move(left), std::move(right));
  if (sign != "and" && sign != "or") return operation(sign, {std::move(left), std::move(right)});
  std::vector<Node> items;
  for (auto* side : {&left, &right}) {
    const bool same = side->kind == Node::Kind::operation && side->text == sign;
    if (same)
      std::move(side->operands.begin(), side->operands.end(), std::back_inserter(items));
    else
      items.push_back(std::move(*side));
  }
  return operation(sign, std::move(items));
}

Node in_list(Node left, std::vector<Node> items, bool negated) {
  if (items.size() == 1) return operation(negated ? "<>" : "=", {std::move(left), std::move(items.front())});
  return operation(negated ? "not in" : "in", {std::move(left), operation("list", std::move(items))});
}

Node function(std::string name, std::vector<Node> arguments, ddl::Family family) {
  // Bytes there, characters elsewhere.
  const bool is_mysql = family == ddl::Family::mysql;
  if (is_mysql && name == "length") name = "octet_length";
  if (is_mysql && name == "round" && arguments.size() == 1)
    arguments.push_back(leaf(Node::Kind::number, "0"));
  if (const auto* moment = find_moment(name))
    return operation(std::string(moment->name), std::move(arguments));
  for (const auto& alias : aliases)
    if (alias.name == name) name = alias.other;
  const bool names_field = name == "extract" && !arguments.empty() && arguments[0].kind == Node::Kind::string;
  if (names_field) arguments[0].kind = Node::Kind::name;
  return operation(std::move(name), std::move(arguments));
}

Node plain_word(std::string word, ddl::Family family) {
  const auto* moment = find_moment(word);
  // "user" is a name like any other where nobody quotes names.
  if (moment != nullptr && word != "now" && word != "user") return operation(std::string(moment->name), {});
  const bool as_numbers = family != ddl::Family::postgresql;
  if (as_numbers && word == "true") return leaf(Node::Kind::number, "1");
  if (as_numbers && word == "false") return leaf(Node::Kind::number, "0");
  return leaf(Node::Kind::name, std::move(word));
}

Node literal_of(std::string text, const std::string& type) {
  const bool numeric =
      std::find(std::begin(numeric_types), std::end(numeric_types), type) != std::end(numeric_types);
  if (numeric && is_number(text)) return number(text);
  if (std::find(std::begin(temporal_types), std::end(temporal_types), type) != std::end(temporal_types))
    return moment_literal(std::move(text));
  if (type == "boolean" || type == "bool") {
    if (text == "t" || text == "true") return leaf(Node::Kind::name, "true");
    if (text == "f" || text == "false") return leaf(Node::Kind::name, "false");
  }
  return leaf(Node::Kind::string, std::move(text));
}

}  // namespace pycharter::sql::comparison
