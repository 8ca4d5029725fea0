// The definitions of client.h.
#ifndef PYCHARTER_PLUGIN_DETAIL_CLIENT_IMPL_H
#define PYCHARTER_PLUGIN_DETAIL_CLIENT_IMPL_H

#include <utility>

#include <pycharter/plugin/client.h>
#include <pycharter/plugin/detail/convert.h>

namespace pycharter::plugin {
namespace detail {

[[noreturn]] inline void not_offered(const char* function) {
  throw Error(ErrorCode::unsupported,
              std::string("the plugin does not offer `") + function +
                  "`: it was built for an older interface; install its newest version");
}

// The function of a table, when the table's writer knew it.
#define PYCHARTER_DETAIL_OFFERS(table, type, function) \
  (PYCHARTER_HAS(table, type, function) && (table)->function != nullptr)
#define PYCHARTER_DETAIL_NEED(table, type, function) \
  if (!PYCHARTER_DETAIL_OFFERS(table, type, function)) ::pycharter::plugin::detail::not_offered(#function)

struct RecordTarget {
  Call& call;
  const RecordSink& sink;

  static std::int32_t receive(void* context, const pycharter_record* record) noexcept {
    auto& target = *static_cast<RecordTarget*>(context);
    bool more = false;
    target.call.run([&] { more = !target.sink || target.sink(RecordView(*record)); });
    return more ? 0 : 1;
  }
};

// Keeps all records, each made once: not through a sink, which could only copy.
struct RecordsTarget {
  Call& call;
  std::vector<Record> found = {};

  static std::int32_t receive(void* context, const pycharter_record* record) noexcept {
    auto& target = *static_cast<RecordsTarget*>(context);
    return target.call.run([&] { target.found.push_back(from_abi(record)); }) ? 0 : 1;
  }
};

struct IdTarget {
  Call& call;
  std::vector<std::string> ids = {};

  static void receive(void* context, pycharter_str id) noexcept {
    auto& target = *static_cast<IdTarget*>(context);
    target.call.run([&] { target.ids.emplace_back(to_view(id)); });
  }
};

struct RowTarget {
  Call& call;
  const RowSink& sink;
  std::vector<std::string> columns = {};
  Row row = {};

  static std::int32_t receive_columns(void* context, const pycharter_str* names, std::size_t count) noexcept {
    auto& target = *static_cast<RowTarget*>(context);
    return target.call.run([&] {
      target.columns.clear();
      for (std::size_t i = 0; i < count; ++i)
        target.columns.emplace_back(to_view(names[i]));
    })
               ? 0
               : 1;
  }

  static std::int32_t receive_row(void* context, const pycharter_value* cells, std::size_t count) noexcept {
    auto& target = *static_cast<RowTarget*>(context);
    bool more = false;
    target.call.run([&] {
      convert_values(std::span(cells, count), target.row);
      more = !target.sink || target.sink(target.columns, target.row);
    });
    return more ? 0 : 1;
  }
};

// A call whose answer is text.
template <class Function, class... Arguments>
std::string text_of(ErrorFilter filter, Function function, void* self, const Arguments&... arguments) {
  Call call(filter);
  TextTarget target{call};
  const auto status = function(self, call.abi(), arguments..., &TextTarget::sink, &target);
  call.check(status);
  return std::move(target.text);
}

}  // namespace detail

// ---- StoreClient

inline void StoreClient::connect(const ConnectOptions& options) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, connect);
  detail::Call call(filter_);
  call.check(table_->connect(self_, call.abi(), to_abi(options.url), detail::to_flags(options)));
}

inline void StoreClient::disconnect() noexcept {
  if (PYCHARTER_DETAIL_OFFERS(table_, pycharter_store_v1, disconnect)) table_->disconnect(self_);
}

inline void StoreClient::ping() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, ping);
  detail::Call call(filter_);
  call.check(table_->ping(self_, call.abi()));
}

inline std::uint64_t StoreClient::capabilities() const {
  return PYCHARTER_DETAIL_OFFERS(table_, pycharter_store_v1, capabilities) ? table_->capabilities(self_) : 0;
}

inline void StoreClient::cancel() noexcept {
  if (PYCHARTER_DETAIL_OFFERS(table_, pycharter_store_v1, cancel)) table_->cancel(self_);
}

inline StoreInfo StoreClient::info() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, info);
  detail::Call call(filter_);
  pycharter_store_info info{sizeof(pycharter_store_info), 0, 0, 0};
  call.check(table_->info(self_, call.abi(), &info));
  return {info.initialized != 0, info.empty != 0};
}

inline void StoreClient::initialise() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, initialise);
  detail::Call call(filter_);
  call.check(table_->initialise(self_, call.abi()));
}

