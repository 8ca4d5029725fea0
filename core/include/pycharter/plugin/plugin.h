// The last line of a plugin: PYCHARTER_PLUGIN(Class) defines the one symbol it exports.
//
// Class derives from Backend, SqlBackend or Engine, has a constructor Class(Host, Settings) and a member
//   static constexpr pycharter::plugin::Description description{name, version, capability bits};
// Write the line in a source file of its own: the rest of the plugin can then be linked into a unit test.
#ifndef PYCHARTER_PLUGIN_PLUGIN_H
#define PYCHARTER_PLUGIN_PLUGIN_H

#include <memory>
#include <type_traits>

#include <pycharter/plugin/abi_layout.h>
#include <pycharter/plugin/backend.h>
#include <pycharter/plugin/detail/engine_thunks.h>
#include <pycharter/plugin/detail/sql_thunks.h>
#include <pycharter/plugin/detail/store_thunks.h>
#include <pycharter/plugin/engine.h>

namespace pycharter::plugin::detail {

template <class Class>
struct Entry {
  static constexpr bool is_backend = std::is_base_of_v<Backend, Class>;
  static constexpr bool is_sql = std::is_base_of_v<SqlBackend, Class>;
  static constexpr bool is_engine = std::is_base_of_v<Engine, Class>;
  static_assert(is_backend != is_engine, "a plugin derives from Backend, SqlBackend or Engine");
  static_assert(is_sql == ((Class::description.capabilities & PYCHARTER_CAP_SQL) != 0),
                "the capability bit `sql` and the base class SqlBackend belong together");
  static_assert(std::is_constructible_v<Class, Host, Settings>,
                "a plugin has a constructor (Host, Settings)");

  // What `void* instance` points to: tables of one kind share one base.
  using Base = std::conditional_t<is_backend, Backend, Engine>;

  static const void* get_interface(pycharter_str id, std::uint32_t version) noexcept {
    if (version != 1) return nullptr;
    const auto name = to_view(id);
    if constexpr (is_backend)
      if (name == "pycharter.store") return &store_table;
    if constexpr (is_sql)
      if (name == "pycharter.sql") return &sql_table;
    if constexpr (is_engine)
      if (name == "pycharter.migrations") return &migrations_table;
    return nullptr;
  }

  static std::int32_t create(const pycharter_host* host, const pycharter_setting* settings, std::size_t count,
                             const pycharter_call* call, void** instance) noexcept {
    return guarded(call, [&] {
      Settings values;
      for (std::size_t i = 0; i < count; ++i)
        values.emplace(to_view(settings[i].key), to_view(settings[i].value));
      std::unique_ptr<Base> made = std::make_unique<Class>(Host(host), std::move(values));
      *instance = made.release();
    });
  }

  static void destroy(void* instance) noexcept { delete static_cast<Base*>(instance); }

  static constexpr pycharter_descriptor descriptor{
      .magic = PYCHARTER_PLUGIN_MAGIC,
      .struct_size = sizeof(pycharter_descriptor),
      .abi_major = PYCHARTER_ABI_MAJOR,
      .abi_minor = PYCHARTER_ABI_MINOR,
      .kind = is_backend ? PYCHARTER_BACKEND : PYCHARTER_ENGINE,
      .reserved = 0,
      .name = {Class::description.name.data(), Class::description.name.size()},
      .version = {Class::description.version.data(), Class::description.version.size()},
      .capabilities = Class::description.capabilities,
      .get_interface = &get_interface,
      .create = &create,
      .destroy = &destroy,
  };
};

}  // namespace pycharter::plugin::detail

#define PYCHARTER_PLUGIN(Class)                                                                             \
  extern "C" __attribute__((visibility("default"))) const pycharter_descriptor* pycharter_plugin_v1(void) { \
    return &::pycharter::plugin::detail::Entry<Class>::descriptor;                                          \
  }

#endif
