#include "alembic/autogenerate/models/model_reader.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "alembic/autogenerate/models/foreign_keys.h"
#include "alembic/autogenerate/models/lost_declarations.h"
#include "alembic/environment/files.h"
#include "alembic/operations/host_services.h"
#include "alembic/operations/modules.h"
#include "alembic/operations/orm/model.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/evaluator.h"

namespace pycharter::alembic {

namespace {

// A statement that cannot be run and that has none of these is passed over: it declares no table.
constexpr const char* declaring_names[] = {"Table",
                                           "Column",
                                           "mapped_column",
                                           "Mapped",
                                           "__tablename__",
                                           "__table__",
                                           "__table_args__",
                                           "declarative_base",
                                           "DeclarativeBase",
                                           "declared_attr",
                                           "as_declarative",
                                           "generate_base",
                                           "SQLModel",
                                           "MetaData",
                                           "Index",
                                           "UniqueConstraint",
                                           "CheckConstraint",
                                           "ForeignKeyConstraint",
                                           "PrimaryKeyConstraint"};

ScriptOptions options_of(const ModelSources& sources) {
  ScriptOptions options;
  options.foreign_names = sources.foreign_names;
  return options;
}

script::HostServices services_of(
    const ScriptOptions& options, Session& session,
    std::function<std::optional<script::SourceModule>(const std::string&)> find) {
  script::HostServices host = host_services(options);
  host.embedder = &session;
  host.find_module = std::move(find);
  // As an import of the models sees it.
  host.environment_variable = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  return host;
}

[[noreturn]] void refuse_sources(const ModelSources& sources, const std::string& what) {
  ErrorFacts facts;
  facts.file = sources.config_file.string();
  throw Error(ErrorCode::config,
              what + ". Say in " +
                  (sources.config_file.empty() ? "the ini file" : sources.config_file.string()) +
                  " where the SQLAlchemy declarations are, as files, folders or "
                  "modules:\n[pycharter]\nmodels = app.models",
              std::move(facts));
}

// Packages for which this reader stands itself, and which a folder of installed packages may hold as well.
bool stands_in_for(const std::string& name) {
  static constexpr std::string_view packages[] = {"alembic", "flask_sqlalchemy", "sqlalchemy", "sqlmodel"};
  const std::string root = name.substr(0, name.find('.'));
  return std::find(std::begin(packages), std::end(packages), root) != std::end(packages);
}

bool has_tables(const MetaDataObject& metadata) {
  return !metadata.tables.get<script::Dict>().table.empty();
}

}  // namespace

ModelReader::ModelReader(const ModelSources& sources)
    : sources_(sources),
      env_(read_env_target(sources.env_py)),
      options_(options_of(sources)),
      finder_(sources.python_path),
      interpreter_(
          registry_, script_limits(options_),
          services_of(options_, session_, [this](const std::string& name) { return find_source(name); })),
      session_(options_, parameter_lists_) {
  session_.interpreter = &interpreter_;
  interpreter_.state().declaring = {std::begin(declaring_names), std::end(declaring_names)};
  for (const auto& [name, expression] : options_.foreign_names)
    if (const auto dot = name.rfind('.'); dot != std::string::npos)
      interpreter_.state().described[name.substr(0, dot)].insert(name.substr(dot + 1));
  refuse_lost_declarations(interpreter_, session_);
  script::add_standard_library(registry_);
  add_modules(registry_);
  add_model_modules(registry_);
  add_foreign_names(registry_, options_.foreign_names);
}

std::optional<script::SourceModule> ModelReader::find_source(const std::string& name) {
  if (stands_in_for(name)) return std::nullopt;
  const auto& file = finder_.find(name);
  if (!file) return std::nullopt;
  script::SourceModule source;
  source.package = file->package;
  if (file->path.empty()) return source;
  source.path = file->path.string();
  source.text = read_file(file->path);
  return source;
}

std::vector<std::string> ModelReader::listed_modules() {
  namespace fs = std::filesystem;
  std::vector<std::string> modules;
  for (const std::string& model : sources_.models) {
    std::error_code ignored;
    if (fs::is_directory(model, ignored)) {
      for (std::string& name : finder_.modules_below(model))
        modules.push_back(std::move(name));
    } else if (fs::is_regular_file(model, ignored)) {
      modules.push_back(finder_.name_of(model));
    } else if (model.find('/') == std::string::npos && finder_.find(model)) {
      const auto& file = *finder_.find(model);
      modules.push_back(model);
      if (const fs::path folder = file.folder; !folder.empty())
        for (std::string& name : finder_.modules_below(folder, model))
          modules.push_back(std::move(name));
    } else {
      std::string folders;
      for (const auto& folder : sources_.python_path)
        folders += (folders.empty() ? "" : ", ") + folder.string();
      refuse_sources(sources_, "[pycharter] models names '" + model +
                                   "', which is no file, no folder and no module in prepend_sys_path (" +
                                   folders + ")");
    }
  }
  return modules;
}

std::vector<std::string> ModelReader::modules_of_env() const {
  std::vector<std::string> modules;
  for (const std::string& name : env_.imports)
    if (const auto& file = finder_.find(name); file && !file->path.empty()) modules.push_back(name);
  return modules;
}

void ModelReader::refuse_loose_items() {
  attach_loose_items(session_);
  for (const Value& value : session_.loose_items) {
    const auto& item = *host_cast_item(value);
    const bool names_columns = std::any_of(item.columns.begin(), item.columns.end(), [](const Value& column) {
      return script::host_cast<ColumnObject>(column) != nullptr;
    });
    if (item.attached || !names_columns) continue;
    const auto* name = item.json.if_contains("name");
    fail_at_place(item.at.to_json(),
                  item.type_name() + (name == nullptr ? "" : " '" + name_text(*name) + "'") +
                      " is made with columns that are in no table, so that no table gets it; put it into "
                      "__table_args__, or behind the class");
  }
}

void ModelReader::refuse_unknown_decorators() {
  if (!session_.orm) return;
  for (const auto& [object, model] : session_.orm->models) {
    const Value* decorator = model->cls.get<script::Class>().own("__unknown_decorator__");
    const auto* unknown = decorator == nullptr ? nullptr : script::as_unknown(*decorator);
    if (unknown == nullptr || orm::has_no_columns(*unknown)) continue;
    try {
      refuse_unknown(interpreter_, *unknown, "the class " + model->name() + ", which it decorates,");
    } catch (const Error& error) {
      fail_at_place(model->table_object().at.to_json(), error.message());
    }
  }
}

const MetaDataObject* ModelReader::metadata_at(const MetadataPath& path) {
  Value value = interpreter_.load_module(path.module);
  for (const std::string& name : path.path) {
    const auto found = interpreter_.find_attribute(value, name);
    if (!found) return nullptr;
    value = *found;
  }
  return script::host_cast<MetaDataObject>(value);
}

std::vector<const MetaDataObject*> ModelReader::targets() {
  std::vector<const MetaDataObject*> named;
  for (const MetadataPath& path : env_.targets) {
    const auto& file = finder_.find(path.module);
    const bool known = path.module == "sqlmodel" || (file && !file->path.empty());
    const auto* metadata = known ? metadata_at(path) : nullptr;
    if (metadata == nullptr || !has_tables(*metadata)) {
      named.clear();
      break;
    }
    named.push_back(metadata);
  }
  if (!named.empty()) return named;
  for (const Value& value : session_.metadatas)
    if (const auto* metadata = script::host_cast<MetaDataObject>(value); has_tables(*metadata))
      named.push_back(metadata);
  return named;
}

DeclaredModels ModelReader::run() {
  const bool listed = !sources_.models.empty();
  const std::vector<std::string> modules = listed ? listed_modules() : modules_of_env();
  if (modules.empty())
    refuse_sources(
        sources_, listed ? "[pycharter] models lists no file of Python"
                         : "It cannot be told what the models are: [pycharter] models is not set, and env.py "
                           "imports no module of the project");
  for (const std::string& module : modules)
    interpreter_.load_module(module);
  refuse_unknown_decorators();
  refuse_loose_items();
  DeclaredModels made{take_resolved_tables(targets()), {}};
  std::set<std::string> names;
  for (const auto& table : made.tables) {
    const auto& object = table.as_object();
    const auto* schema = object.if_contains("schema");
    const std::string name = (schema == nullptr || schema->is_null() ? "" : name_text(*schema) + ".") +
                             name_text(object.at("table"));
    if (!names.insert(name).second)
      fail_at_place(object.at("at").as_object(),
                    "Duplicate table keys across multiple MetaData objects: '" + name +
                        "'; name the one that is meant in env.py's target_metadata");
  }
  if (made.tables.empty())
    refuse_sources(sources_, "No table is declared in the " + std::to_string(modules.size()) +
                                 " modules that were read, of which the first is " + modules.front());
  std::set<std::string> sequences;
  for (auto& sequence : session_.sequences)
    if (sequences.insert(name_text(sequence.as_object().at("name"))).second)
      made.sequences.push_back(std::move(sequence));
  return made;
}

}  // namespace pycharter::alembic
