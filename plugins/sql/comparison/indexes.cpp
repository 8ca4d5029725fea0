#include <algorithm>

#include "sql/comparison/items.h"
#include "sql/comparison/normal_form.h"
#include "sql/comparison/parser.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Family;

// One key of an index: what it orders by, and how.
struct Key {
  std::string form;
  bool descending = false;
  bool nulls_first = false;
  std::string operator_class;  // empty: the type's own
  bool cast = false;           // a column that is cast, which its form does not show
  bool understood = true;
};

void set_order(Key& key, std::string_view word) {
  if (word == "desc") key.descending = key.nulls_first = true;
  if (word == "asc") key.descending = key.nulls_first = false;
  if (word == "nulls_first" || word == "nullsfirst") key.nulls_first = true;
  if (word == "nulls_last" || word == "nullslast") key.nulls_first = false;
}

// Takes "varchar_pattern_ops DESC NULLS LAST" off the end of a text that has it.
void take_modifiers(std::vector<Token>& tokens, Key& key) {
  const auto last_is = [&](std::string_view word) { return tokens.size() > 1 && tokens.back().is(word); };
  std::string nulls;
  if ((last_is("first") || last_is("last")) && tokens.size() > 2 && tokens[tokens.size() - 2].is("nulls")) {
    nulls = "nulls_" + tokens.back().text;
    tokens.resize(tokens.size() - 2);
  }
  if (last_is("desc") || last_is("asc")) {
    set_order(key, tokens.back().text);
    tokens.pop_back();
  }
  set_order(key, nulls);
  if (tokens.size() > 1 && tokens.back().kind == Token::Kind::word && tokens.back().text.ends_with("_ops")) {
    key.operator_class = tokens.back().text;
    tokens.pop_back();
  }
}

Key key_of_text(const std::string& text, Family family) {
  Key key;
  auto tokens = tokens_of(text, family);
  take_modifiers(tokens, key);
  const auto node = Parser(tokens, family).parse();
  key.understood = node.has_value();
  if (node) {
    key.form = text_of(*node);
    const auto casts = [](const Token& token) { return token.is_sign("::") || token.is("cast"); };
    key.cast = node->kind == Node::Kind::name && std::any_of(tokens.begin(), tokens.end(), casts);
    return key;
  }
  for (const auto& token : tokens)
    if (!token.is_sign("(") && !token.is_sign(")")) key.form += token.text + " ";
  return key;
}

std::string column_form(const std::string& name, Family family) {
  return family == Family::postgresql ? name : ddl::lower_ascii(name);
}

