#include "alembic/autogenerate/compare/enums.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

using Labels = std::vector<std::string>;

std::string literal(std::string_view text) {
  std::string sql = "'";
  for (const char c : text)
    sql += c == '\'' ? "''" : std::string(1, c);
  return sql + "'";
}

// A column whose values are of an enum type, or arrays of it.
struct Use {
  TableName table;
  std::string column;
  std::string sql_default;  // of the database; empty: none
  std::string definition;   // of a model: its text is looked through for labels
  bool is_array = false;
};
using Uses = std::map<TableName, std::vector<Use>>;  // by type

// The type of a column, or of the items of its arrays, where that is a named type with values; else null.
const json::object* enum_of(const json::object& column) {
  const json::object& type = object_at(column, "type");
  const json::object& item = object_at(object_at(type, "args"), "item_type");
  const json::object& named = item.empty() ? type : item;
  const json::object& args = object_at(named, "args");
  return given(args, "values") == nullptr || text_at(args, "name").empty() ? nullptr : &named;
}

Uses uses_of(const Tables& tables) {
  Uses uses;
  for (const auto& [name, table] : tables)
    for (const json::value& value : list_at(*table, "columns")) {
      const json::object& column = value.as_object();
      const json::object* type = enum_of(column);
      if (type == nullptr) continue;
      const json::object& args = object_at(*type, "args");
      uses[{text_at(args, "schema"), text_at(args, "name")}].push_back(
          {name, text_at(column, "name"), text_at(column, "default"),
           json::serialize(object_at(column_definition(column), "server_default")),
           type != &object_at(column, "type")});
    }
  return uses;
}

// Where each new label goes, or nothing where the old ones are not in the new list in their order.
struct Addition {
  std::string label;
  std::string place;  // " AFTER 'x'", " BEFORE 'y'"
};
std::optional<std::vector<Addition>> additions(const Labels& from, const Labels& to) {
  std::vector<Addition> added;
  auto next = from.begin();
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (next != from.end() && *next == to[i]) {
      ++next;
      continue;
    }
    std::string place;
    if (i > 0)
      place = " AFTER " + literal(to[i - 1]);
    else if (!from.empty())
      place = " BEFORE " + literal(from.front());
    added.push_back(
        {to[i], next == from.end() && i > 0 && added.empty() && to[i - 1] == from.back() ? "" : place});
  }
  if (next != from.end()) return std::nullopt;
  return added;
}

class EnumsComparison {
 public:
  EnumsComparison(Context& context, const EnumSides& sides)
      : context_(context), sides_(sides), wanted_uses_(uses_of(sides.wanted)), uses_(uses_of(sides.there)) {
    for (const auto& [name, table] : sides.wanted)
      for (const json::value& value : list_at(*table, "enums")) {
        const json::object& type = value.as_object();
        wanted_.emplace(TableName{text_at(type, "schema"), text_at(type, "name")}, &type);
      }
    for (const json::value& value : sides.types) {
      const json::object& type = value.as_object();
      const TableName name{text_at(type, "schema"), text_at(type, "name")};
      there_.emplace(name, names_at(type, "labels"));
    }
  }

  EnumChanges changes() {
    for (const auto& [name, type] : wanted_) {
      const auto same = there_.find(name);
      if (same == there_.end())
        added(name, *type);
      else if (same->second != names_at(*type, "labels"))
        altered(name, same->second, names_at(*type, "labels"));
    }
    for (const auto& [name, labels] : there_)
      if (!wanted_.contains(name)) removed(name, labels);
    return std::move(changes_);
  }

 private:
  void detect(const char* what, const TableName& name) {
    context_.detect(logger::enums, std::string("Detected ") + what + " enum type " + quoted(name.label()));
  }

  static json::object type_operation(std::string_view op, const json::object& type) {
    return {{"op", op}, {"type", type}, {"checkfirst", false}};
  }

  // A table that is made makes the types of its columns with it, and none takes them away with it.
  void added(const TableName& name, const json::object& type) {
    const std::vector<Use>& uses = wanted_uses_[name];
    const bool with_table = std::any_of(uses.begin(), uses.end(),
                                        [this](const Use& use) { return !sides_.there.contains(use.table); });
    const json::object& definition = object_at(type, "definition");
    changes_.first.push_back({with_table ? json::object() : type_operation("create_type", definition),
                              type_operation("drop_type", definition)});
    detect("added", name);
  }

