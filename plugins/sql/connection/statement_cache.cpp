#include "sql/connection/statement_cache.h"

#include <utility>
#include <vector>

namespace pycharter::sql {
namespace {

// The store has some forty statements; a caller with endless variety must not fill the server.
constexpr std::size_t greatest_number = 128;

}  // namespace

// A statement with the buffers it is bound to. SOCI keeps their addresses, so they never move.
class StatementCache::Statement {
 public:
  Statement(soci::session& session, const std::string& sql, bool named, std::size_t parameters,
            std::size_t columns)
      : inputs_(parameters),
        input_states_(parameters, soci::i_null),
        outputs_(columns),
        output_states_(columns, soci::i_null),
        statement_(session) {
    statement_.alloc();
    for (std::size_t i = 0; i < parameters; ++i)
      statement_.exchange(soci::use(inputs_[i], input_states_[i]));
    for (std::size_t i = 0; i < columns; ++i)
      statement_.exchange(soci::into(outputs_[i], output_states_[i]));
    statement_.prepare(sql, named ? soci::details::st_repeatable_query : soci::details::st_one_time_query);
    statement_.define_and_bind();
  }

  std::int64_t run(std::span<const Parameter> parameters, const CellSink& sink) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      input_states_[i] = parameters[i] ? soci::i_ok : soci::i_null;
      if (parameters[i])
        inputs_[i].assign(*parameters[i]);
      else
        inputs_[i].clear();
    }
    bool found = statement_.execute(true);
    // Fetching to the end, wanted or not, is what ends a statement: one left in the middle holds its locks.
    for (bool wanted = true; found && !outputs_.empty(); found = statement_.fetch())
      if (wanted) wanted = sink(take_row());
    return statement_.get_affected_rows();
  }

 private:
  Cells& take_row() {
    row_.resize(outputs_.size());  // the sink may have moved it away
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (output_states_[i] == soci::i_null)
        row_[i].reset();
      else
        row_[i] = std::move(outputs_[i]);
    }
    return row_;
  }

  std::vector<std::string> inputs_;
  std::vector<soci::indicator> input_states_;
  std::vector<std::string> outputs_;
  std::vector<soci::indicator> output_states_;
  Cells row_;
  soci::statement statement_;
};

StatementCache::StatementCache(soci::session& session, bool named) : session_(session), named_(named) {}
StatementCache::~StatementCache() = default;

void StatementCache::clear() {
  statements_.clear();
}

StatementCache::Statement& StatementCache::statement(const std::string& sql, std::size_t parameters,
                                                     std::size_t columns) {
  auto found = statements_.find(sql);
  if (found != statements_.end()) return *found->second;
  if (statements_.size() >= greatest_number) statements_.clear();
  auto made = std::make_unique<Statement>(session_, sql, named_, parameters, columns);
  return *statements_.emplace(sql, std::move(made)).first->second;
}

std::int64_t StatementCache::run(const std::string& sql, std::span<const Parameter> parameters,
                                 std::size_t columns, const CellSink& sink) {
  auto& prepared = statement(sql, parameters.size(), columns);
  try {
    return prepared.run(parameters, sink);
  } catch (...) {
    statements_.erase(sql);  // whatever state it is in
    throw;
  }
}

}  // namespace pycharter::sql
