// The tables that a project's SQLAlchemy and SQLModel declarations describe, read without running Python.
//
// What is read is what `[pycharter] models` lists: files, folders, dotted modules found through
// prepend_sys_path; without it, the modules of the project that env.py imports. The evaluator of revision
// scripts runs their module level as an import would, and what is left in their MetaData are the tables.
//
// Nothing is lost in silence: what may be a column, a type, a name or a constraint and is not known (a
// package that is not read, a value of the environment) is an error with its place.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_DECLARED_MODELS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_DECLARED_MODELS_H

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "alembic/environment/environment.h"

namespace pycharter::alembic {

struct DeclaredModels {
  // Each a create_table operation of docs/operations.md without `op`, in order of declaration, with `at`, and
  // with `naming_convention` where its MetaData has one. Flags of columns (`index`, `unique`, `foreign_keys`)
  // are as declared; every foreign key names its target as {"schema"?, "table", "column"}, and a column whose
  // type is that of its target has that type.
  boost::json::array tables;
  boost::json::array sequences;  // {"name", "schema"?, "start"?, …}, each name once
};

struct ModelSources {
  std::vector<std::string> models;                   // absolute paths and dotted names
  std::vector<std::filesystem::path> python_path;    // folders in which modules are looked for, in order
  std::filesystem::path env_py;                      // may not exist
  std::filesystem::path config_file;                 // for messages
  std::map<std::string, std::string> foreign_names;  // [pycharter:types]
};

ModelSources model_sources(const EnvironmentSettings& settings);

// Throws script, with file, line and column, for what is wrong in a model or cannot be read, and config,
// naming the key to set, where it cannot be told what the models are.
DeclaredModels read_models(const ModelSources& sources);
DeclaredModels read_models(const Environment& environment);

}  // namespace pycharter::alembic

#endif
