#include "alembic/autogenerate/models/declared_models.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "alembic/autogenerate/models/model_reader.h"

namespace pycharter::alembic {

ModelSources model_sources(const EnvironmentSettings& settings) {
  return {settings.models, settings.python_path, settings.script_location / "env.py", settings.config_file,
          settings.foreign_names};
}

namespace {

// What an evaluation leaves behind are small holes all over the heap, which what comes next, in large blocks,
// would not fill: it would come on top.
void give_back_freed_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// The evaluation has ended when this returns.
DeclaredModels evaluated(const ModelSources& sources) {
  return ModelReader(sources).run();
}

// Where an evaluation made them, they would keep nearly all of its pages.
DeclaredModels in_memory_of_their_own(const DeclaredModels& models) {
  const auto memory = json::make_shared_resource<json::monotonic_resource>();
  return {json::array(models.tables, memory), models.sequences};
}

}  // namespace

DeclaredModels read_models(const ModelSources& sources) {
  DeclaredModels models = in_memory_of_their_own(evaluated(sources));
  give_back_freed_memory();
  return models;
}

DeclaredModels read_models(const Environment& environment) {
  return read_models(model_sources(environment.settings));
}

}  // namespace pycharter::alembic
