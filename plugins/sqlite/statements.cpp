#include "sqlite/statements.h"

#include <array>
#include <charconv>
#include <memory>

#include "sqlite/errors.h"

namespace pycharter::sqlite {
namespace {

Handle* handle_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

}  // namespace

class Statements::Statement {
 public:
  Statement(soci::session& session, const std::string& sql)
      : handle_(handle_of(session)), sql_(sql), statement_(session) {
    statement_.alloc();
    statement_.prepare(sql);
    native_ = static_cast<soci::sqlite3_statement_backend*>(statement_.get_backend())->stmt_;
    reads_only_ = sqlite_api::sqlite3_stmt_readonly(native_) != 0;
    row_.resize(static_cast<std::size_t>(sqlite_api::sqlite3_column_count(native_)));
    for (std::size_t column = 0; column < row_.size(); ++column)
      may_be_number_.push_back(is_number_or_expression(static_cast<int>(column)));
  }

  std::int64_t run(std::span<const sql::Parameter> parameters, const sql::CellSink& sink) {
    // A statement that was not run to its end holds its locks.
    const struct Reset {
      ~Reset() { sqlite_api::sqlite3_reset(native); }
      sqlite_api::sqlite3_stmt* native;
    } reset{native_};
    bind(parameters);
    int code = sqlite_api::sqlite3_step(native_);
    for (bool wanted = true; code == SQLITE_ROW; code = sqlite_api::sqlite3_step(native_)) {
      if (wanted && sink) wanted = sink(read_row());
      if (!wanted && reads_only_) return 0;  // one that writes does all of it only when it ends
    }
    if (code != SQLITE_DONE) throw last_error(handle_, sql_, sql::Work::store);
    return sqlite_api::sqlite3_changes(handle_);
  }

 private:
  void bind(std::span<const sql::Parameter> parameters) {
    int index = 0;
    for (const auto& parameter : parameters) {
      ++index;
      const int code = parameter ? sqlite_api::sqlite3_bind_text64(native_, index, parameter->data(),
                                                                   parameter->size(), nullptr, SQLITE_UTF8)
                                 : sqlite_api::sqlite3_bind_null(native_, index);
      if (code != SQLITE_OK) throw last_error(handle_, sql_, sql::Work::store);
    }
  }

  bool is_number_or_expression(int column) const {
    const char* declared = sqlite_api::sqlite3_column_decltype(native_, column);
    return declared == nullptr || std::string_view(declared) == "INTEGER";
  }

  sql::Cells& read_row() {
    row_.resize(may_be_number_.size());  // whoever took the row may have left none
    for (std::size_t column = 0; column < row_.size(); ++column) {
      const auto number = static_cast<int>(column);
      if (may_be_number_[column] && type_of(number) == SQLITE_INTEGER)
        read_integer(number, row_[column]);
      else
        read_text(number, row_[column]);
    }
    return row_;
  }

  int type_of(int column) const { return sqlite_api::sqlite3_column_type(native_, column); }

  // SQLite would print a number with all that printf can.
  void read_integer(int column, sql::Cell& cell) const {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   sqlite_api::sqlite3_column_int64(native_, column))
                         .ptr;
    (cell ? *cell : cell.emplace()).assign(digits.data(), end);
  }

  void read_text(int column, sql::Cell& cell) const {
    const auto* text = reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(native_, column));
    if (text == nullptr) {
      if (type_of(column) != SQLITE_NULL) throw last_error(handle_, sql_, sql::Work::store);  // no memory
      return cell.reset();
    }
    const auto size = static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(native_, column));
    (cell ? *cell : cell.emplace()).assign(text, size);
  }

  Handle* handle_;
  std::string sql_;
  soci::statement statement_;
  sqlite_api::sqlite3_stmt* native_ = nullptr;  // of statement_
  bool reads_only_ = false;
  std::vector<bool> may_be_number_;  // of each column
  sql::Cells row_;
};

Statements::Statements(soci::session& session) : session_(session) {}
Statements::~Statements() = default;

std::int64_t Statements::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  return statements_.run(
      sql, [&] { return std::make_unique<Statement>(session_, sql); },
      [&](Statement& prepared) { return prepared.run(parameters, sink); });
}

}  // namespace pycharter::sqlite
