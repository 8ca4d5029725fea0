#include "sql/comparison/types.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

namespace pycharter::sql::comparison {
namespace {

using ddl::Family;
using ddl::Form;

// "NUMERIC(10, 2) UNSIGNED" as Alembic takes a type apart: {"numeric", {"unsigned"}, {"10", "2"}}.
struct TypeTokens {
  std::string head;
  std::vector<std::string> rest;
  std::vector<std::string> arguments;

  std::string all() const {
    auto text = head;
    for (const auto& word : rest)
      text += " " + word;
    return text;
  }
  bool has(std::string_view word) const { return std::find(rest.begin(), rest.end(), word) != rest.end(); }
};

std::vector<std::string> arguments_of(std::string_view inside) {
  std::vector<std::string> arguments;
  while (!inside.empty()) {
    const auto comma = std::min(inside.find(','), inside.size());
    auto one = inside.substr(0, comma);
    while (one.starts_with(' '))
      one.remove_prefix(1);
    while (one.ends_with(' '))
      one.remove_suffix(1);
    arguments.emplace_back(one);
    inside.remove_prefix(std::min(comma + 1, inside.size()));
  }
  return arguments;
}

TypeTokens tokens_of_type(std::string_view definition) {
  const auto lower = ddl::lower_ascii(definition);
  std::vector<std::string> words;
  TypeTokens tokens;
  for (std::size_t at = 0; at < lower.size();) {
    const auto is_part = [&](char c) { return ddl::is_word_character(c) || c == '-'; };
    auto end = at;
    while (end < lower.size() && is_part(lower[end]))
      ++end;
    if (end > at) {
      words.push_back(lower.substr(at, end - at));
      at = end;
    } else if (lower[at] == '(' && lower.find(')', at) != std::string::npos) {
      const auto close = lower.find(')', at);
      tokens.arguments = arguments_of(std::string_view(lower).substr(at + 1, close - at - 1));
      at = close + 1;
    } else {
      ++at;
    }
  }
  if (words.empty()) return tokens;
  tokens.head = words.front();
  tokens.rest.assign(words.begin() + 1, words.end());
  return tokens;
}

struct Synonyms {
  Family family;
  std::string_view one;
  std::string_view other;
};

// Of heads or of whole types.
constexpr Synonyms synonyms[] = {
    {Family::postgresql, "numeric", "decimal"},
    {Family::postgresql, "float", "double precision"},
    {Family::sqlite, "numeric", "decimal"},
    {Family::mysql, "numeric", "decimal"},
    {Family::mysql, "bool", "tinyint"},
    {Family::mysql, "json", "longtext"},
    // What the server keeps under another name.
    {Family::mysql, "real", "double"},
    {Family::mysql, "nchar", "char"},
    {Family::mysql, "nvarchar", "varchar"},
    {Family::mysql, "float", "double precision"},
};

bool are_synonyms(const std::string& one, const std::string& other, Family family) {
  return std::any_of(std::begin(synonyms), std::end(synonyms), [&](const Synonyms& pair) {
    return pair.family == family &&
           ((pair.one == one && pair.other == other) || (pair.one == other && pair.other == one) ||
            (one == other && (one == pair.one || one == pair.other)));
  });
}

bool heads_match(const TypeTokens& one, const TypeTokens& other, Family family) {
  return one.head == other.head || are_synonyms(one.all(), other.all(), family) ||
         are_synonyms(one.head, other.head, family);
}

// What follows "collate" or "character set".
std::string named_after(const TypeTokens& tokens, std::string_view word) {
  const auto found = std::find(tokens.rest.begin(), tokens.rest.end(), word);
  return found == tokens.rest.end() || found + 1 == tokens.rest.end() ? "" : *(found + 1);
}

bool attributes_agree(const TypeTokens& one, const TypeTokens& other) {
  for (const std::string_view word : {"set", "collate"}) {
    const auto a = named_after(one, word);
    const auto b = named_after(other, word);
    if (!a.empty() && !b.empty() && a != b) return false;
  }
  return true;
}

bool tokens_match(const TypeTokens& declared, const TypeTokens& found, Family family) {
  if (!heads_match(found, declared, family)) return false;
  if (declared.rest.size() == found.rest.size() && declared.rest != found.rest) return false;
  if (declared.arguments.size() == found.arguments.size() && declared.arguments != found.arguments)
    return false;
  if (family != Family::mysql) return true;
  // Alembic takes INTEGER for INTEGER UNSIGNED, which holds other numbers.
  const auto is_unsigned = [](const TypeTokens& t) { return t.has("unsigned") || t.has("zerofill"); };
  return attributes_agree(declared, found) && is_unsigned(declared) == is_unsigned(found);
}

std::int64_t number_of(const std::vector<std::string>& arguments) {
  std::int64_t number = 0;
  if (!arguments.empty())
    std::from_chars(arguments[0].data(), arguments[0].data() + arguments[0].size(), number);
  return number;
}

// The smallest of MySQL's texts or blobs that holds so many characters is what the server makes of one with a
// length.
std::string sized_kind(const std::string& kind, std::int64_t length, std::int64_t bytes_per_character) {
  const auto bytes = length * bytes_per_character;
  if (bytes < (std::int64_t{1} << 8)) return "tiny" + kind;
  if (bytes < (std::int64_t{1} << 16)) return kind;
  return (bytes < (std::int64_t{1} << 24) ? "medium" : "long") + kind;
}

constexpr std::int64_t single_precision = 24;  // bits; a FLOAT of more is a double

// What the server makes of a declared type before it keeps it.
void as_kept(TypeTokens& type, Family family) {
  if (family == Family::sqlite) return;
  if (type.head == "national") {
    type.head = type.rest.empty() ? type.head : type.rest.front();
    if (!type.rest.empty()) type.rest.erase(type.rest.begin());
  }
  if (type.head == "float" && type.arguments.size() == 1) {
    const bool is_double = number_of(type.arguments) > single_precision;
    if (family == Family::postgresql) {
      type = is_double ? TypeTokens{"double", {"precision"}, {}} : TypeTokens{"real", {}, {}};
    } else {
      type.head = is_double ? "double" : "float";
      type.arguments.clear();
    }
  }
}

// TEXT(100) and BLOB(100) of MySQL; how many bytes a character takes, the column's character set decides.
bool is_kept_by_length(TypeTokens& declared, const TypeTokens& found) {
  const bool is_blob = declared.head == "blob";
  if ((declared.head != "text" && !is_blob) || declared.arguments.empty()) return false;
  const auto kind = declared.head;
  constexpr std::int64_t widest = 4;
  for (std::int64_t width = 1; width <= (is_blob ? 1 : widest); ++width)
    if (found.head == sized_kind(kind, number_of(declared.arguments), width)) return true;
  declared.head = sized_kind(kind, number_of(declared.arguments), 1);
  return false;
}

// MySQL: the order of an ENUM's values decides how they sort, but Alembic does not compare it; nor is there
// an ALTER that changes it without copying the table.
std::optional<bool> same_values(const json::object& declared, const json::object& found, const Tools& tools) {
  const auto is_listed = [&](const json::object& type) {
    const auto form = ddl::type_row(type).form;
    return form == Form::enumerated ? tools.types.is_native_enum(type) : form == Form::native_enumerated;
  };
  if (tools.dialect.family != Family::mysql || !is_listed(declared) || !is_listed(found)) return std::nullopt;
  const auto values = [](const json::object& type) {
    std::set<std::string> set;
    for (const auto& value : ddl::list(ddl::object_at(type, "args"), "values"))
      set.insert(ddl::as_text(value, "values"));
    return set;
  };
  return values(declared) == values(found);
}

const json::object& item_of(const json::object& type) {
  const auto* item = ddl::type_row(type).form == Form::array
                         ? ddl::given(ddl::object_at(type, "args"), "item_type")
                         : nullptr;
  return item != nullptr ? ddl::as_object(*item, "item_type") : type;
}

// PostgreSQL's named types are equal when their names are; a schema is compared where both have one.
std::optional<bool> same_named(const json::object& declared, const json::object& found, const Tools& tools) {
  const bool first = tools.types.is_named(declared);
  const bool second = tools.types.is_named(found);
  if (!first && !second) return std::nullopt;
  if (first != second) return false;
  const auto& one = ddl::object_at(tools.types.variant(declared), "args");
  const auto& other = ddl::object_at(tools.types.variant(found), "args");
  const auto name = [](const json::object& args, std::string_view key) {
    const auto found_name = ddl::optional_name(args, key);
    return found_name ? found_name->text : std::string();
  };
  const auto schema = name(one, "schema");
  const auto other_schema = name(other, "schema");
  const bool same_schema = schema.empty() || other_schema.empty() || schema == other_schema;
  return same_schema && name(one, "name") == name(other, "name");
}

std::string definition_or_empty(const json::object& type, const Tools& tools) {
  return ddl::affinity_of(type) == ddl::Affinity::none ? std::string() : tools.types.definition(type);
}

}  // namespace

std::optional<bool> same_type(const json::object& given_type, const json::object& column,
                              const Tools& tools) {
  const auto& declared = tools.types.variant(given_type);
  const auto& found = ddl::required_object(column, "type");
  const auto family = tools.dialect.family;
  auto definition = definition_or_empty(declared, tools);
  if (definition.empty()) return std::nullopt;
  if (const auto written = ddl::optional_text(column, "type_sql");
      written && ddl::lower_ascii(*written) == ddl::lower_ascii(definition))
    return true;
  const auto reflected = definition_or_empty(found, tools);
  if (reflected.empty()) return std::nullopt;
  const bool is_array = ddl::type_row(declared).form == Form::array;
  if (is_array != (ddl::type_row(found).form == Form::array)) return false;
  const auto& declared_item = tools.types.variant(item_of(declared));
  const auto& found_item = item_of(found);
  if (const auto same = same_named(declared_item, found_item, tools)) return same;
  if (const auto same = same_values(declared, found, tools)) return same;
  auto one = tokens_of_type(definition);
  auto other = tokens_of_type(reflected);
  as_kept(one, family);
  as_kept(other, family);
  if (family == Family::mysql && is_kept_by_length(one, other)) return true;
  return tokens_match(one, other, family);
}

}  // namespace pycharter::sql::comparison
