// pycharter.sql/1 over a SqlBackend. `self` is the same pointer as for pycharter.store/1: a Backend*.
#ifndef PYCHARTER_PLUGIN_DETAIL_SQL_THUNKS_H
#define PYCHARTER_PLUGIN_DETAIL_SQL_THUNKS_H

#include <pycharter/plugin/detail/store_thunks.h>

#include <utility>

namespace pycharter::plugin::detail {

inline SqlBackend& sql_of(void* self) {
  return static_cast<SqlBackend&>(backend_of(self));
}

// Hands rows of a SqlBackend to the caller's C sinks: the columns once, before the first row, or at the end
// where there was none.
class RowForwarder {
 public:
  RowForwarder(pycharter_columns_sink columns, pycharter_row_sink row, void* context)
      : columns_(columns), row_(row), context_(context) {}

  bool operator()(const std::vector<std::string>& columns, const Row& row) {
    if (!begin(columns)) return false;
    if (row_ == nullptr) return true;
    convert_values(row, cells_);
    return row_(context_, cells_.data(), cells_.size()) == 0;
  }

  void end(const std::vector<std::string>& columns) {
    if (!columns.empty()) begin(columns);
  }

 private:
  bool begin(const std::vector<std::string>& columns) {
    if (std::exchange(begun_, true) || columns_ == nullptr) return true;
    return forward_columns(columns);
  }

  bool forward_columns(const std::vector<std::string>& columns) {
    std::vector<pycharter_str> names;
    names.reserve(columns.size());
    for (const auto& name : columns)
      names.push_back(to_abi(name));
    return columns_(context_, names.data(), names.size()) == 0;
  }

  pycharter_columns_sink columns_;
  pycharter_row_sink row_;
  void* context_;
  bool begun_ = false;
  std::vector<pycharter_value> cells_;
};

struct SqlThunks {
  static std::int32_t facts(void* self, const pycharter_call* call, pycharter_sink sink,
                            void* context) noexcept {
    return guarded(call, [&] { sink(context, to_abi(sql_of(self).facts())); });
  }
  static std::int32_t compile(void* self, const pycharter_call* call, pycharter_str operation,
                              std::uint32_t flags, pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] {
      const bool offline = (flags & PYCHARTER_COMPILE_OFFLINE) != 0;
      sink(context, to_abi(sql_of(self).compile(to_view(operation), offline)));
    });
  }
  static std::int32_t quote(void* self, const pycharter_call* call, pycharter_str identifier,
                            std::uint32_t always, pycharter_sink sink, void* context) noexcept {
    return guarded(call,
                   [&] { sink(context, to_abi(sql_of(self).quote(to_view(identifier), always != 0))); });
  }
  static void set_result(pycharter_result* result, const ExecuteResult& answer) {
    PYCHARTER_DETAIL_SET(result, pycharter_result, affected, answer.affected);
    PYCHARTER_DETAIL_SET(result, pycharter_result, last_id, answer.last_id);
  }
  static std::int32_t execute(void* self, const pycharter_call* call, pycharter_str sql,
                              const pycharter_value* parameters, std::size_t count,
                              pycharter_columns_sink columns, pycharter_row_sink row, void* context,
                              pycharter_result* result) noexcept {
    return guarded(call, [&] {
      std::vector<Value> values;
      convert_values(std::span(parameters, count), values);
      RowForwarder forwarder(columns, row, context);
      const auto answer = sql_of(self).execute(to_view(sql), values, std::ref(forwarder));
      forwarder.end(answer.columns);
      set_result(result, answer);
    });
  }
  static std::int32_t send(void* self, const pycharter_call* call, pycharter_str sql,
                           const pycharter_value* parameters, std::size_t count, std::int32_t* sent,
                           pycharter_result* result) noexcept {
    return guarded(call, [&] {
      std::vector<Value> values;
      convert_values(std::span(parameters, count), values);
      const auto answer = sql_of(self).send(to_view(sql), values);
      *sent = answer ? 0 : 1;
      if (answer) set_result(result, *answer);
    });
  }
  static std::int32_t receive(void* self, const pycharter_call* call, pycharter_result* result) noexcept {
    return guarded(call, [&] { set_result(result, sql_of(self).receive()); });
  }
  static std::int32_t begin(void* self, const pycharter_call* call, std::uint32_t mode) noexcept {
    return guarded(call, [&] { sql_of(self).begin(static_cast<BeginMode>(mode)); });
  }
  static std::int32_t commit(void* self, const pycharter_call* call) noexcept {
    return guarded(call, [&] { sql_of(self).commit(); });
  }
  static std::int32_t rollback(void* self, const pycharter_call* call) noexcept {
    return guarded(call, [&] { sql_of(self).rollback(); });
  }
  static std::int32_t transaction_state(void* self) noexcept {
    return static_cast<std::int32_t>(sql_of(self).transaction_state());
  }
  static std::int32_t try_lock(void* self, const pycharter_call* call, pycharter_str key, std::uint32_t scope,
                               std::int32_t* acquired, pycharter_sink holder, void* context) noexcept {
    return guarded(call, [&] {
      const auto attempt = sql_of(self).try_lock(to_view(key), static_cast<LockScope>(scope));
      *acquired = attempt.acquired ? 1 : 0;
      if (!attempt.acquired && holder != nullptr && !attempt.holder.empty())
        holder(context, to_abi(attempt.holder));
    });
  }
  static std::int32_t unlock(void* self, const pycharter_call* call, pycharter_str key) noexcept {
    return guarded(call, [&] { sql_of(self).unlock(to_view(key)); });
  }
  static std::int32_t reflect(void* self, const pycharter_call* call, pycharter_str request,
                              pycharter_sink sink, void* context) noexcept {
    return guarded(call, [&] { sink(context, to_abi(sql_of(self).reflect(to_view(request)))); });
  }
};

inline constexpr pycharter_sql_v1 sql_table{
    .struct_size = sizeof(pycharter_sql_v1),
    .reserved = 0,
    .facts = &SqlThunks::facts,
    .compile = &SqlThunks::compile,
    .quote = &SqlThunks::quote,
    .execute = &SqlThunks::execute,
    .begin = &SqlThunks::begin,
    .commit = &SqlThunks::commit,
    .rollback = &SqlThunks::rollback,
    .transaction_state = &SqlThunks::transaction_state,
    .try_lock = &SqlThunks::try_lock,
    .unlock = &SqlThunks::unlock,
    .reflect = &SqlThunks::reflect,
    .send = &SqlThunks::send,
    .receive = &SqlThunks::receive,
};

}  // namespace pycharter::plugin::detail

#endif
