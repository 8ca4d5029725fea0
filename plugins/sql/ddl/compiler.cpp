#include "sql/ddl/compiler.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "pycharter/plugin/error.h"
#include "sql/ddl/operations.h"

namespace pycharter::sql::ddl {
namespace {

// Deep enough for any expression a person writes, shallow enough for the stack.
constexpr std::size_t max_depth = 200;

json::object parse_operation(std::string_view operation) {
  json::parse_options options;
  options.max_depth = max_depth;
  boost::system::error_code failed;
  auto value = json::parse(json::string_view(operation.data(), operation.size()), failed, {}, options);
  if (failed) malformed("operation: not valid JSON: " + failed.message());
  as_object(value, "operation");
  return std::move(value.get_object());
}

// Where the script asked for the operation, for the message.
void add_place(Error& error, const json::object& operation) {
  const auto& at = object_at(operation, "at");
  auto& facts = error.facts();
  if (!facts.file.empty() || at.empty()) return;
  facts.file = optional_text(at, "file").value_or("");
  facts.line = static_cast<int>(optional_integer(at, "line").value_or(0));
  facts.column = static_cast<int>(optional_integer(at, "column").value_or(0));
}

class DialectCompiler final : public Compiler {
 public:
  explicit DialectCompiler(const Dialect& dialect)
      : dialect_(dialect), quoter_(dialect), types_(dialect, quoter_), literals_(dialect, types_) {}

  std::string compile(std::string_view operation, bool offline) override {
    const auto parsed = parse_operation(operation);
    try {
      const Toolbox tools{dialect_, quoter_, types_, literals_};
      Operations operations(tools, offline, reflect_, run_);
      operations.compile(parsed);
      return json::serialize(operations.take());
    } catch (Error& error) {
      add_place(error, parsed);
      throw;
    }
  }

  std::string quote(std::string_view identifier, bool always) const override {
    return always ? quoter_.always(identifier) : quoter_.as_needed(identifier);
  }

  json::object facts() const override {
    return {{"dialect", dialect_.name}, {"transactional_ddl", dialect_.transactional_ddl},
            {"begin", "BEGIN"},         {"commit", "COMMIT"},
            {"terminator", ";"},        {"max_identifier_length", dialect_.max_name},
            {"paramstyle", "$"}};
  }

  void set_reflect(Reflect reflect) override { reflect_ = std::move(reflect); }

 private:
  const Dialect& dialect_;
  Quoter quoter_;
  TypeCompiler types_;
  Literals literals_;
  Reflect reflect_;
  RunState run_;
};

}  // namespace

std::unique_ptr<Compiler> make_compiler(std::string_view dialect) {
  return std::make_unique<DialectCompiler>(find_dialect(dialect));
}

}  // namespace pycharter::sql::ddl
