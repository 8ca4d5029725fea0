#include "sql/backend/backend.h"

#include <boost/json.hpp>

#include "sql/comparison/expected.h"
#include "sql/connection/failure.h"
#include "sql/store/contract_store.h"

namespace pycharter::sql {

namespace json = boost::json;
using store::ContractStore;

Backend::Backend(store::Dialect dialect, std::string_view variant) : dialect_(std::move(dialect)) {
  use_dialect(variant);
}

void Backend::use_dialect(std::string_view variant) {
  ddl_dialect_ = &ddl::find_dialect(variant);
  compiler_ = ddl::make_compiler(variant);
  compiler_->set_reflect([this](const json::object& request) { return reflect_catalog(request); });
}

plugin::StoreInfo Backend::info() {
  return ContractStore(connection(), dialect_, texts_).info();
}

void Backend::initialise() {
  ErrorFacts facts;
  facts.backend = dialect_.backend;
  throw Error(ErrorCode::unsupported,
              facts.backend + ": the store's tables come from revisions; run `pycharter-admin db init`",
              facts);
}

std::vector<std::string> Backend::put(std::span<const plugin::Record> records) {
  return ContractStore(connection(), dialect_, texts_).put(records);
}

void Backend::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  ContractStore(connection(), dialect_, texts_).find(query, sink);
}

std::uint64_t Backend::remove(const plugin::Query& query) {
  return ContractStore(connection(), dialect_, texts_).remove(query);
}

void Backend::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                       const plugin::RecordSink& sink) {
  ContractStore(connection(), dialect_, texts_).snapshot(schema_id, version, sink);
}

std::string Backend::facts() {
  auto facts = compiler_->facts();
  add_server_facts(facts);
  return json::serialize(facts);
}

std::string Backend::compile(std::string_view operation, bool offline) {
  return compiler_->compile(operation, offline);
}

std::string Backend::quote(std::string_view identifier, bool always) {
  return compiler_->quote(identifier, always);
}

std::string Backend::reflect(std::string_view request) {
  // A thousand tables in one request: as one block of memory, and gone as one.
  json::monotonic_resource memory;
  boost::system::error_code failure;
  json::parse_options deep;
  deep.max_depth = 200;  // as a compiler takes operations
  const auto value = json::parse(request, failure, &memory, deep);
  if (failure || !value.is_object())
    throw usage_error(dialect_.backend, "a reflection request is a JSON object");
  return json::serialize(answer(value.get_object()));
}

// What compares declarations is the same for every backend; the rest is the catalog's.
json::object Backend::answer(const json::object& request) {
  const auto* what = request.if_contains("what");
  const auto asks = [what](std::string_view word) {
    return what != nullptr && what->is_string() && what->get_string() == word;
  };
  if (asks("expected")) return comparison::expected_tables(request, *ddl_dialect_);
  if (!asks("equal")) return reflect_catalog(request);
  return comparison::equal_pairs(request, *ddl_dialect_,
                                 [this](std::span<const comparison::DefaultVerdict::Question> questions) {
                                   return ask_server(questions);
                                 });
}

std::vector<std::optional<bool>> Backend::ask_server(
    std::span<const comparison::DefaultVerdict::Question> questions) {
  return std::vector<std::optional<bool>>(questions.size());
}

}  // namespace pycharter::sql