std::vector<Key> keys_of(const json::object& index, Family family) {
  const auto& columns = ddl::list(index, "columns");
  const auto& expressions = ddl::list(index, "expressions");
  const bool of_every_key = expressions.size() == columns.size();
  std::vector<Key> keys;
  std::size_t next = 0;
  for (std::size_t place = 0; place < columns.size(); ++place) {
    std::string name;
    Key key;
    if (columns[place].is_null()) {
      const auto at = of_every_key ? place : next++;
      if (at < expressions.size()) name = ddl::as_text(expressions[at], "expressions");
      key = key_of_text(name, family);
    } else {
      name = ddl::parse_name(columns[place]).text;
      key.form = column_form(name, family);
    }
    for (const auto& word : ddl::list(ddl::object_at(index, "sorting"), name))
      set_order(key, ddl::as_text(word, "sorting"));
    if (const auto own = ddl::optional_text(ddl::object_at(index, "ops"), name)) key.operator_class = *own;
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string method_of(const json::object& index, Family family) {
  const auto method = ddl::lower_ascii(ddl::optional_text(index, "using").value_or(""));
  // InnoDB keeps every index as a B-tree, whatever was asked for.
  return family != Family::postgresql || method == "btree" ? "" : method;
}

std::string option_text(const json::value& value) {
  if (value.is_string()) return ddl::lower_ascii(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  return value.is_int64() ? std::to_string(value.get_int64()) : std::string();
}

// {"fillfactor": 70} and {"fillfactor": "70"}; "on" is true.
bool same_storage(const json::object& one, const json::object& other) {
  const auto plain = [](const json::value& value) {
    const auto text = option_text(value);
    return text == "on" || text == "1" ? std::string("true") : text == "off" ? std::string("false") : text;
  };
  if (one.size() != other.size()) return false;
  return std::all_of(one.begin(), one.end(), [&](const auto& option) {
    const auto* kept = other.if_contains(option.key());
    return kept != nullptr && plain(option.value()) == plain(*kept);
  });
}

// mysql_length is a number for all columns or a number for each; a prefix as long as its column is no prefix
// to the server, so only lengths that both sides have are compared.
bool same_lengths(const json::object& declared, const json::object& found, std::string_view key) {
  const auto* wanted = ddl::given(declared, key);
  const auto& kept = ddl::object_at(found, key);
  if (wanted == nullptr) return true;
  for (const auto& length : kept) {
    const auto* own = wanted->is_object() ? ddl::given(wanted->get_object(), length.key()) : wanted;
    if (own != nullptr && option_text(*own) != option_text(length.value())) return false;
  }
  return true;
}

bool same_options(const json::object& declared, const json::object& found, const Tools& tools) {
  const auto& one = ddl::object_at(declared, "dialect");
  const auto& other = ddl::object_at(found, "dialect");
  const auto prefixed = [&](std::string_view key) {
    return std::string(tools.dialect.name) + "_" + std::string(key);
  };
  if (tools.dialect.family == Family::postgresql)
    return same_storage(ddl::object_at(one, "postgresql_with"), ddl::object_at(other, "postgresql_with"));
  if (tools.dialect.family == Family::sqlite) return true;
  const auto prefix = [&](const json::object& options) {
    return ddl::lower_ascii(ddl::optional_text(options, prefixed("prefix")).value_or(""));
  };
  return prefix(one) == prefix(other) && same_lengths(one, other, prefixed("length"));
}

std::optional<bool> same_condition(const json::object& declared, const json::object& found, Family family) {
  const auto one = ddl::optional_text(declared, "where");
  const auto other = ddl::optional_text(found, "where");
  if (!one || !other) return one.has_value() == other.has_value();
  return same_expression(*one, *other, family);
}

std::vector<std::string> included(const json::object& index) {
  std::vector<std::string> names;
  for (const auto& name : ddl::list(index, "include"))
    names.push_back(ddl::parse_name(name).text);
  std::sort(names.begin(), names.end());
  return names;
}

// Nothing where a text is not understood, or where one side casts a column and the other does not: the cast
// may be to the column's own type, which a server leaves out.
std::optional<bool> same_key(const Key& one, const Key& other) {
  if (one.descending != other.descending || one.nulls_first != other.nulls_first ||
      one.operator_class != other.operator_class)
    return false;
  if (one.form == other.form) return one.cast == other.cast ? std::optional(true) : std::nullopt;
  return one.understood && other.understood ? std::optional(false) : std::nullopt;
}

std::optional<bool> same_keys(const std::vector<Key>& declared, const std::vector<Key>& found) {
  if (declared.size() != found.size()) return false;
  std::optional<bool> same = true;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const auto key = same_key(declared[i], found[i]);
    if (key == false) return false;
    if (!key) same = std::nullopt;
  }
  return same;
}

}  // namespace

std::optional<bool> same_index(const json::object& declared, const json::object& found, const Tools& tools) {
  const auto family = tools.dialect.family;
  if (ddl::flag(declared, "unique") != ddl::flag(found, "unique") ||
      method_of(declared, family) != method_of(found, family) ||
      ddl::flag(declared, "nulls_not_distinct") != ddl::flag(found, "nulls_not_distinct") ||
      included(declared) != included(found) || !same_options(declared, found, tools))
    return false;
  const auto keys = same_keys(keys_of(declared, family), keys_of(found, family));
  if (keys == false) return false;
  const auto condition = same_condition(declared, found, family);
  return condition == false ? condition : keys && condition ? std::optional(true) : std::nullopt;
}

}  // namespace pycharter::sql::comparison
