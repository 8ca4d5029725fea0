// A SQL backend in memory whose every answer a test can set.
#ifndef PYCHARTER_TESTS_FAKE_BACKEND_H
#define PYCHARTER_TESTS_FAKE_BACKEND_H

#include <functional>
#include <stdexcept>

#include <pycharter/plugin/plugin.h>

namespace pycharter::plugin::test {

class FakeBackend : public SqlBackend {
 public:
  static constexpr Description description{"fake", "1.0", PYCHARTER_CAP_SQL | PYCHARTER_CAP_PERSISTENT};

  FakeBackend(Host services, Settings given) : host(services), settings(std::move(given)) { last = this; }

  void connect(const ConnectOptions& options) override {
    connected_with = options;
    if (on_connect) on_connect();
  }
  void disconnect() noexcept override { connected_with = {}; }
  void ping() override { throw 42; }
  std::uint64_t capabilities() const override { return PYCHARTER_CAP_SQL; }
  StoreInfo info() override { return {true, false}; }
  void initialise() override { throw std::runtime_error("no room"); }
  std::vector<std::string> put(std::span<const Record> given) override {
    records.assign(given.begin(), given.end());
    std::vector<std::string> ids;
    for (const auto& record : given)
      ids.push_back(record.id.value_or("new"));
    return ids;
  }
  void find(const Query& query, const RecordSink& sink) override {
    found_with = query;
    for (const auto& record : records)
      if (!sink(record)) return;
  }
  std::uint64_t remove(const Query&) override { return records.size(); }
  void snapshot(const std::string&, const std::optional<std::string>& version,
                const RecordSink& sink) override {
    if (version) sink({.id = *version});
  }
  // How the connection was opened.
  std::string facts() override {
    return connected_with.url + (connected_with.may_create ? " may_create" : "") +
           (connected_with.migration ? " migration" : "");
  }
  std::string compile(std::string_view operation, bool offline) override {
    return std::string(operation) + (offline ? " offline" : " live");
  }
  std::string quote(std::string_view identifier, bool) override {
    return "\"" + std::string(identifier) + "\"";
  }
  ExecuteResult execute(std::string_view, std::span<const Value> parameters, const RowSink& sink) override {
    const Row row(parameters.begin(), parameters.end());
    for (rows_sent = 0; rows_sent < 3;) {
      ++rows_sent;
      if (!sink({"a", "b"}, row)) break;
    }
    return {static_cast<std::int64_t>(rows_sent), 7};
  }
  std::optional<ExecuteResult> send(std::string_view sql, std::span<const Value> parameters) override {
    if (answers_at_once) return ExecuteResult{static_cast<std::int64_t>(parameters.size())};
    sent.emplace_back(sql);
    sent_with.assign(parameters.begin(), parameters.end());
    return std::nullopt;
  }
  ExecuteResult receive() override {
    if (sent.empty()) return SqlBackend::receive();
    sent.erase(sent.begin());
    return {3, 7};
  }
  void begin(BeginMode) override { state = TransactionState::open; }
  void commit() override { state = TransactionState::none; }
  void rollback() override { state = TransactionState::failed; }
  TransactionState transaction_state() noexcept override { return state; }
  LockAttempt try_lock(std::string_view key, LockScope) override {
    return key == "free" ? LockAttempt{true, {}} : LockAttempt{false, "pid 7"};
  }
  void unlock(std::string_view) override {}
  std::string reflect(std::string_view request) override { return std::string(request); }

  inline static FakeBackend* last = nullptr;  // the one made last
  Host host;
  Settings settings;
  ConnectOptions connected_with;
  std::function<void()> on_connect;
  std::vector<Record> records;
  Query found_with;
  std::vector<std::string> sent;
  Row sent_with;
  bool answers_at_once = false;
  std::uint64_t rows_sent = 0;
  TransactionState state = TransactionState::none;
};

}  // namespace pycharter::plugin::test

#endif
