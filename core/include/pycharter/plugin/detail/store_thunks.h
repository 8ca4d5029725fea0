// pycharter.store/1 over a Backend. `self` is always a Backend*.
#ifndef PYCHARTER_PLUGIN_DETAIL_STORE_THUNKS_H
#define PYCHARTER_PLUGIN_DETAIL_STORE_THUNKS_H

#include <pycharter/plugin/backend.h>
#include <pycharter/plugin/detail/call.h>
#include <pycharter/plugin/detail/convert.h>

namespace pycharter::plugin::detail {

inline Backend& backend_of(void* self) {
  return *static_cast<Backend*>(self);
}

// Writes a field of a struct that the caller sized, if it is there.
#define PYCHARTER_DETAIL_SET(p, type, field, value) \
  if (PYCHARTER_HAS(p, type, field)) (p)->field = (value)

inline RecordSink record_sink(pycharter_record_sink sink, void* context) {
  return [sink, context](const RecordView& record) { return sink(context, &record.abi()) == 0; };
}

struct StoreThunks {
  static std::int32_t connect(void* self, const pycharter_call* call, pycharter_str url,
                              std::uint32_t flags) noexcept {
    return guarded(call, [&] { backend_of(self).connect(to_connect_options(url, flags)); });
  }
  static void disconnect(void* self) noexcept { backend_of(self).disconnect(); }
  static std::int32_t ping(void* self, const pycharter_call* call) noexcept {
    return guarded(call, [&] { backend_of(self).ping(); });
  }
  static std::uint64_t capabilities(void* self) noexcept {
    std::uint64_t bits = 0;  // a connection whose bits cannot be told can do nothing
    guarded(nullptr, [&] { bits = backend_of(self).capabilities(); });
    return bits;
  }
  static void cancel(void* self) noexcept { backend_of(self).cancel(); }
  static std::int32_t info(void* self, const pycharter_call* call, pycharter_store_info* info) noexcept {
    return guarded(call, [&] {
      const auto answer = backend_of(self).info();
      PYCHARTER_DETAIL_SET(info, pycharter_store_info, initialized, answer.initialized ? 1 : 0);
      PYCHARTER_DETAIL_SET(info, pycharter_store_info, empty, answer.empty ? 1 : 0);
    });
  }
  static std::int32_t initialise(void* self, const pycharter_call* call) noexcept {
    return guarded(call, [&] { backend_of(self).initialise(); });
  }
  static std::int32_t put(void* self, const pycharter_call* call, const pycharter_record* records,
                          std::size_t count, pycharter_sink id, void* id_context) noexcept {
    return guarded(call, [&] {
      std::vector<Record> rows;
      rows.reserve(count);
      for (std::size_t i = 0; i < count; ++i)
        rows.push_back(from_abi(element(records, i)));
      for (const auto& given : backend_of(self).put(rows))
        id(id_context, to_abi(given));
    });
  }
  static std::int32_t find(void* self, const pycharter_call* call, const pycharter_query* query,
                           pycharter_record_sink sink, void* sink_context) noexcept {
    return guarded(call, [&] { backend_of(self).find(from_abi(query), record_sink(sink, sink_context)); });
  }
  static std::int32_t remove(void* self, const pycharter_call* call, const pycharter_query* query,
                             std::uint64_t* removed) noexcept {
    return guarded(call, [&] {
      const auto number = backend_of(self).remove(from_abi(query));
      if (removed != nullptr) *removed = number;
    });
  }
  static std::int32_t snapshot(void* self, const pycharter_call* call, pycharter_str schema_id,
                               pycharter_str version, pycharter_record_sink sink,
                               void* sink_context) noexcept {
    return guarded(call, [&] {
      backend_of(self).snapshot(std::string(to_view(schema_id)), to_optional(version),
                                record_sink(sink, sink_context));
    });
  }
};

inline constexpr pycharter_store_v1 store_table{
    .struct_size = sizeof(pycharter_store_v1),
    .reserved = 0,
    .connect = &StoreThunks::connect,
    .disconnect = &StoreThunks::disconnect,
    .ping = &StoreThunks::ping,
    .capabilities = &StoreThunks::capabilities,
    .cancel = &StoreThunks::cancel,
    .info = &StoreThunks::info,
    .initialise = &StoreThunks::initialise,
    .put = &StoreThunks::put,
    .find = &StoreThunks::find,
    .remove = &StoreThunks::remove,
    .snapshot = &StoreThunks::snapshot,
    .query_size = sizeof(pycharter_query),
};

}  // namespace pycharter::plugin::detail

#endif
