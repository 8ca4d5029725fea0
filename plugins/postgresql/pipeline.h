// Statements on their way to the server, whose results are read later: the server works while the client goes
// on.
#ifndef PYCHARTER_POSTGRESQL_PIPELINE_H
#define PYCHARTER_POSTGRESQL_PIPELINE_H

#include <libpq-fe.h>
#include <pycharter/plugin/types.h>

#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "postgresql/script.h"

namespace pycharter::postgresql {

// Over libpq's pipeline mode, which is on only while something is on its way: libpq takes no other statement
// then. After each statement comes a Sync, which poolers know too; one that fails so aborts the transaction,
// not what follows in the pipeline, and that fails in its turn.
class Pipeline {
 public:
  explicit Pipeline(PGconn* connection) : connection_(connection) {}
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // `name` is of a prepared statement, or empty. Throws Error where it cannot be sent.
  void send(std::string_view sql, const std::string& name, std::span<const plugin::Value> values);
  // The effect of the oldest statement that was sent and not received. Throws what it failed with.
  plugin::ExecuteResult receive();
  // Waits for everything and leaves pipeline mode. Results are kept for receive().
  void settle() noexcept;
  // The same, and forgets the results.
  void abandon() noexcept;

 private:
  struct Sent {
    std::string sql;
    ResultHandle result;
    bool answered = false;
  };

  void read_answer(Sent& sent) noexcept;

  PGconn* connection_;
  std::deque<Sent> sent_;  // oldest first; the answered ones are at the front
};

}  // namespace pycharter::postgresql

#endif