  // One that no column is left with; one that none had before is somebody else's.
  void removed(const TableName& name, const Labels& labels) {
    const auto uses = uses_.find(name);
    if (uses == uses_.end() || wanted_uses_.contains(name)) return;
    const bool with_table = std::any_of(uses->second.begin(), uses->second.end(), [this](const Use& use) {
      return !sides_.wanted.contains(use.table);
    });
    json::object args{{"values", json::array(labels.begin(), labels.end())}, {"name", name.name}};
    if (!name.schema.empty()) args["schema"] = name.schema;
    const json::object type{
        {"type", "ENUM"}, {"dialect", context_.options.dialect.name}, {"args", std::move(args)}};
    changes_.last.push_back({type_operation("drop_type", type),
                             with_table ? json::object() : type_operation("create_type", type)});
    detect("removed", name);
  }

  // A label that a default names cannot be used in the transaction that adds it.
  bool is_a_default(const TableName& name, const std::vector<Addition>& added) {
    const std::vector<Use>& uses = wanted_uses_[name];
    return std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
      return std::any_of(added.begin(), added.end(), [&](const Addition& one) {
        return use.definition.find(one.label) != std::string::npos;
      });
    });
  }

  void altered(const TableName& name, const Labels& from, const Labels& to) {
    const auto added = additions(from, to);
    std::vector<Change> steps;
    std::vector<std::string> forward;
    if (added && !is_a_default(name, *added))
      for (const Addition& one : *added)
        forward.push_back("ALTER TYPE " + sql_name(name) + " ADD VALUE " + literal(one.label) + one.place);
    else
      forward = made_anew(name, to);
    for (const std::string& sql : forward)
      steps.push_back({statement(sql), {}});
    // No label can be taken away from a type.
    std::vector<std::string> back = made_anew(name, from);
    for (auto sql = back.rbegin(); sql != back.rend(); ++sql)
      steps.push_back({{}, statement(*sql)});
    std::move(steps.begin(), steps.end(), std::back_inserter(changes_.first));
    detect("changed", name);
  }

  std::vector<std::string> made_anew(const TableName& name, const Labels& labels) {
    const TableName old{name.schema, name.name + "_old"};
    std::string list;
    for (const std::string& label : labels)
      list += (list.empty() ? "" : ", ") + literal(label);
    std::vector<std::string> sql{
        "ALTER TYPE " + sql_name(name) + " RENAME TO " + context_.options.quote(old.name),
        "CREATE TYPE " + sql_name(name) + " AS ENUM (" + list + ")"};
    for (const Use& use : uses_[name]) {
      const std::string alter =
          "ALTER TABLE " + sql_name(use.table) + " ALTER COLUMN " + context_.options.quote(use.column);
      const std::string type = sql_name(name) + (use.is_array ? "[]" : "");
      if (!use.sql_default.empty()) sql.push_back(alter + " DROP DEFAULT");
      sql.push_back(alter + " TYPE " + type + " USING " + context_.options.quote(use.column) +
                    (use.is_array ? "::text[]::" : "::text::") + type);
      if (!use.sql_default.empty()) sql.push_back(alter + " SET DEFAULT " + use.sql_default);
    }
    sql.push_back("DROP TYPE " + sql_name(old));
    return sql;
  }

  std::string sql_name(const TableName& name) const {
    const auto& quote = context_.options.quote;
    return name.schema.empty() ? quote(name.name) : quote(name.schema) + "." + quote(name.name);
  }

  static json::object statement(const std::string& sql) {
    return {{"op", "execute"}, {"statement", sql_text(sql)}};
  }

  Context& context_;
  const EnumSides& sides_;
  Uses wanted_uses_, uses_;
  std::map<TableName, const json::object*> wanted_;
  std::map<TableName, Labels> there_;
  EnumChanges changes_;
};

}  // namespace

bool uses_enums(const json::object& table) {
  const json::array& columns = list_at(table, "columns");
  return std::any_of(columns.begin(), columns.end(),
                     [](const json::value& column) { return enum_of(column.as_object()) != nullptr; });
}

EnumChanges compare_enums(Context& context, const EnumSides& sides) {
  return EnumsComparison(context, sides).changes();
}

}  // namespace pycharter::alembic::compare
