// operations_dump DIALECT DIRECTION FILE...
//
// Prints the operations of revision scripts, one JSON object a line, as `--sql` would get them. With several
// files each is headed by a line `# FILE`; a script that fails prints `! message` and the program goes on and
// exits with 1.
#include <pycharter/plugin/error.h>

#include <boost/json.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "alembic/operations/runner.h"

namespace {

using pycharter::Error;
using pycharter::alembic::Direction;
using pycharter::alembic::OperationSink;
using pycharter::alembic::QueryResult;
using pycharter::alembic::RevisionScript;

class Printer final : public OperationSink {
 public:
  explicit Printer(std::string dialect) : dialect_(std::move(dialect)) {}
  void operation(const boost::json::object& op) override { std::cout << op << '\n'; }
  QueryResult query(const boost::json::object&) override { return {}; }
  boost::json::object reflect(const boost::json::object&) override { return {}; }
  void begin_autocommit() override { std::cout << R"({"autocommit":"begin"})" << '\n'; }
  void end_autocommit() override { std::cout << R"({"autocommit":"end"})" << '\n'; }
  bool as_sql() const override { return true; }
  std::string dialect() const override { return dialect_; }
  std::string quote(const std::string& identifier) const override {
    const char mark = dialect_ == "mysql" ? '`' : '"';
    return mark + identifier + mark;
  }

 private:
  const std::string dialect_;
};

bool dump(const std::string& file, Direction direction, Printer& printer) {
  try {
    RevisionScript::load(file).run(direction, printer);
    return true;
  } catch (const Error& error) {
    const auto& facts = error.facts();
    std::cout << "! " << error.message() << " (" << facts.file << ':' << facts.line << ':' << facts.column
              << ")\n";
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 3) {
    std::cerr << "usage: operations_dump DIALECT upgrade|downgrade FILE...\n";
    return 2;
  }
  Printer printer(arguments[0]);
  const auto direction = arguments[1] == "downgrade" ? Direction::downgrade : Direction::upgrade;
  bool good = true;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    std::cout << "# " << arguments[i] << '\n';
    good = dump(arguments[i], direction, printer) && good;
  }
  return good ? 0 : 1;
}