inline std::vector<std::string> StoreClient::put(std::span<const Record> records) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, put);
  detail::Call call(filter_);
  std::vector<pycharter_record> rows;
  rows.reserve(records.size());
  for (const auto& record : records)
    rows.push_back(detail::to_abi(record));
  detail::IdTarget target{call};
  call.check(table_->put(self_, call.abi(), rows.data(), rows.size(), &detail::IdTarget::receive, &target));
  if (target.ids.size() != records.size())
    throw Error(ErrorCode::internal, "the plugin stored " + std::to_string(records.size()) +
                                         " records and gave " + std::to_string(target.ids.size()) +
                                         " ids; report this to its author");
  return std::move(target.ids);
}

// A plugin that passes over what it does not know would answer, or remove, more than was asked for.
inline void StoreClient::check_understood(const Query& query) const {
  if (query.about.empty() && !query.cascade) return;
  if (PYCHARTER_HAS(table_, pycharter_store_v1, query_size) &&
      table_->query_size >= offsetof(pycharter_query, about_count) + sizeof(std::size_t))
    return;
  throw Error(
      ErrorCode::unsupported,
      "the plugin was built for an older pycharter, which had neither lists of ids nor removal with all "
      "that belongs to a schema: build it against this one");
}

inline void StoreClient::find(const Query& query, const RecordSink& sink) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, find);
  check_understood(query);
  detail::Call call(filter_);
  detail::RecordTarget target{call, sink};
  const detail::QueryView request(query);
  call.check(table_->find(self_, call.abi(), &request.abi, &detail::RecordTarget::receive, &target));
}

inline std::vector<Record> StoreClient::find(const Query& query) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, find);
  check_understood(query);
  detail::Call call(filter_);
  detail::RecordsTarget target{call};
  const detail::QueryView request(query);
  call.check(table_->find(self_, call.abi(), &request.abi, &detail::RecordsTarget::receive, &target));
  return std::move(target.found);
}

inline std::uint64_t StoreClient::remove(const Query& query) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, remove);
  check_understood(query);
  detail::Call call(filter_);
  const detail::QueryView request(query);
  std::uint64_t removed = 0;
  call.check(table_->remove(self_, call.abi(), &request.abi, &removed));
  return removed;
}

inline void StoreClient::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                                  const RecordSink& sink) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_store_v1, snapshot);
  detail::Call call(filter_);
  detail::RecordTarget target{call, sink};
  call.check(table_->snapshot(self_, call.abi(), to_abi(schema_id), detail::to_abi_optional(version),
                              &detail::RecordTarget::receive, &target));
}

// ---- SqlClient

inline SqlClient::SqlClient(const pycharter_backend_ref& backend, ErrorFilter filter) : filter_(filter) {
  const auto* ref = &backend;
  if (PYCHARTER_HAS(ref, pycharter_backend_ref, connected)) connected_ = ref->connected != 0;
  if (PYCHARTER_HAS(ref, pycharter_backend_ref, name)) name_ = to_view(ref->name);
  if (PYCHARTER_HAS(ref, pycharter_backend_ref, instance)) self_ = ref->instance;
  if (PYCHARTER_HAS(ref, pycharter_backend_ref, capabilities)) capabilities_ = ref->capabilities;
  if (PYCHARTER_HAS(ref, pycharter_backend_ref, sql)) table_ = ref->sql;
  if (table_ == nullptr)
    throw Error(ErrorCode::unsupported, "the " + name_ + " backend has no SQL to migrate",
                {.backend = name_});
}

inline std::string SqlClient::facts() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, facts);
  return detail::text_of(filter_, table_->facts, self_);
}

inline std::string SqlClient::compile(std::string_view operation, bool offline) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, compile);
  const std::uint32_t flags = offline ? std::uint32_t{PYCHARTER_COMPILE_OFFLINE} : 0U;
  return detail::text_of(filter_, table_->compile, self_, to_abi(operation), flags);
}

inline std::string SqlClient::quote(std::string_view identifier, bool always) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, quote);
  return detail::text_of(filter_, table_->quote, self_, to_abi(identifier), std::uint32_t{always ? 1U : 0U});
}

inline ExecuteResult SqlClient::execute(std::string_view sql, std::span<const Value> parameters,
                                        const RowSink& sink) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, execute);
  detail::Call call(filter_);
  std::vector<pycharter_value> values;
  detail::convert_values(parameters, values);
  detail::RowTarget target{call, sink};
  pycharter_result result{sizeof(pycharter_result), 0, -1, 0};
  call.check(table_->execute(self_, call.abi(), to_abi(sql), values.data(), values.size(),
                             &detail::RowTarget::receive_columns, &detail::RowTarget::receive_row, &target,
                             &result));
  return {result.affected, result.last_id, std::move(target.columns)};
}

