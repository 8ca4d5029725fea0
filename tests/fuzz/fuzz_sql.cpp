// A text of SQL splits or is refused with its place, and what a splitter calls one statement is one to it; a
// .sql revision is read likewise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <pycharter/plugin/error.h>

#include "alembic/sql_file/sql_file.h"
#include "sql/script/place.h"
#include "sql/script/split.h"
#include "sql/script/transaction.h"

namespace {

using namespace pycharter::sql::script;

template <class Work>
void refused_with_place(const Work& work) {
  try {
    work();
  } catch (const pycharter::Error& error) {
    if (error.code() != pycharter::ErrorCode::script || error.facts().line < 1 || error.facts().column < 1)
      std::abort();
  }
}

void verify(Split split, std::string_view text, const Statements& statements, bool splits_again) {
  std::size_t end = 0;
  Places places(text);
  for (const Statement& statement : statements) {
    if (statement.sql.empty() || statement.offset < end) std::abort();
    if (text.substr(statement.offset, statement.sql.size()) != statement.sql) std::abort();
    end = statement.offset + statement.sql.size();
    if (places.at(statement.offset).line < 1) std::abort();
    (void)controls_transaction(statement.sql);
    if (!splits_again) continue;
    const Statements again = split(statement.sql);
    if (again.size() != 1 || again.front().sql != statement.sql) std::abort();
  }
}

struct Splitter {
  Split split;
  bool splits_again;  // MySQL's statements may hold semicolons that a DELIMITER covered
};
constexpr Splitter splitters[] = {{&split_postgresql, true}, {&split_mysql, false}, {&split_sqlite, true}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const Splitter& splitter : splitters)
    refused_with_place([&] {
      const Statements statements = splitter.split(text);
      verify(splitter.split, text, statements, splitter.splits_again);
    });
  refused_with_place([&] { pycharter::alembic::read_sql_header("fuzz.sql", text); });
  refused_with_place([&] {
    const pycharter::alembic::SqlFile file("fuzz.sql", text, {"postgresql", "mysql", "sqlite"});
    for (const auto* dialect : {"postgresql", "sqlite"})
      for (const auto* section : {"upgrade", "downgrade"})
        refused_with_place([&] { (void)file.part(section, {dialect}); });
  });
  return 0;
}
