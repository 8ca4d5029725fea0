#include "postgresql/session_state.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <array>

#include "sql/script/scanner.h"
#include "sql/script/split.h"
#include "sql/script/transaction.h"

namespace pycharter::postgresql {
namespace {

using sql::script::equal_ignoring_case;

struct Leaves {
  std::string_view first;
  std::array<std::string_view, 3> unless;  // the second word
  std::string_view instead;
};
constexpr Leaves leaves[] = {
    {"set", {"local", "transaction", "constraints"}, "SET LOCAL"},
    {"listen", {}, ""},
    {"load", {}, ""},
    {"prepare", {"transaction"}, ""},
};

bool contains_ignoring_case(std::string_view text, std::string_view lower_case) {
  for (std::size_t at = 0; at + lower_case.size() <= text.size(); ++at)
    if (equal_ignoring_case(text.substr(at, lower_case.size()), lower_case)) return true;
  return false;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> known) {
  return std::any_of(known.begin(), known.end(),
                     [word](std::string_view one) { return equal_ignoring_case(word, one); });
}

bool makes_temporary_table(std::string_view statement) {
  const auto [first, second, third] = sql::script::first_words(statement);
  if (!equal_ignoring_case(first, "create")) return false;
  const auto kind = is_one_of(second, {"local", "global"}) ? third : second;
  return is_one_of(kind, {"temp", "temporary"}) && !contains_ignoring_case(statement, "on commit drop");
}

std::optional<SessionState> left_by(std::string_view statement) {
  if (makes_temporary_table(statement)) return SessionState{statement, "ON COMMIT DROP"};
  const auto words = sql::script::first_words(statement);
  for (const auto& one : leaves) {
    if (!equal_ignoring_case(words[0], one.first)) continue;
    const bool excepted = std::any_of(one.unless.begin(), one.unless.end(), [&](std::string_view word) {
      return !word.empty() && equal_ignoring_case(words[1], word);
    });
    if (!excepted) return SessionState{statement, one.instead};
  }
  return std::nullopt;
}

sql::script::Statements statements_of(std::string_view sql) {
  try {
    return sql::script::split_postgresql(sql);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::optional<SessionState> find_session_state(std::string_view sql) {
  for (const auto& statement : statements_of(sql))
    if (auto found = left_by(statement.sql)) return found;
  return std::nullopt;
}

}  // namespace pycharter::postgresql
