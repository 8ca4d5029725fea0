#include "alembic/autogenerate/compare/questions.h"

#include <pycharter/plugin/error.h>

#include <string>
#include <utility>

namespace pycharter::alembic::compare {

namespace json = boost::json;

std::size_t Questions::ask(std::string_view kind, const Subject& about, json::value declared,
                           json::value reflected) {
  json::object pair{{"kind", kind}, {"table", about.table.name}};
  pair["schema"] = about.table.schema.empty() ? json::value(nullptr) : json::value(about.table.schema);
  if (!about.column.empty()) pair["column"] = about.column;
  pair["declared"] = std::move(declared);
  pair["reflected"] = std::move(reflected);
  pairs_.push_back(std::move(pair));
  return pairs_.size() - 1;
}

void Questions::put_to(const Judge& judge) {
  if (!pairs_.empty()) answers_ = judge(pairs_);
  if (answers_.size() != pairs_.size())
    throw Error(ErrorCode::internal, "the backend judged " + std::to_string(answers_.size()) + " of " +
                                         std::to_string(pairs_.size()) +
                                         " pairs of the models and the database");
}

Verdict Questions::verdict(std::size_t question) const {
  const json::value& answer = answers_.at(question);
  if (!answer.is_bool()) return Verdict::unknown;
  return answer.get_bool() ? Verdict::equal : Verdict::different;
}

}  // namespace pycharter::alembic::compare
