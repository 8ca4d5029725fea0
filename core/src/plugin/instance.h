// A backend or an engine at work: an instance of a loaded plugin with the services of the host. Movable; used
// by one thread at a time, but for StoreClient::cancel.
//
// Whatever text comes out of a plugin (errors, log lines, progress) is masked here and nowhere else.
#ifndef PYCHARTER_PLUGIN_INSTANCE_H
#define PYCHARTER_PLUGIN_INSTANCE_H

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>
#include <pycharter/plugin/client.h>

#include "plugin/loader.h"

namespace pycharter::config {
class Settings;
}

namespace pycharter::plugin {

// What the host of a plugin does for it, on the calling thread. Empty ones do nothing. One that throws makes
// `cancelled` answer true from then on, and check_callbacks() throws it again.
struct HostCallbacks {
  std::function<void(int level, std::string_view logger, std::string_view message)> log =
      {};  // pycharter_log_level
  std::function<void(std::uint64_t done, std::uint64_t total, std::string_view what)> progress = {};
  std::function<std::optional<std::string>(std::string_view section, std::string_view key)> setting = {};
  std::function<bool()> cancelled = {};
};

// What an instance is made with.
struct InstanceOptions {
  HostCallbacks callbacks = {};
  Settings settings = {};  // of those the manifest lists, the ones that are set
  std::vector<std::string> secrets =
      {};  // masked where a message holds them; those of URLs are found by themselves
};

class PYCHARTER_API Instance {
 public:
  // Throws what the plugin's create() reports.
  Instance(const LoadedPlugin& plugin, InstanceOptions options);
  Instance(Instance&&) noexcept;
  Instance& operator=(Instance&&) noexcept;
  ~Instance();

  const std::string& name() const;
  const Manifest& manifest() const;
  // Throws the exception of a callback, if one threw since the last call.
  void check_callbacks();
  // Adds to the secrets that are masked: those of a URL about to be connected to.
  void add_secrets(const std::vector<std::string>& secrets);

 protected:
  const LoadedPlugin& plugin() const;
  void* self() const;
  ErrorFilter filter() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class PYCHARTER_API BackendInstance : public Instance {
 public:
  using Instance::Instance;

  // Clients are views of this instance; they stay valid when it is moved.
  StoreClient store() const;
  // Throws unsupported for a backend without SQL.
  SqlClient sql(bool connected) const;
  // For an engine. `connected` says whether store().connect() was done; without, nothing but rendering works.
  pycharter_backend_ref ref(bool connected) const;
};

class PYCHARTER_API EngineInstance : public Instance {
 public:
  using Instance::Instance;

  MigrationsClient migrations() const;
};

}  // namespace pycharter::plugin

#endif
