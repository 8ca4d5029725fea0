#include "sql/script/transaction.h"

#include <algorithm>
#include <array>

#include "sql/script/scanner.h"

namespace pycharter::sql::script {
namespace {

constexpr std::array<std::string_view, 4> alone{"begin", "commit", "end", "abort"};

}  // namespace

std::array<std::string_view, 3> first_words(std::string_view statement) {
  std::array<std::string_view, 3> words{};
  for (std::string_view& word : words) {
    const auto length =
        std::find_if_not(statement.begin(), statement.end(), &begins_name) - statement.begin();
    word = statement.substr(0, static_cast<std::size_t>(length));
    if (word.empty()) break;
    statement.remove_prefix(word.size());
    while (!statement.empty() && is_blank(statement.front()))
      statement.remove_prefix(1);
  }
  return words;
}

bool controls_transaction(std::string_view statement) {
  const auto [first, second, third] = first_words(statement);
  const auto is_first = [word = first](std::string_view known) { return equal_ignoring_case(word, known); };
  if (std::any_of(alone.begin(), alone.end(), is_first)) return true;
  if (is_first("start") || is_first("prepare")) return equal_ignoring_case(second, "transaction");
  return is_first("rollback") && !equal_ignoring_case(second, "to") && !equal_ignoring_case(third, "to");
}

}  // namespace pycharter::sql::script
