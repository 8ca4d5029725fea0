#include "store/session.h"

namespace pycharter::store {
namespace {

// Long enough to cost a busy writer nothing, shorter than any proxy's or firewall's idle limit.
constexpr auto idle_limit = std::chrono::seconds(1);

}  // namespace

// Not in the header: who includes it links no CallWatch.
Session::Session(std::unique_ptr<BackendAccess> backend) : backend_(std::move(backend)) {}
Session::~Session() {
  disconnect();
}

void Session::connect(const ConnectOptions& options) {
  disconnect();
  watch_.reset();
  if (options.call_timeout.count() > 0)
    watch_ = std::make_unique<CallWatch>(options.call_timeout, [this] { backend_->client().cancel(); });
  try {
    open(options.auto_initialize);
  } catch (const Error& error) {
    // A database file that is not there is an empty database that may not be made.
    if (error.code() == ErrorCode::not_found) throw not_initialized(error.message());
    throw;
  }
  try {
    if (!options.auto_initialize && !options.validate_schema_on_connect) return;
    if (backend_->client().info().initialized) return;
    if (options.auto_initialize) initialise();
    if (backend_->client().info().initialized) return;
    throw tables_missing(options.auto_initialize);
  } catch (...) {
    disconnect();
    throw;
  }
}

Error Session::not_initialized(const std::string& why) const {
  return Error(
      ErrorCode::not_initialized,
      "The database " + masked_url() + " is not initialized: run 'pycharter-admin db init' first. " + why,
      ErrorFacts{.backend = backend_->name()});
}

std::optional<std::string> Session::recorded_revision() const {
  try {
    if (backend_->has_sql()) return backend_->revision();
  } catch (const Error&) {
    // It only words an error better.
  }
  return std::nullopt;
}

// A plain `db init` leaves a database alone that has a revision.
Error Session::tables_missing(bool initialised) const {
  if (const auto revision = recorded_revision())
    return Error(ErrorCode::not_initialized,
                 "Tables of the contract store are missing in " + masked_url() +
                     ", though it says that it is at revision " + *revision +
                     ": run 'pycharter-admin db upgrade', and, where that finds nothing to do, "
                     "'pycharter-admin db init --force', which makes what is missing.",
                 ErrorFacts{.backend = backend_->name()});
  if (!initialised) return not_initialized("Tables of the contract store are missing.");
  return Error(ErrorCode::plugin,
               "The " + backend_->name() + " backend has initialised " + masked_url() +
                   " and says that it is not initialised: that is a fault of its plugin.",
               ErrorFacts{.backend = backend_->name()});
}

void Session::initialise() {
  if (backend_->has_sql())
    backend_->migrate_to_head();
  else
    backend_->client().initialise();
}

void Session::disconnect() noexcept {
  if (state_ != State::closed) backend_->client().disconnect();
  state_ = State::closed;
}

void Session::cancel() noexcept {
  if (calling_) backend_->client().cancel();
}

void Session::failed(const Error& error, bool too_long) {
  if (error.code() == ErrorCode::connect) state_ = State::lost;
  // A cancelled call may have cost its connection: the next write asks first.
  if (error.code() == ErrorCode::cancelled || too_long) used_ = {};
  if (too_long && (error.code() == ErrorCode::connect || error.code() == ErrorCode::cancelled))
    throw took_too_long(error);
}

Error Session::took_too_long(const Error& error) const {
  return Error(ErrorCode::cancelled,
               "The call was given up, since it took longer than the " +
                   std::to_string(watch_->limit().count()) + " ms that calls to " + masked_url() +
                   " may take (call_timeout). " + error.message(),
               error.facts());
}

SchemaInfo Session::info() {
  SchemaInfo info;
  info.initialized = read([](plugin::StoreClient& client) { return client.info(); }).initialized;
  if (info.initialized && backend_->has_sql()) info.revision = backend_->revision();
  info.message = std::string("Schema initialized: ") + (info.initialized ? "True" : "False");
  if (info.revision) info.message += " (revision: " + *info.revision + ')';
  return info;
}

std::vector<std::string> Session::capabilities() {
  ready();
  return backend_->capabilities();
}

void Session::open(bool may_create) {
  plugin::ConnectOptions options;
  options.url = backend_->url();
  options.may_create = may_create;
  backend_->client().connect(options);
  state_ = State::open;
  used_ = std::chrono::steady_clock::now();
}

void Session::ready() {
  if (state_ == State::closed)
    throw Error(ErrorCode::usage, "The store " + masked_url() + " is not connected: call connect() first.");
  if (state_ == State::lost) reopen();
}

void Session::reopen() {
  backend_->client().disconnect();
  state_ = State::lost;
  open(false);
}

bool Session::idle() const {
  return std::chrono::steady_clock::now() - used_ > idle_limit;
}

Error Session::in_doubt(const Error& error) {
  return Error(
      error.code(),
      error.message() +
          " It was a write, so it is not known whether the change was made. Storing it again is safe: it"
          " replaces what is there.",
      error.facts());
}

}  // namespace pycharter::store
