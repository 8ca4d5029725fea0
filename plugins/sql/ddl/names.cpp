#include "sql/ddl/names.h"

#include <algorithm>
#include <cctype>

#include <pycharter/plugin/detail/digest.h>

namespace pycharter::sql::ddl {
namespace {

bool is_plain(std::string_view identifier) {
  const auto legal = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
  };
  const bool starts = !identifier.empty() && identifier[0] != '$' &&
                      std::isdigit(static_cast<unsigned char>(identifier[0])) == 0;
  return starts && std::all_of(identifier.begin(), identifier.end(), legal) &&
         lower_ascii(identifier) == identifier;
}

// The last four digits of the MD5 sum, which is how SQLAlchemy tells shortened names apart; nothing depends
// on its strength.
std::string short_hash(std::string_view text) {
  const auto sum = plugin::digest_of(text, "md5");
  if (!sum) {
    refuse("the name \"" + std::string(text) + "\" has to be shortened, for which OpenSSL must offer MD5");
  }
  return plugin::hexadecimal(std::string_view(*sum).substr(sum->size() - 2));
}

}  // namespace

Name parse_name(const json::value& value) {
  if (value.is_string()) return {.text = std::string(value.get_string())};
  const auto& object = as_object(value, "name");
  return {.text = text(object, "name"),
          .quote = optional_flag(object, "quote"),
          .generated = flag(object, "convention")};
}

std::optional<Name> optional_name(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) return std::nullopt;
  return parse_name(*value);
}

Name required_name(const json::object& object, std::string_view key) {
  auto name = optional_name(object, key);
  if (!name) malformed("operation: \"" + std::string(key) + "\" is missing");
  return *std::move(name);
}

std::vector<Name> parse_names(const json::array& array) {
  std::vector<Name> names;
  names.reserve(array.size());
  for (const auto& value : array) {
    names.push_back(parse_name(value));
  }
  return names;
}

json::value to_json(const Name& name) {
  if (!name.quote && !name.generated) return json::value(name.text);
  json::object object{{"name", name.text}};
  if (name.quote) object["quote"] = *name.quote;
  if (name.generated) object["convention"] = true;
  return object;
}

std::string Quoter::always(std::string_view identifier) const {
  const std::string quote(1, dialect_.quote);
  return quote + replaced(identifier, quote, quote + quote) + quote;
}

std::string Quoter::as_needed(std::string_view identifier) const {
  const bool plain = is_plain(identifier) && !contains(dialect_.reserved, identifier);
  return plain ? std::string(identifier) : always(identifier);
}

std::string Quoter::operator()(const Name& name) const {
  if (!name.quote) return as_needed(name.text);
  return *name.quote ? always(name.text) : name.text;
}

std::string Quoter::list(const std::vector<Name>& names) const {
  std::string out;
  for (const auto& name : names) {
    out += (out.empty() ? "" : ", ") + (*this)(name);
  }
  return out;
}

std::string Quoter::table(const TableName& table) const {
  const bool qualified = table.schema && !table.schema->text.empty();
  return (qualified ? (*this)(*table.schema) + "." : "") + (*this)(table.name);
}

std::string Quoter::altered_table(const TableName& table) const {
  if (!table.schema || table.schema->text.empty()) return (*this)(table.name);
  if (table.schema->quote) return this->table(table);
  std::string out;
  std::string_view rest = table.schema->text;
  for (bool more = true; more;) {
    const auto dot = rest.find('.');
    more = dot != std::string_view::npos;
    out += as_needed(rest.substr(0, dot)) + ".";
    if (more) rest.remove_prefix(dot + 1);
  }
  return out + (*this)(table.name);
}

Name Quoter::shortened(const Name& name) const {
  const auto length = characters(name.text);
  const auto limit = name.generated ? dialect_.max_name : dialect_.max_given_name;
  if (length <= limit) return name;
  if (!name.generated) {
    refuse("identifier '" + name.text + "' exceeds maximum length of " + std::to_string(limit) +
           " characters; shorten the name");
  }
  Name shorter = name;
  shorter.text =
      std::string(first_characters(name.text, dialect_.max_name - 8)) + "_" + short_hash(name.text);
  return shorter;
}

}  // namespace pycharter::sql::ddl
