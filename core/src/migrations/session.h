// An engine with its environment loaded, and the database it works on, connected when first needed.
#ifndef PYCHARTER_MIGRATIONS_SESSION_H
#define PYCHARTER_MIGRATIONS_SESSION_H

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <pycharter/export.h>
#include <pycharter/migration_engine.h>

#include "config/database_url.h"
#include "config/environment.h"
#include "config/settings.h"
#include "plugin/instance.h"
#include "registry/registry.h"

namespace pycharter::migrations {

struct SessionOptions {
  std::optional<std::string> database_url = {};  // else the configuration's, when first needed
  std::optional<std::string> schema_name = {};   // else the configuration's
  std::vector<std::string> x = {};
  plugin::HostCallbacks callbacks = {};
};

PYCHARTER_API plugin::HostCallbacks to_host_callbacks(const MigrationCallbacks& callbacks);

class PYCHARTER_API Session {
 public:
  // Loads the engine and the environment. `settings` and `registry` outlive the session.
  Session(std::shared_ptr<const config::Settings> settings,
          std::shared_ptr<const registry::Registry> registry, config::Environment environment,
          SessionOptions options);

  const config::Environment& environment() const { return environment_; }
  const config::DatabaseUrl& url();
  // The default for runs: what the environment's ini leaves to the configuration.
  void add_run_defaults(boost::json::object& request) const;

  // One question to the engine. The exception of a callback comes before the error it led to.
  template <class Question>
  auto ask(Question&& question) {
    try {
      auto client = engine_.migrations();
      auto answer = question(client);
      check_callbacks();
      return answer;
    } catch (const Error&) {
      check_callbacks();
      throw;
    }
  }

  // The database. Throws unsupported before loading anything when the backend has no SQL.
  pycharter_backend_ref connected(bool may_create = false);
  pycharter_backend_ref unconnected();
  // Uses a backend that is open already, which must outlive the session's questions.
  void use(plugin::BackendInstance& open) { borrowed_ = &open; }

  void cancel() noexcept;

 private:
  plugin::BackendInstance& backend();
  void check_callbacks();

  std::shared_ptr<const config::Settings> settings_;
  std::shared_ptr<const registry::Registry> registry_;
  config::Environment environment_;
  SessionOptions options_;
  plugin::EngineInstance engine_;
  std::optional<config::DatabaseUrl> url_;
  std::optional<plugin::BackendInstance> backend_;
  plugin::BackendInstance* borrowed_ = nullptr;
  bool connected_ = false;
  std::mutex cancelling_;  // guards backend_ against cancel() while it is made
};

}  // namespace pycharter::migrations

#endif
