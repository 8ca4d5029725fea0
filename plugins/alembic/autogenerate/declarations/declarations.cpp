#include "alembic/autogenerate/declarations/declarations.h"

#include <algorithm>

#include "alembic/autogenerate/declarations/annotations.h"
#include "alembic/autogenerate/declarations/names.h"
#include "alembic/autogenerate/declarations/table_parts.h"
#include "alembic/autogenerate/render/schema_items.h"

namespace pycharter::alembic {

namespace {

using namespace declarations;
using revision_text::Call;
using revision_text::given;
using revision_text::join;
using revision_text::object_or_empty;
using revision_text::python_name;
using revision_text::python_text;
using revision_text::text_or;

constexpr std::string_view standard_modules[] = {"datetime", "decimal", "uuid"};

class Writer {
 public:
  explicit Writer(const RenderOptions& options) : context_(options) {}

  void add(const json::object& table, const std::set<TableName>& declared) {
    TableParts parts = take_apart(context_, table, declared);
    body_ += parts.has_key ? as_class(table, parts) : as_table(table, parts);
    warnings_.insert(warnings_.end(), parts.warnings.begin(), parts.warnings.end());
  }

  Declarations finish() {
    std::string text = "# Written from a database by pycharter-admin; yours to edit.\n";
    text += imports() + "\n\nclass Base(DeclarativeBase):\n    pass\n" + own_types() + body_;
    return {std::move(text), std::move(warnings_)};
  }

 private:
  std::string as_class(const json::object& table, const TableParts& parts) {
    std::string text = "\n\nclass " + globals_.take(class_name(name_of(table).second)) +
                       "(Base):\n    __tablename__ = " + python_text(name_of(table).second) + "\n" +
                       table_args(parts) + "\n";
    Names attributes;
    for (const json::object& column : parts.columns)
      text += "    " + attribute(column, attributes) + "\n";
    return text;
  }

  static std::string table_args(const TableParts& parts) {
    std::string text = "    __table_args__ = (\n";
    for (const std::string& item : parts.items)
      text += "        " + item + ",\n";
    for (const std::string& item : parts.not_declared)
      text += "        # " + item + "\n";
    if (!parts.keywords.empty()) text += "        " + keyword_dict(parts.keywords) + ",\n";
    return text + "    )\n";
  }

  // {'schema': 's'} of schema='s'.
  static std::string keyword_dict(const std::vector<std::string>& keywords) {
    std::vector<std::string> items;
    for (const std::string& keyword : keywords) {
      const std::size_t sign = keyword.find('=');
      items.push_back(python_text(keyword.substr(0, sign)) + ": " + keyword.substr(sign + 1));
    }
    return "{" + join(items, ", ") + "}";
  }

  std::string attribute(const json::object& column, Names& attributes) {
    const std::string name = text_or(column, "name");
    const std::string own = attributes.take(attribute_name(name));
    std::string type(annotation(text_or(object_or_empty(column, "type"), "type")));
    needs_any_ = needs_any_ || type.find("Any") != std::string::npos;
    for (const std::string_view module : standard_modules)
      if (type.starts_with(std::string(module) + ".")) modules_.emplace(module);
    const bool optional = !column.contains("nullable") || column.at("nullable") == true;
    if (optional) type = "Optional[" + type + "]";
    needs_optional_ = needs_optional_ || optional;
    has_attributes_ = true;
    Call call("mapped_column");
    if (own != name) call.add(python_text(name));
    add_column_arguments(context_, column, false, call);
    return own + ": Mapped[" + type + "] = " + call.text();
  }

  std::string as_table(const json::object& table, const TableParts& parts) {
    std::string text = "\n\n" + globals_.take(attribute_name(name_of(table).second)) +
                       " = sa.Table(  # without a primary key, which a class needs\n    " +
                       python_text(name_of(table).second) + ",\n    Base.metadata,\n";
    for (const json::object& column : parts.columns)
      text += "    " + revision_text::column_text(context_, column, false) + ",\n";
    for (const auto* list : {&parts.items, &parts.keywords})
      for (const std::string& item : *list)
        text += "    " + item + ",\n";
    for (const std::string& item : parts.not_declared)
      text += "    # " + item + "\n";
    return text + ")\n";
  }

  std::string imports() const {
    std::string text;
    for (const std::string& module : modules_)
      text += "import " + module + "\n";
    const std::vector<std::string> typing = typing_names();
    if (!typing.empty()) text += "from typing import " + join(typing, ", ") + "\n";
    if (!text.empty()) text += "\n";
    text += "import sqlalchemy as sa\n";
    if (const std::string dialects = context_.imports(); !dialects.empty()) text += dialects + "\n";
    return text + "from sqlalchemy.orm import DeclarativeBase" +
           (has_attributes_ ? ", Mapped, mapped_column\n" : "\n");
  }

  std::vector<std::string> typing_names() const {
    std::vector<std::string> names;
    if (needs_any_) names.emplace_back("Any");
    if (needs_optional_) names.emplace_back("Optional");
    return names;
  }

  std::string own_types() const {
    const std::string text = context_.own_types();
    return text.empty() ? text : text.substr(1) + "\n";
  }

  Context context_;
  Names globals_{{"Base", "Any", "Optional", "Mapped", "DeclarativeBase", "mapped_column"}};
  std::set<std::string> modules_;
  bool needs_any_ = false, needs_optional_ = false, has_attributes_ = false;
  std::string body_;
  std::vector<std::string> warnings_;
};

}  // namespace

Declarations declare(const json::array& tables, const RenderOptions& options) {
  std::set<TableName> declared;
  for (const auto& table : tables)
    declared.insert(name_of(table.as_object()));
  Writer writer(options);
  for (const auto& table : tables)
    writer.add(table.as_object(), declared);
  return writer.finish();
}

}  // namespace pycharter::alembic
