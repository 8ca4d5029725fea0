// Failures over the boundary: the caller's side (Call) and the callee's side (guarded) of pycharter_call.
#ifndef PYCHARTER_PLUGIN_DETAIL_CALL_H
#define PYCHARTER_PLUGIN_DETAIL_CALL_H

#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>

namespace pycharter::plugin {

// Applied to every error that a plugin reported before it is thrown; the core masks secrets here. The context
// lives as long as the clients that hold the filter.
struct ErrorFilter {
  void (*apply)(void* context, Error& error) = nullptr;
  void* context = nullptr;
};

namespace detail {

inline ErrorCode to_code(std::int32_t code) {
  return code >= PYCHARTER_E_INTERNAL && code <= PYCHARTER_E_CANCELLED ? static_cast<ErrorCode>(code)
                                                                       : ErrorCode::internal;
}

// The facts that the struct's writer knew of; what a newer one added is left out.
inline Error from_abi(const pycharter_error* error) {
  ErrorFacts facts;
  std::string message;
  auto code = ErrorCode::internal;
  if (PYCHARTER_HAS(error, pycharter_error, code)) code = to_code(error->code);
  if (PYCHARTER_HAS(error, pycharter_error, message)) message = to_view(error->message);
  if (PYCHARTER_HAS(error, pycharter_error, backend)) facts.backend = to_view(error->backend);
  if (PYCHARTER_HAS(error, pycharter_error, sqlstate)) facts.sqlstate = to_view(error->sqlstate);
  if (PYCHARTER_HAS(error, pycharter_error, statement)) facts.statement = to_view(error->statement);
  if (PYCHARTER_HAS(error, pycharter_error, revision)) facts.revision = to_view(error->revision);
  if (PYCHARTER_HAS(error, pycharter_error, statement_number))
    facts.statement_number = error->statement_number;
  if (PYCHARTER_HAS(error, pycharter_error, file)) facts.file = to_view(error->file);
  if (PYCHARTER_HAS(error, pycharter_error, line)) facts.line = error->line;
  if (PYCHARTER_HAS(error, pycharter_error, column)) facts.column = error->column;
  if (PYCHARTER_HAS(error, pycharter_error, source_line)) facts.source_line = to_view(error->source_line);
  return Error(code, std::move(message), std::move(facts));
}

inline pycharter_str fact(const std::string& text) {
  return text.empty() ? absent : to_abi(text);
}

// One call into a plugin. Collects the error it reports and the exception of a callback, which must not
// travel through the plugin's frames; check() throws them once the plugin has returned.
class Call {
 public:
  explicit Call(ErrorFilter filter) : filter_(filter) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const pycharter_call* abi() const { return &abi_; }

  // False when the work threw: the callback then asks the plugin to stop.
  template <class Work>
  bool run(Work&& work) noexcept {
    if (exception_) return false;
    try {
      work();
      return true;
    } catch (...) {
      exception_ = std::current_exception();
      return false;
    }
  }

  void check(std::int32_t status) {
    if (exception_) std::rethrow_exception(exception_);
    if (status == PYCHARTER_OK) return;
    if (!error_)
      throw Error(ErrorCode::internal, "the plugin failed without saying why; report this to its author");
    if (filter_.apply != nullptr) filter_.apply(filter_.context, *error_);
    throw *std::move(error_);
  }

 private:
  static void receive(void* context, const pycharter_error* error) noexcept {
    auto& call = *static_cast<Call*>(context);
    call.run([&] { call.error_ = from_abi(error); });
  }

  ErrorFilter filter_;
  std::optional<Error> error_;
  std::exception_ptr exception_;
  pycharter_call abi_{sizeof(pycharter_call), 0, this, &receive};
};

// Text that arrives in pieces.
struct TextTarget {
  Call& call;
  std::string text = {};

  static void sink(void* context, pycharter_str chunk) noexcept {
    auto& target = *static_cast<TextTarget*>(context);
    target.call.run([&] { target.text.append(to_view(chunk)); });
  }
};

// Allocates nothing, so that it works where memory has run out.
inline std::int32_t report(const pycharter_call* call, ErrorCode code, std::string_view message,
                           const ErrorFacts* facts = nullptr) noexcept {
  if (!PYCHARTER_HAS(call, pycharter_call, error) || call->error == nullptr) return PYCHARTER_FAILED;
  pycharter_error error{};
  error.struct_size = sizeof error;
  error.code = static_cast<std::int32_t>(code);
  error.message = to_abi(message);
  for (auto* text :
       {&error.backend, &error.sqlstate, &error.statement, &error.revision, &error.file, &error.source_line})
    *text = absent;
  if (facts != nullptr) {
    error.backend = fact(facts->backend);
    error.sqlstate = fact(facts->sqlstate);
    error.statement = fact(facts->statement);
    error.revision = fact(facts->revision);
    error.statement_number = facts->statement_number;
    error.file = fact(facts->file);
    error.line = facts->line;
    error.column = facts->column;
    error.source_line = fact(facts->source_line);
  }
  call->error(call->context, &error);
  return PYCHARTER_FAILED;
}

// Runs a plugin's code; whatever it throws becomes a reported error and a status.
template <class Work>
std::int32_t guarded(const pycharter_call* call, Work&& work) noexcept {
  try {
    work();
    return PYCHARTER_OK;
  } catch (const Error& error) {
    return report(call, error.code(), error.message(), &error.facts());
  } catch (const std::bad_alloc&) {
    return report(call, ErrorCode::internal, "out of memory");
  } catch (const std::exception& error) {
    return report(call, ErrorCode::internal, error.what());
  } catch (...) {
    return report(call, ErrorCode::internal, "the plugin threw something that is not a std::exception");
  }
}

}  // namespace detail
}  // namespace pycharter::plugin

#endif
