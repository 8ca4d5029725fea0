#include "alembic/autogenerate/compare/questions.h"

#include <pycharter/plugin/error.h>

#include <boost/json/serialize.hpp>

#include <string>
#include <utility>

#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

// What is judged of a declared item; the operation that makes it says the same once more.
bool is_judged(std::string_view kind, std::string_view key) {
  return key != "definition" || kind == kind::exclude;
}

json::value judged(std::string_view kind, const json::value& declared) {
  const json::object* item = declared.if_object();
  if (item == nullptr) return declared;
  json::object part;
  part.reserve(item->size());
  for (const auto& [key, value] : *item)
    if (is_judged(kind, key)) part.emplace(key, value);
  return part;
}

}  // namespace

std::size_t Questions::ask(std::string_view kind, const Subject& about, const json::value& declared,
                           const json::value& reflected) {
  json::object pair{{"kind", kind}, {"table", about.table.name}};
  pair["schema"] = about.table.schema.empty() ? json::value(nullptr) : json::value(about.table.schema);
  if (!about.column.empty()) pair["column"] = about.column;
  pair["declared"] = judged(kind, declared);
  pair["reflected"] = reflected;
  pairs_.push_back(std::move(pair));
  return next() - 1;
}

std::size_t Questions::ask_type(const Subject& about, const json::value& declared,
                                const json::object& reflected) {
  json::object column;
  for (const std::string_view key : {"type", "type_sql"})
    if (const json::value* value = reflected.if_contains(key)) column[key] = *value;
  const auto [at, is_new] = types_.emplace(json::serialize(declared) + json::serialize(column), next());
  return is_new ? ask("type", about, declared, column) : at->second;
}

void Questions::put_to(const Judge& judge) {
  if (pairs_.empty()) return;
  const json::array answers = judge(pairs_);
  if (answers.size() != pairs_.size())
    throw Error(ErrorCode::internal, "the backend judged " + std::to_string(answers.size()) + " of " +
                                         std::to_string(pairs_.size()) +
                                         " pairs of the models and the database");
  answers_.insert(answers_.end(), answers.begin(), answers.end());
  pairs_.clear();
}

Verdict Questions::verdict(std::size_t question) const {
  const json::value& answer = answers_.at(question);
  if (!answer.is_bool()) return Verdict::unknown;
  return answer.get_bool() ? Verdict::equal : Verdict::different;
}

}  // namespace pycharter::alembic::compare
