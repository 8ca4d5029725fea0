// pycharter.migrations/1 over an Engine. `self` is an Engine*.
#ifndef PYCHARTER_PLUGIN_DETAIL_ENGINE_THUNKS_H
#define PYCHARTER_PLUGIN_DETAIL_ENGINE_THUNKS_H

#include <pycharter/plugin/detail/call.h>
#include <pycharter/plugin/engine.h>

namespace pycharter::plugin::detail {

inline Engine& engine_of(void* self) {
  return *static_cast<Engine*>(self);
}

struct EngineThunks {
  static std::int32_t load(void* self, const pycharter_call* call, pycharter_str request) noexcept {
    return guarded(call, [&] { engine_of(self).load(to_view(request)); });
  }
  static std::int32_t query(void* self, const pycharter_call* call, pycharter_str request,
                            pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] { sink(context, to_abi(engine_of(self).query(to_view(request)))); });
  }

  // The four methods that ask an open backend and answer with text.
  template <std::string (Engine::*method)(SqlClient&, std::string_view)>
  static std::int32_t ask(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                          pycharter_str request, pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] {
      SqlClient sql = client(backend);
      sink(context, to_abi((engine_of(self).*method)(sql, to_view(request))));
    });
  }
  static std::int32_t render(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                             pycharter_str request, pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] {
      SqlClient sql = client(backend);
      engine_of(self).render(sql, to_view(request),
                             [&](std::string_view text) { sink(context, to_abi(text)); });
    });
  }
  static std::int32_t write(void* self, const pycharter_call* call, const pycharter_backend_ref* backend,
                            pycharter_str request, pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] {
      std::optional<SqlClient> sql;
      if (backend != nullptr) sql.emplace(*backend);
      sink(context, to_abi(engine_of(self).write(sql ? &*sql : nullptr, to_view(request))));
    });
  }

 private:
  static SqlClient client(const pycharter_backend_ref* backend) {
    if (backend == nullptr)
      throw Error(ErrorCode::usage, "this question to the migration engine needs a database");
    return SqlClient(*backend);
  }
};

inline constexpr pycharter_migrations_v1 migrations_table{
    .struct_size = sizeof(pycharter_migrations_v1),
    .reserved = 0,
    .load = &EngineThunks::load,
    .query = &EngineThunks::query,
    .current = &EngineThunks::ask<&Engine::current>,
    .plan = &EngineThunks::ask<&Engine::plan>,
    .apply = &EngineThunks::ask<&Engine::apply>,
    .render = &EngineThunks::render,
    .write = &EngineThunks::write,
    .compare = &EngineThunks::ask<&Engine::compare>,
};

}  // namespace pycharter::plugin::detail

#endif
