// What the author of a migration engine derives from: pycharter.migrations/1.
//
// Requests and answers are JSON objects; docs/migrations-interface.md lists them. `backend` is an open (or,
// for render, an unopened) backend with SQL; it is the caller's and is not kept after the call.
#ifndef PYCHARTER_PLUGIN_ENGINE_H
#define PYCHARTER_PLUGIN_ENGINE_H

#include <functional>
#include <string>
#include <string_view>

#include <pycharter/plugin/client.h>
#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>

namespace pycharter::plugin {

using TextSink = std::function<void(std::string_view)>;

class Engine {
 public:
  virtual ~Engine() = default;

  virtual void load(std::string_view request) = 0;
  virtual std::string query(std::string_view request) = 0;
  virtual std::string current(SqlClient& backend, std::string_view request) = 0;
  virtual std::string plan(SqlClient& backend, std::string_view request) = 0;
  virtual std::string apply(SqlClient& backend, std::string_view request) = 0;
  virtual void render(SqlClient& backend, std::string_view request, const TextSink& sink) = 0;
  // Null where the command was given no database.
  virtual std::string write(SqlClient* backend, std::string_view request) = 0;
  virtual std::string compare(SqlClient& backend, std::string_view request) = 0;
};

}  // namespace pycharter::plugin

#endif