inline std::optional<ExecuteResult> SqlClient::send(std::string_view sql, std::span<const Value> parameters) {
  if (!PYCHARTER_DETAIL_OFFERS(table_, pycharter_sql_v1, receive)) return execute(sql, parameters);
  detail::Call call(filter_);
  std::vector<pycharter_value> values;
  detail::convert_values(parameters, values);
  pycharter_result result{sizeof(pycharter_result), 0, -1, 0};
  std::int32_t sent = 0;
  call.check(table_->send(self_, call.abi(), to_abi(sql), values.data(), values.size(), &sent, &result));
  if (sent != 0) return std::nullopt;
  return ExecuteResult{result.affected, result.last_id};
}

inline ExecuteResult SqlClient::receive() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, receive);
  detail::Call call(filter_);
  pycharter_result result{sizeof(pycharter_result), 0, -1, 0};
  call.check(table_->receive(self_, call.abi(), &result));
  return {result.affected, result.last_id};
}

inline std::vector<Row> SqlClient::query(std::string_view sql, std::span<const Value> parameters) {
  std::vector<Row> rows;
  execute(sql, parameters, [&](const std::vector<std::string>&, const Row& row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}

inline void SqlClient::begin(BeginMode mode) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, begin);
  detail::Call call(filter_);
  call.check(table_->begin(self_, call.abi(), static_cast<std::uint32_t>(mode)));
}

inline void SqlClient::commit() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, commit);
  detail::Call call(filter_);
  call.check(table_->commit(self_, call.abi()));
}

inline void SqlClient::rollback() {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, rollback);
  detail::Call call(filter_);
  call.check(table_->rollback(self_, call.abi()));
}

inline TransactionState SqlClient::transaction_state() noexcept {
  if (!PYCHARTER_DETAIL_OFFERS(table_, pycharter_sql_v1, transaction_state)) return TransactionState::none;
  switch (table_->transaction_state(self_)) {
    case 0:
      return TransactionState::none;
    case 1:
      return TransactionState::open;
    default:
      return TransactionState::failed;
  }
}

inline LockAttempt SqlClient::try_lock(std::string_view key, LockScope scope) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, try_lock);
  detail::Call call(filter_);
  detail::TextTarget holder{call};
  std::int32_t acquired = 0;
  call.check(table_->try_lock(self_, call.abi(), to_abi(key), static_cast<std::uint32_t>(scope), &acquired,
                              &detail::TextTarget::sink, &holder));
  return {acquired != 0, std::move(holder.text)};
}

inline void SqlClient::unlock(std::string_view key) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, unlock);
  detail::Call call(filter_);
  call.check(table_->unlock(self_, call.abi(), to_abi(key)));
}

inline std::string SqlClient::reflect(std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_sql_v1, reflect);
  return detail::text_of(filter_, table_->reflect, self_, to_abi(request));
}

// ---- MigrationsClient

inline void MigrationsClient::load(std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, load);
  detail::Call call(filter_);
  call.check(table_->load(self_, call.abi(), to_abi(request)));
}

inline std::string MigrationsClient::query(std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, query);
  return detail::text_of(filter_, table_->query, self_, to_abi(request));
}

inline std::string MigrationsClient::current(const pycharter_backend_ref& backend, std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, current);
  return detail::text_of(filter_, table_->current, self_, &backend, to_abi(request));
}

inline std::string MigrationsClient::plan(const pycharter_backend_ref& backend, std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, plan);
  return detail::text_of(filter_, table_->plan, self_, &backend, to_abi(request));
}

inline std::string MigrationsClient::apply(const pycharter_backend_ref& backend, std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, apply);
  return detail::text_of(filter_, table_->apply, self_, &backend, to_abi(request));
}

inline void MigrationsClient::render(const pycharter_backend_ref& backend, std::string_view request,
                                     pycharter_sink sink, void* context) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, render);
  detail::Call call(filter_);
  call.check(table_->render(self_, call.abi(), &backend, to_abi(request), sink, context));
}

inline std::string MigrationsClient::write(const pycharter_backend_ref* backend, std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, write);
  return detail::text_of(filter_, table_->write, self_, backend, to_abi(request));
}

inline std::string MigrationsClient::compare(const pycharter_backend_ref& backend, std::string_view request) {
  PYCHARTER_DETAIL_NEED(table_, pycharter_migrations_v1, compare);
  return detail::text_of(filter_, table_->compare, self_, &backend, to_abi(request));
}

#undef PYCHARTER_DETAIL_NEED
#undef PYCHARTER_DETAIL_OFFERS

}  // namespace pycharter::plugin

#endif
