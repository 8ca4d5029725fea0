#include "postgresql/same_values.h"

#include <boost/json/parse.hpp>

#include "postgresql/array_text.h"
#include "postgresql/errors.h"
#include "postgresql/identifiers.h"
#include "postgresql/script.h"
#include "sql/comparison/tokens.h"

namespace pycharter::postgresql {
namespace {

using Question = sql::comparison::DefaultVerdict::Question;
using Answers = std::vector<std::optional<bool>>;

// Names before a parenthesis, as literals: "'now', 'lower'".
std::string called_functions(const Question& question) {
  std::string names;
  for (const auto* text : {&question.declared, &question.found}) {
    const auto tokens = sql::comparison::tokens_of(*text, sql::ddl::Family::postgresql);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
      if (tokens[i].is_name() && tokens[i + 1].is_sign("("))
        names += (names.empty() ? "" : ", ") + escaped_literal(tokens[i].text);
  }
  return names;
}

// As texts: a json has no equality of its own.
std::string comparison(const Question& question) {
  const auto value = [&](const std::string& sql) {
    return "CAST(CAST((" + sql + ") AS " + question.type + ") AS text)";
  };
  const auto equal = value(question.declared) + " IS NOT DISTINCT FROM " + value(question.found);
  const auto functions = called_functions(question);
  if (functions.empty()) return equal;
  return "CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_proc WHERE provolatile = 'v' AND proname IN (" +
         functions + ")) THEN NULL ELSE " + equal + " END";
}

// What runs between these leaves nothing behind, even when it fails.
class ReadOnly {
 public:
  explicit ReadOnly(PGconn* connection)
      : connection_(connection), own_(PQtransactionStatus(connection) == PQTRANS_IDLE) {
    query(connection_, own_ ? "BEGIN READ ONLY" : "SAVEPOINT pycharter_same_values");
    if (!own_) query(connection_, "SET LOCAL transaction_read_only = on");
  }
  void leave() {
    query(connection_, own_ ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT pycharter_same_values");
    if (!own_) query(connection_, "RELEASE SAVEPOINT pycharter_same_values");
  }

 private:
  PGconn* connection_;
  bool own_;
};

std::optional<Answers> ask(PGconn* connection, std::span<const Question> questions) {
  ReadOnly transaction(connection);
  try {
    const auto rows = query(connection, same_values_query(questions));
    transaction.leave();
    Answers answers;
    const auto array = boost::json::parse(array_as_json(rows.at(0).at(0).text, ArrayItems::booleans));
    for (const auto& value : array.as_array())
      answers.push_back(value.is_bool() ? std::optional(value.get_bool()) : std::nullopt);
    return answers;
  } catch (const Error&) {
    if (PQstatus(connection) != CONNECTION_OK) throw;
    transaction.leave();
    return std::nullopt;
  }
}

}  // namespace

std::string same_values_query(std::span<const Question> questions) {
  std::string items;
  for (const auto& question : questions)
    items += (items.empty() ? "" : ",\n") + comparison(question);
  return "SELECT CAST(ARRAY[" + items + "] AS text)";
}

Answers same_values(PGconn* connection, std::span<const Question> questions) {
  if (questions.empty()) return {};
  if (auto answers = ask(connection, questions)) return *std::move(answers);
  if (questions.size() == 1) return {std::nullopt};
  const auto half = questions.size() / 2;
  auto answers = same_values(connection, questions.first(half));
  const auto rest = same_values(connection, questions.subspan(half));
  answers.insert(answers.end(), rest.begin(), rest.end());
  return answers;
}

}  // namespace pycharter::postgresql
