// pycharter.migrations/1: requests in JSON (docs/migrations-interface.md) to the parts that answer them.
#ifndef PYCHARTER_ALEMBIC_ENGINE_H
#define PYCHARTER_ALEMBIC_ENGINE_H

#include <pycharter/plugin/backend.h>
#include <pycharter/plugin/engine.h>

#include <optional>

#include "alembic/environment/environment.h"

namespace pycharter::alembic {

class AlembicEngine final : public plugin::Engine {
 public:
  static constexpr plugin::Description description{"alembic", PYCHARTER_VERSION, 0};

  AlembicEngine(plugin::Host host, const plugin::Settings& settings);

  void load(std::string_view request) override;
  std::string query(std::string_view request) override;
  std::string current(plugin::SqlClient& backend, std::string_view request) override;
  std::string plan(plugin::SqlClient& backend, std::string_view request) override;
  std::string apply(plugin::SqlClient& backend, std::string_view request) override;
  void render(plugin::SqlClient& backend, std::string_view request, const plugin::TextSink& sink) override;
  std::string write(plugin::SqlClient* backend, std::string_view request) override;
  std::string compare(plugin::SqlClient& backend, std::string_view request) override;

 private:
  const Environment& environment() const;  // throws internal before load()

  plugin::Host host_;
  std::optional<Environment> environment_;
};

}  // namespace pycharter::alembic

#endif
