#include "mysql/statements.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "mysql/errors.h"

namespace pycharter::mysql {
namespace {

// Of a column; documents that are longer make it grow, and those that are much longer for one read alone.
constexpr std::size_t first_size = 512;
constexpr std::size_t greatest_kept = 64 * 1024;

struct CloseStatement {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};

}  // namespace

class Statements::Statement {
 public:
  Statement(MYSQL* connection, const std::string& sql) : sql_(sql), statement_(mysql_stmt_init(connection)) {
    if (!statement_) throw Error(ErrorCode::internal, "mysql: out of memory for a statement");
    const auto text = with_question_marks(sql);
    check(mysql_stmt_prepare(statement_.get(), text.data(), text.size()));
    columns_.resize(mysql_stmt_field_count(statement_.get()));
  }

  std::int64_t run(std::span<const sql::Parameter> parameters, const sql::CellSink& sink) {
    bind(parameters);
    check(mysql_stmt_execute(statement_.get()));
    if (!columns_.empty()) read_rows(sink);
    return static_cast<std::int64_t>(mysql_stmt_affected_rows(statement_.get()));
  }

 private:
  // Where libmariadb puts a column of each row.
  struct Column {
    std::string text;
    unsigned long length = 0;
    my_bool is_null = 0;
  };

  void check(int failed) const {
    if (failed != 0)
      throw make_error(mysql_stmt_errno(statement_.get()), mysql_stmt_sqlstate(statement_.get()),
                       mysql_stmt_error(statement_.get()), sql_, sql::Work::store);
  }

  void bind(std::span<const sql::Parameter> parameters) {
    binds_.assign(parameters.size(), MYSQL_BIND{});
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      auto& bind = binds_[i];
      bind.buffer_type = parameters[i] ? MYSQL_TYPE_STRING : MYSQL_TYPE_NULL;
      if (!parameters[i]) continue;
      bind.buffer = const_cast<char*>(parameters[i]->data());  // which is read only
      bind.buffer_length = parameters[i]->size();
    }
    if (!binds_.empty()) check(mysql_stmt_bind_param(statement_.get(), binds_.data()));
  }

  // All rows are here before the first is given away: the connection is free for other statements.
  void read_rows(const sql::CellSink& sink) {
    const struct FreeResult {
      ~FreeResult() { mysql_stmt_free_result(statement); }
      MYSQL_STMT* statement;
    } free_result{statement_.get()};
    check(mysql_stmt_store_result(statement_.get()));
    for (auto& column : columns_)
      if (column.text.empty() || column.text.size() > greatest_kept)
        column.text = std::string(first_size, '\0');
    bind_columns();
    for (int code = 0; (code = mysql_stmt_fetch(statement_.get())) != MYSQL_NO_DATA;) {
      if (code != MYSQL_DATA_TRUNCATED) check(code);
      if (!sink || !sink(take_row())) return;
    }
  }

  void bind_columns() {
    binds_.assign(columns_.size(), MYSQL_BIND{});
    for (std::size_t i = 0; i < columns_.size(); ++i)
      bind_column(columns_[i], binds_[i]);
    check(mysql_stmt_bind_result(statement_.get(), binds_.data()));
  }

  static void bind_column(Column& column, MYSQL_BIND& bind) {
    bind.buffer_type = MYSQL_TYPE_STRING;
    bind.buffer = column.text.data();
    bind.buffer_length = column.text.size();
    bind.length = &column.length;
    bind.is_null = &column.is_null;
  }

  sql::Cells& take_row() {
    row_.resize(columns_.size());  // the sink may have moved it away
    bool has_grown = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto& column = columns_[i];
      if (column.is_null != 0) {
        row_[i].reset();
        continue;
      }
      if (column.length > column.text.size()) {
        fetch_whole(static_cast<unsigned>(i));
        has_grown = true;
      }
      if (!row_[i]) row_[i].emplace();
      row_[i]->assign(column.text.data(), column.length);
    }
    if (has_grown) bind_columns();
    return row_;
  }

  void fetch_whole(unsigned number) {
    auto& column = columns_[number];
    column.text.resize(column.length);
    MYSQL_BIND bind{};
    bind_column(column, bind);
    check(mysql_stmt_fetch_column(statement_.get(), &bind, number, 0));
  }

  std::string sql_;
  std::unique_ptr<MYSQL_STMT, CloseStatement> statement_;
  std::vector<MYSQL_BIND> binds_;
  std::vector<Column> columns_;
  sql::Cells row_;
};

Statements::Statements(MYSQL* connection) : connection_(connection) {}
Statements::~Statements() = default;

std::int64_t Statements::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  return statements_.run(
      sql, [&] { return std::make_unique<Statement>(connection_, sql); },
      [&](Statement& prepared) { return prepared.run(parameters, sink); });
}

std::string with_question_marks(std::string_view sql) {
  std::string text;
  text.reserve(sql.size());
  for (std::size_t at = 0; at < sql.size();) {
    const auto begin = sql.find(":p", at);
    text += sql.substr(at, begin - at);
    if (begin == std::string_view::npos) break;
    text += '?';
    at = std::min(sql.find_first_not_of("0123456789", begin + 2), sql.size());
  }
  return text;
}

}  // namespace pycharter::mysql
