#include "alembic/autogenerate/models/declared_models.h"

#include "alembic/autogenerate/models/model_reader.h"

namespace pycharter::alembic {

ModelSources model_sources(const EnvironmentSettings& settings) {
  return {settings.models, settings.python_path, settings.script_location / "env.py", settings.config_file,
          settings.foreign_names};
}

DeclaredModels read_models(const ModelSources& sources) {
  return ModelReader(sources).run();
}

DeclaredModels read_models(const Environment& environment) {
  return read_models(model_sources(environment.settings));
}

}  // namespace pycharter::alembic
