// Statements that leave something behind in the session.
#ifndef PYCHARTER_POSTGRESQL_SESSION_STATE_H
#define PYCHARTER_POSTGRESQL_SESSION_STATE_H

#include <optional>
#include <string_view>

namespace pycharter::postgresql {

struct SessionState {
  std::string_view statement;  // within the text
  std::string_view instead;    // what does the same within a transaction; empty: nothing
};

// The first statement of the text that outlives its transaction: SET (LOCAL and its like aside), LISTEN,
// PREPARE, LOAD, a temporary table that is not dropped at COMMIT. Behind a pooler its effect would be another
// client's. Nothing for a text that has no end somewhere: the server refuses that.
std::optional<SessionState> find_session_state(std::string_view sql);

}  // namespace pycharter::postgresql

#endif
