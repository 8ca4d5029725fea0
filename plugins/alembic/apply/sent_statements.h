// Statements on their way to the database, which works while the next script is read.
#ifndef PYCHARTER_ALEMBIC_APPLY_SENT_STATEMENTS_H
#define PYCHARTER_ALEMBIC_APPLY_SENT_STATEMENTS_H

#include <pycharter/plugin/client.h>
#include <pycharter/plugin/error.h>

#include <deque>
#include <functional>
#include <span>
#include <string>

namespace pycharter::alembic {

// Within one transaction: what follows a statement that fails is lost with it, so that nothing is harmed by
// hearing of the failure later. One thread.
class SentStatements {
 public:
  // Throws where the effect is not what was expected.
  using Check = std::function<void(const plugin::ExecuteResult& effect)>;

  explicit SentStatements(plugin::SqlClient& database) : database_(database) {}

  // Throws a failure with the facts `about` its own statement, which may be one sent before.
  void send(const std::string& sql, std::span<const plugin::Value> binds, ErrorFacts about, Check check = {});
  // Waits for all.
  void settle();
  // For when the transaction is rolled back.
  void forget() noexcept { sent_.clear(); }

 private:
  struct Sent {
    ErrorFacts about;
    Check check;
  };

  void settle_oldest();

  plugin::SqlClient& database_;
  std::deque<Sent> sent_;
};

}  // namespace pycharter::alembic

#endif
