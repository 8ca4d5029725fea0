#include "plugin/instance.h"

#include <exception>
#include <utility>

#include "config/secrets.h"
#include "plugin/process.h"

namespace pycharter::plugin {

struct Instance::State {
  State(const LoadedPlugin& loaded, InstanceOptions given) : plugin(&loaded), options(std::move(given)) {
    host.struct_size = sizeof host;
    if (process_is_claimed()) host.flags = PYCHARTER_HOST_OWNS_PROCESS;
    host.context = this;
    host.log = &State::log;
    host.progress = &State::progress;
    host.setting = &State::setting;
    host.cancelled = &State::cancelled;
  }
  ~State() {
    if (instance != nullptr) plugin->descriptor().destroy(instance);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::string mask(std::string_view text) const { return config::mask_secrets(text, options.secrets); }
  void mask(std::string& text) const {
    if (!text.empty()) text = mask(std::string_view(text));
  }

  static void mask_error(void* context, Error& error) {
    const auto& state = *static_cast<const State*>(context);
    auto facts = error.facts();
    state.mask(facts.statement);
    state.mask(facts.source_line);
    if (facts.backend.empty() && state.plugin->manifest().kind == PYCHARTER_BACKEND)
      facts.backend = state.plugin->manifest().name;
    error = Error(error.code(), state.mask(error.message()), std::move(facts));
  }

  // Runs a callback of the host, whose exception must not pass through the plugin.
  template <class Work>
  void run(Work&& work) noexcept {
    try {
      work();
    } catch (...) {
      if (!exception) exception = std::current_exception();
    }
  }

  static void log(void* context, std::int32_t level, pycharter_str logger, pycharter_str message) noexcept {
    auto& state = *static_cast<State*>(context);
    if (!state.options.callbacks.log) return;
    state.run([&] { state.options.callbacks.log(level, to_view(logger), state.mask(to_view(message))); });
  }
  static void progress(void* context, std::uint64_t done, std::uint64_t total, pycharter_str what) noexcept {
    auto& state = *static_cast<State*>(context);
    if (!state.options.callbacks.progress) return;
    state.run([&] { state.options.callbacks.progress(done, total, state.mask(to_view(what))); });
  }
  static std::int32_t setting(void* context, pycharter_str section, pycharter_str key, pycharter_sink sink,
                              void* sink_context) noexcept {
    auto& state = *static_cast<State*>(context);
    std::optional<std::string> value;
    if (state.options.callbacks.setting)
      state.run([&] { value = state.options.callbacks.setting(to_view(section), to_view(key)); });
    if (!value) return 0;
    sink(sink_context, to_abi(*value));
    return 1;
  }
  static std::int32_t cancelled(void* context) noexcept {
    auto& state = *static_cast<State*>(context);
    bool stop = false;
    if (state.options.callbacks.cancelled) state.run([&] { stop = state.options.callbacks.cancelled(); });
    return stop || state.exception ? 1 : 0;
  }

  const LoadedPlugin* plugin;
  InstanceOptions options;
  pycharter_host host{};
  void* instance = nullptr;
  std::exception_ptr exception;
};

namespace {

std::vector<pycharter_setting> to_abi(const Settings& settings) {
  std::vector<pycharter_setting> out;
  for (const auto& [key, value] : settings)
    out.push_back({plugin::to_abi(key), plugin::to_abi(value)});
  return out;
}

}  // namespace

Instance::Instance(const LoadedPlugin& plugin, InstanceOptions options)
    : state_(std::make_unique<State>(plugin, std::move(options))) {
  detail::Call call(filter());
  const auto settings = to_abi(state_->options.settings);
  call.check(plugin.descriptor().create(&state_->host, settings.data(), settings.size(), call.abi(),
                                        &state_->instance));
  check_callbacks();
  if (state_->instance == nullptr)
    throw Error(ErrorCode::plugin, "the plugin '" + name() + "' made no instance and gave no reason",
                {.backend = name(), .file = manifest().library});
}

Instance::Instance(Instance&&) noexcept = default;
Instance& Instance::operator=(Instance&&) noexcept = default;
Instance::~Instance() = default;

const std::string& Instance::name() const {
  return manifest().name;
}
const Manifest& Instance::manifest() const {
  return state_->plugin->manifest();
}
const LoadedPlugin& Instance::plugin() const {
  return *state_->plugin;
}
void* Instance::self() const {
  return state_->instance;
}
ErrorFilter Instance::filter() const {
  return {&State::mask_error, state_.get()};
}

void Instance::check_callbacks() {
  if (auto thrown = std::exchange(state_->exception, nullptr)) std::rethrow_exception(thrown);
}

void Instance::add_secrets(const std::vector<std::string>& secrets) {
  auto& known = state_->options.secrets;
  known.insert(known.end(), secrets.begin(), secrets.end());
}

StoreClient BackendInstance::store() const {
  return {static_cast<const pycharter_store_v1*>(plugin().interface("pycharter.store")), self(), filter()};
}

SqlClient BackendInstance::sql(bool connected) const {
  return SqlClient(ref(connected), filter());
}

pycharter_backend_ref BackendInstance::ref(bool connected) const {
  pycharter_backend_ref ref{};
  ref.struct_size = sizeof ref;
  ref.connected = connected ? 1 : 0;
  ref.name = to_abi(name());
  ref.instance = self();
  ref.capabilities = connected ? store().capabilities() : plugin().descriptor().capabilities;
  ref.sql = static_cast<const pycharter_sql_v1*>(plugin().interface("pycharter.sql"));
  return ref;
}

MigrationsClient EngineInstance::migrations() const {
  return {static_cast<const pycharter_migrations_v1*>(plugin().interface("pycharter.migrations")), self(),
          filter()};
}

}  // namespace pycharter::plugin
