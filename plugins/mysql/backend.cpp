#include "mysql/backend.h"

#include <boost/json.hpp>

namespace pycharter::mysql {
namespace {

[[noreturn]] void only_offline() {
  ErrorFacts facts;
  facts.backend = "mysql";
  throw Error(ErrorCode::unsupported, "mysql: this version renders SQL (`--sql`) and cannot connect yet",
              std::move(facts));
}

}  // namespace

Backend::Backend(plugin::Host, plugin::Settings) : compiler_(sql::ddl::make_compiler("mysql")) {}

void Backend::connect(const plugin::ConnectOptions&) {
  only_offline();
}
void Backend::disconnect() noexcept {}
void Backend::ping() {
  only_offline();
}
std::uint64_t Backend::capabilities() const {
  return description.capabilities;
}
plugin::StoreInfo Backend::info() {
  only_offline();
}
void Backend::initialise() {
  only_offline();
}
std::vector<std::string> Backend::put(std::span<const plugin::Record>) {
  only_offline();
}
void Backend::find(const plugin::Query&, const plugin::RecordSink&) {
  only_offline();
}
std::uint64_t Backend::remove(const plugin::Query&) {
  only_offline();
}
void Backend::snapshot(const std::string&, const std::optional<std::string>&, const plugin::RecordSink&) {
  only_offline();
}
std::string Backend::facts() {
  return boost::json::serialize(compiler_->facts());
}
std::string Backend::compile(std::string_view operation, bool offline) {
  return compiler_->compile(operation, offline);
}
std::string Backend::quote(std::string_view identifier, bool always) {
  return compiler_->quote(identifier, always);
}
plugin::ExecuteResult Backend::execute(std::string_view, std::span<const plugin::Value>,
                                       const plugin::RowSink&) {
  only_offline();
}
void Backend::begin(plugin::BeginMode) {
  only_offline();
}
void Backend::commit() {
  only_offline();
}
void Backend::rollback() {
  only_offline();
}
plugin::TransactionState Backend::transaction_state() noexcept {
  return plugin::TransactionState::none;
}
plugin::LockAttempt Backend::try_lock(std::string_view, plugin::LockScope) {
  only_offline();
}
void Backend::unlock(std::string_view) {
  only_offline();
}
std::string Backend::reflect(std::string_view) {
  only_offline();
}

}  // namespace pycharter::mysql
