#include "mongodb/transaction.h"

#include "mongodb/errors.h"

namespace pycharter::mongodb {
namespace {

constexpr int tries = 5;

struct DestroyOptions {
  void operator()(mongoc_transaction_opt_t* options) const noexcept {
    mongoc_transaction_opts_destroy(options);
  }
};
struct DestroyConcern {
  void operator()(mongoc_read_concern_t* concern) const noexcept { mongoc_read_concern_destroy(concern); }
};

}  // namespace

Transaction::Transaction(Connection& connection, std::string_view doing)
    : connection_(connection), doing_(doing) {
  const std::unique_ptr<mongoc_read_concern_t, DestroyConcern> concern(mongoc_read_concern_new());
  mongoc_read_concern_set_level(concern.get(), MONGOC_READ_CONCERN_LEVEL_SNAPSHOT);
  const std::unique_ptr<mongoc_transaction_opt_t, DestroyOptions> options(mongoc_transaction_opts_new());
  mongoc_transaction_opts_set_read_concern(options.get(), concern.get());
  bson_error_t problem{};
  auto* const session = mongoc_client_start_session(connection.lease_.get(), nullptr, &problem);
  if (session == nullptr) throw connection.error(problem, doing);
  if (!mongoc_client_session_start_transaction(session, options.get(), &problem)) {
    mongoc_client_session_destroy(session);
    throw connection.error(problem, doing);
  }
  connection.session_ = session;
}

// Destroying a session aborts its transaction.
Transaction::~Transaction() {
  mongoc_client_session_destroy(connection_.session_);
  connection_.session_ = nullptr;
}

void Transaction::commit() {
  bson_t reply;
  bson_error_t problem{};
  const bool done = mongoc_client_session_commit_transaction(connection_.session_, &reply, &problem);
  bson_destroy(&reply);
  if (!done) throw connection_.error(problem, doing_);
}

void in_transaction(Connection& connection, std::string_view doing, const std::function<void()>& work) {
  if (!connection.facts().transactions) return work();
  for (int left = tries;; --left) {
    try {
      Transaction transaction(connection, doing);
      work();
      return transaction.commit();
    } catch (const Error& error) {
      // WriteConflict and NoSuchTransaction, among them a key that another transaction has just made.
      if (error.code() != ErrorCode::conflict || left == 1) throw;
    }
  }
}

}  // namespace pycharter::mongodb
