// One reading of a project's models: the interpreter, the modules it found, and what they made.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_MODEL_READER_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_MODEL_READER_H

#include "alembic/autogenerate/models/declared_models.h"
#include "alembic/autogenerate/models/env_target.h"
#include "alembic/autogenerate/models/module_finder.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/schema.h"

namespace pycharter::alembic {

class ModelReader {
 public:
  explicit ModelReader(const ModelSources& sources);
  ModelReader(const ModelReader&) = delete;
  ModelReader& operator=(const ModelReader&) = delete;
  DeclaredModels run();

 private:
  std::vector<std::string> listed_modules();
  std::vector<std::string> modules_of_env() const;
  std::optional<script::SourceModule> find_source(const std::string& name);
  void refuse_loose_items();
  void refuse_unknown_decorators();
  // Those that env.py names, where it can be told and they have tables; else all that have.
  std::vector<const MetaDataObject*> targets();
  const MetaDataObject* metadata_at(const MetadataPath& path);

  const ModelSources& sources_;
  const EnvTarget env_;
  ScriptOptions options_;
  ParameterLists parameter_lists_;
  script::ModuleRegistry registry_;
  mutable ModuleFinder finder_;
  Interpreter interpreter_;
  Session session_;
};

}  // namespace pycharter::alembic

#endif
