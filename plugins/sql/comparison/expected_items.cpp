#include "sql/comparison/expected_items.h"

#include <algorithm>

#include "sql/comparison/definition.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Column;
using ddl::Constraint;
using Kind = Constraint::Kind;

template <class Value>
json::value or_null(const std::optional<Value>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

std::int64_t place_in_key(const Column& column, const ddl::Table& table) {
  const auto* key = table.primary_key();
  if (key == nullptr) return 0;
  const auto found = std::find(key->columns.begin(), key->columns.end(), column.name);
  return found == key->columns.end() ? 0 : found - key->columns.begin() + 1;
}

// The words of `unary` that say in which order an index keeps a column, from the inside outwards.
constexpr std::string_view order_words[] = {"desc", "asc", "nulls_first", "nulls_last"};

bool is_name(const json::value& column) {
  return column.is_string() || (column.is_object() && !column.get_object().contains("expr"));
}

// The column under its order, with the words that were taken off.
const json::value& unordered(const json::value& column, json::array& words) {
  if (!column.is_object() || ddl::optional_text(column.get_object(), "expr") != "unary") return column;
  const auto& unary = column.get_object();
  const auto word = ddl::text(unary, "op");
  if (std::find(std::begin(order_words), std::end(order_words), word) == std::end(order_words)) return column;
  const auto& inner = unordered(unary.at("of"), words);
  words.emplace_back(word);
  return inner;
}

// Without the schema's or table's part: an index keeps columns of its own table.
std::optional<std::string> plain_column(const json::value& column) {
  if (is_name(column)) return ddl::parse_name(column).text;
  const auto& object = column.get_object();
  const auto form = ddl::optional_text(object, "expr");
  if (form == "column") return ddl::required_name(object, "name").text;
  if (form == "label") return plain_column(object.at("of"));
  return std::nullopt;
}

// The label that postgresql_ops names a key by.
std::optional<std::string> label_of(const json::value& column) {
  if (is_name(column)) return std::nullopt;
  const auto& object = column.get_object();
  return ddl::optional_text(object, "expr") == "label"
             ? std::optional(ddl::required_name(object, "name").text)
             : std::nullopt;
}

const json::value& unlabelled(const json::value& column) {
  return label_of(column) ? column.get_object().at("of") : column;
}

// {"postgresql_where": …} as {"where": …}, without what the index's own keys say.
json::object remaining_options(const ddl::Index& index, const Tools& tools) {
  const auto prefix = std::string(tools.dialect.name) + "_";
  json::object options;
  for (const auto& option : index.dialect) {
    const std::string_view key = option.key();
    if (!key.starts_with(prefix)) continue;
    constexpr std::string_view told[] = {"where",   "using",        "ops",
                                         "include", "concurrently", "nulls_not_distinct"};
    if (std::find(std::begin(told), std::end(told), key.substr(prefix.size())) == std::end(told))
      options[key] = option.value();
  }
  return options;
}

}  // namespace

std::string_view list_of(Kind kind) {
  switch (kind) {
    case Kind::foreign_key:
      return "foreign_keys";
    case Kind::unique:
      return "unique";
    case Kind::check:
      return "checks";
    case Kind::exclude:
      return "excludes";
    case Kind::primary_key:
      break;
  }
  return {};
}

json::object column_item(const Column& column, const ddl::Table& table, const Tools& tools) {
  const auto& type = tools.types.variant(column.type);
  const bool typed = ddl::affinity_of(type) != ddl::Affinity::none;
  json::object item{{"name", column.name.text},
                    {"type", type},
                    {"type_sql", typed ? json::value(tools.types.definition(type)) : json::value(nullptr)},
                    {"nullable", column.nullable()},
                    {"default", column.server_default
                                    ? json::value(tools.definitions.server_default(*column.server_default))
                                    : json::value(nullptr)},
                    {"autoincrement", table.counting_column() == &column},
                    {"comment", or_null(column.comment)},
                    {"computed", nullptr},
                    {"identity", or_null(column.identity)},
                    {"primary_key", place_in_key(column, table)},
                    {"definition", definition_of(column)}};
  if (column.computed)
    item["computed"] =
        json::object{{"sqltext", tools.definitions.bare(column.computed->at("sqltext"))},
                     {"persisted", or_null(ddl::optional_flag(*column.computed, "persisted"))}};
  return item;
}

json::object constraint_item(const Constraint& constraint, const Tools& tools) {
  json::object item{{"name", final_name(constraint.name, tools)}};
  if (constraint.kind == Kind::check) {
    item["sqltext"] = tools.definitions.bare(constraint.sqltext);
    if (constraint.type_bound) item["type_bound"] = true;
  } else {
    item["columns"] = names_of(constraint.columns);
  }
  if (constraint.kind == Kind::foreign_key) {
    item["target_schema"] =
        constraint.target.schema ? json::value(constraint.target.schema->text) : json::value(nullptr);
    item["target_table"] = constraint.target.name.text;
    item["target_columns"] = names_of(constraint.target_columns);
    item["ondelete"] = or_null(constraint.ondelete);
    item["onupdate"] = or_null(constraint.onupdate);
    item["match"] = or_null(constraint.match);
  }
  item["deferrable"] = or_null(constraint.deferrable);
  item["initially"] = or_null(constraint.initially);
  if (!constraint.dialect.empty()) item["dialect"] = constraint.dialect;
  item["definition"] = definition_of(constraint, tools);
  return item;
}

json::object index_item(const ddl::Index& index, const ddl::TableName& table, const Tools& tools) {
  json::array columns;
  json::array expressions;
  json::object sorting;
  const auto option = [&](std::string_view key) { return ddl::option(index.dialect, tools.dialect, key); };
  json::object operator_classes;
  const auto* ops = option("ops");
  const auto given_classes = ops != nullptr ? ddl::as_object(*ops, "ops") : json::object();
  bool plain = true;
  for (const auto& entry : index.columns) {
    json::array words;
    const auto& column = unordered(entry, words);
    const auto name = plain_column(column);
    plain = plain && name.has_value();
    auto text = name ? *name : tools.definitions.bare(unlabelled(column));
    if (!words.empty()) sorting[text] = std::move(words);
    if (const auto* own = ddl::given(given_classes, label_of(column).value_or(text)))
      operator_classes[text] = *own;
    columns.push_back(or_null(name));
    expressions.emplace_back(std::move(text));
  }
  if (plain) expressions.clear();
  const auto* where = option("where");
  const auto* method = option("using");
  json::object item{
      {"name", final_name(index.name, tools)},
      {"columns", std::move(columns)},
      {"expressions", std::move(expressions)},
      {"unique", index.unique},
      {"where", where != nullptr ? json::value(tools.definitions.bare(*where)) : json::value(nullptr)},
      {"using", method != nullptr ? *method : json::value(nullptr)}};
  if (!sorting.empty()) item["sorting"] = std::move(sorting);
  if (!operator_classes.empty()) item["ops"] = std::move(operator_classes);
  for (const auto* key : {"include", "nulls_not_distinct"})
    if (const auto* value = option(key)) item[key] = *value;
  if (auto options = remaining_options(index, tools); !options.empty()) item["dialect"] = std::move(options);
  item["definition"] = definition_of(index, table, tools);
  return item;
}

}  // namespace pycharter::sql::comparison
