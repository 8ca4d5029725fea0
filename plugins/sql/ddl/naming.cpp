#include "sql/ddl/naming.h"

#include <charconv>

namespace pycharter::sql::ddl {
namespace {

constexpr std::string_view default_index_name = "ix_%(column_0_label)s";

// What a convention's tokens can refer to.
struct Subject {
  const TableName& table;
  std::vector<std::string> columns;
  std::string constraint_name;
  const Constraint* foreign_key = nullptr;
};

std::string label(const TableName& table, const std::string& column) {
  const auto schema = table.schema ? replaced(table.schema->text, ".", "_") + "_" : std::string();
  return schema + table.name.text + "_" + column;
}

std::string kind_of_column_token(const Subject& subject, std::string_view kind, const std::string& column) {
  return kind == "label" ? label(subject.table, column) : column;
}

// column_0_name, column_1_label, column_0N_name (all, together), column_0_N_name (all, by underscores).
std::string column_token(std::string_view token, const std::vector<std::string>& columns,
                         const Subject& subject) {
  std::size_t number = 0;
  const auto [stop, failed] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (failed != std::errc()) malformed("naming convention: column_" + std::string(token) + " is not known");
  std::string_view rest(stop, static_cast<std::size_t>(token.data() + token.size() - stop));
  const bool separated = rest.starts_with("_N_");
  const bool together = rest.starts_with("N_");
  const auto kind = rest.substr(separated ? 3 : together ? 2 : 1);
  if (!separated && !together) {
    if (number >= columns.size()) {
      return {};
    }
    return kind_of_column_token(subject, kind, columns[number]);
  }
  std::string out;
  for (std::size_t i = number; i < columns.size(); ++i) {
    out += (out.empty() || together ? "" : "_") + kind_of_column_token(subject, kind, columns[i]);
  }
  return out;
}

std::vector<std::string> texts(const std::vector<Name>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) {
    out.push_back(name.text);
  }
  return out;
}

std::string token_value(std::string_view token, const Subject& subject) {
  if (token == "table_name") return subject.table.name.text;
  if (token == "constraint_name") {
    if (subject.constraint_name.empty()) {
      malformed(
          "Naming convention including %(constraint_name)s token requires that constraint is explicitly "
          "named; give "
          "the constraint a name");
    }
    return subject.constraint_name;
  }
  if (token.starts_with("column_")) return column_token(token.substr(7), subject.columns, subject);
  if (subject.foreign_key != nullptr && token == "referred_table_name")
    return subject.foreign_key->target.name.text;
  if (subject.foreign_key != nullptr && token.starts_with("referred_column_")) {
    return column_token(token.substr(16), texts(subject.foreign_key->target_columns), subject);
  }
  malformed("naming convention: the token %(" + std::string(token) + ")s is not known");
}

std::string expand(std::string_view pattern, const Subject& subject) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern.substr(i).starts_with("%%")) {
      out += '%';
      i += 2;
      continue;
    }
    const auto end = pattern.substr(i).starts_with("%(") ? pattern.find(")s", i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += pattern[i++];
      continue;
    }
    out += token_value(pattern.substr(i + 2, end - i - 2), subject);
    i = end + 2;
  }
  return out;
}

std::string_view abbreviation(Constraint::Kind kind) {
  switch (kind) {
    case Constraint::Kind::primary_key:
      return "pk";
    case Constraint::Kind::unique:
      return "uq";
    case Constraint::Kind::foreign_key:
      return "fk";
    case Constraint::Kind::check:
      return "ck";
    case Constraint::Kind::exclude:
      return "excl";
  }
  return "ck";
}

}  // namespace

void apply_naming(Constraint& constraint, const TableName& table, const json::object& convention) {
  const auto pattern = optional_text(convention, abbreviation(constraint.kind));
  if (!pattern || (constraint.name && constraint.name->generated)) return;
  const bool extends_name = pattern->find("%(constraint_name)s") != std::string::npos;
  if (constraint.name && !extends_name) return;
  if (!constraint.name && extends_name && constraint.type_bound) return;
  const Subject subject{
      .table = table,
      .columns = texts(constraint.columns),
      .constraint_name = constraint.name ? constraint.name->text : "",
      .foreign_key = constraint.kind == Constraint::Kind::foreign_key ? &constraint : nullptr};
  constraint.name = Name{.text = expand(*pattern, subject), .generated = true};
}

void apply_naming(Index& index, const TableName& table, const json::object& convention) {
  if (index.name) return;
  Subject subject{.table = table, .columns = {}, .constraint_name = {}};
  for (const auto& column : index.columns) {
    const bool is_name = column.is_string() || !column.get_object().contains("expr");
    subject.columns.push_back(is_name ? parse_name(column).text : std::string());
  }
  const auto pattern = optional_text(convention, "ix").value_or(std::string(default_index_name));
  index.name = Name{.text = expand(pattern, subject), .generated = true};
}

void apply_naming(Table& table, const json::object& convention) {
  for (auto& constraint : table.constraints) {
    apply_naming(constraint, table.name, convention);
  }
  for (auto& column : table.columns) {
    for (auto& check : column.checks) {
      apply_naming(check, table.name, convention);
    }
  }
  for (auto& index : table.indexes) {
    apply_naming(index, table.name, convention);
  }
}

}  // namespace pycharter::sql::ddl
