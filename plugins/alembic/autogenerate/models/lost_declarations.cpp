#include "alembic/autogenerate/models/lost_declarations.h"

#include <algorithm>
#include <string_view>

#include "alembic/operations/orm/model.h"
#include "alembic/script/evaluator.h"

namespace pycharter::alembic {
namespace {

using script::Class;
using script::Unknown;

// Of "app.db.Column(…)": "Column".
std::string_view called_name(std::string_view source) {
  const std::string_view callee = source.substr(0, source.find('('));
  const auto dot = callee.rfind('.');
  return dot == std::string_view::npos ? callee : callee.substr(dot + 1);
}

bool is_unknown_column(const Value& value) {
  const auto* unknown = script::as_unknown(value);
  if (unknown == nullptr || unknown->source.find('(') == std::string::npos) return false;
  const std::string_view name = called_name(unknown->source);
  return name == "Column" || name == "mapped_column";
}

bool is_key(const Value& value) {
  const auto* column = script::host_cast<ColumnObject>(value);
  return column != nullptr && column->definition.contains("primary_key");
}

// It names a table, or has columns that only a table of its own would have.
bool declares_table(Class& cls) {
  for (const auto* name : {"__tablename__", "__table__"})
    if (const Value* own = cls.own(name); own != nullptr && !own->is_none())
      return script::host_cast<orm::DeclaredFunction>(*own) == nullptr;
  const auto& members = cls.members.entries();
  return std::any_of(members.begin(), members.end(), [](const auto& entry) {
    return entry.key.defined() && (is_key(entry.value) || is_unknown_column(entry.value));
  });
}

const Unknown* base_or_decorator(Class& cls) {
  if (const auto* base = script::as_unknown(script::unknown_ancestor(cls)))
    if (!orm::has_no_columns(*base)) return base;
  const Value* decorator = cls.own("__unknown_decorator__");
  const auto* unknown = decorator == nullptr ? nullptr : script::as_unknown(*decorator);
  return unknown != nullptr && !orm::has_no_columns(*unknown) ? unknown : nullptr;
}

void refuse_lost_class(Interpreter& in, Session& session, const Value& value) {
  auto& cls = value.get<Class>();
  if (const Value* abstract = cls.own("__abstract__"); abstract != nullptr && in.truth(*abstract)) return;
  const auto* unknown = base_or_decorator(cls);
  if (unknown == nullptr || orm::find_model(session, value) != nullptr || !declares_table(cls)) return;
  in.state().declaration_failed = true;
  refuse_unknown(in, *unknown, "whether class " + cls.name + " is a table");
}

void refuse_lost_table(Interpreter& in, const Unknown& called, const Arguments& arguments) {
  if (called.harmless || called_name(called.source) != "Table") return;
  const auto is_column = [](const Value& value) {
    return script::host_cast<ColumnObject>(value) != nullptr || is_unknown_column(value);
  };
  if (std::none_of(arguments.positional.begin(), arguments.positional.end(), is_column)) return;
  in.state().declaration_failed = true;
  refuse_unknown(in, called, "the table that is made here");
}

std::size_t declared_so_far(Session& session) {
  std::size_t count = session.loose_items.size() + session.metadatas.size();
  for (const Value& metadata : session.metadatas)
    count += script::host_cast<MetaDataObject>(metadata)->tables.get<script::Dict>().table.entries().size();
  return count + orm::registry(session).models.size();
}

}  // namespace

void refuse_lost_declarations(Interpreter& interpreter, Session& session) {
  auto& state = interpreter.state();
  state.declared = [&session] { return declared_so_far(session); };
  state.class_made = [&interpreter, &session](const Value& cls) {
    refuse_lost_class(interpreter, session, cls);
  };
  state.unknown_called = [&interpreter](const Unknown& called, const Arguments& arguments) {
    refuse_lost_table(interpreter, called, arguments);
  };
}

}  // namespace pycharter::alembic
