// A sink that keeps what it is given and answers from what a test prepared.
#ifndef PYCHARTER_TESTS_UNIT_OPERATIONS_RECORDER_H
#define PYCHARTER_TESTS_UNIT_OPERATIONS_RECORDER_H

#include <boost/json.hpp>
#include <deque>
#include <string>
#include <vector>

#include "alembic/operations/runner.h"

namespace pycharter::alembic {

class Recorder final : public OperationSink {
 public:
  void operation(const boost::json::object& op) override {
    if (failure) throw *failure;
    operations.push_back(without_place(op));
  }
  QueryResult query(const boost::json::object& op) override {
    if (failure) throw *failure;
    queries.push_back(without_place(op));
    if (results.empty()) return {};
    auto result = results.front();
    results.pop_front();
    return result;
  }
  boost::json::object reflect(const boost::json::object& request) override {
    requests.push_back(request);
    if (answers.empty()) return {};
    auto answer = answers.front();
    answers.pop_front();
    return boost::json::parse(answer).as_object();
  }
  void begin_autocommit() override { operations.push_back({{"op", "begin_autocommit"}}); }
  void end_autocommit() override { operations.push_back({{"op", "end_autocommit"}}); }
  bool as_sql() const override { return offline; }
  std::string dialect() const override { return name; }
  std::string quote(const std::string& identifier) const override { return '"' + identifier + '"'; }
  std::string server_version() const override { return "15.4"; }

  std::string name = "postgresql";
  bool offline = false;
  std::optional<Error> failure;
  std::deque<QueryResult> results;
  std::deque<std::string> answers;  // JSON, one for each request
  std::vector<boost::json::object> operations, queries, requests;

 private:
  boost::json::object without_place(boost::json::object op) {
    places.push_back(op.at("at").as_object());
    op.erase("at");
    if (auto* inner = op.if_contains("operations"))
      for (auto& item : inner->as_array())
        item.as_object().erase("at");
    return op;
  }

 public:
  std::vector<boost::json::object> places;
};

// Runs `body` as the body of upgrade().
inline void run_upgrade(const std::string& body, Recorder& sink, ScriptOptions options = {}) {
  std::string text =
      "import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import mysql, postgresql\n"
      "def upgrade():\n";
  std::size_t start = 0;
  while (start < body.size()) {
    const auto end = body.find('\n', start);
    text += "    " + body.substr(start, end == std::string::npos ? end : end - start) + "\n";
    start = end == std::string::npos ? body.size() : end + 1;
  }
  RevisionScript::from_text(text, "versions/a_test.py", std::move(options)).run(Direction::upgrade, sink);
}

// The one operation that `body` makes.
inline boost::json::value operation_of(const std::string& body) {
  Recorder sink;
  sink.offline = true;
  run_upgrade(body, sink);
  return sink.operations.size() == 1 ? boost::json::value(sink.operations.front())
                                     : boost::json::value(sink.operations.size());
}

// The message of the error that `body` ends in; empty when it does not.
inline std::string failure_of(const std::string& body, ScriptOptions options = {}) {
  Recorder sink;
  try {
    run_upgrade(body, sink, std::move(options));
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

inline boost::json::value json_of(std::string_view text) {
  return boost::json::parse(text);
}

}  // namespace pycharter::alembic

#endif
