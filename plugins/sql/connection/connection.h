// What the shared parts of the SQL backends need of an open connection; each backend implements it.
#ifndef PYCHARTER_SQL_CONNECTION_CONNECTION_H
#define PYCHARTER_SQL_CONNECTION_CONNECTION_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::sql {

// A parameter as text, which belongs to who gives it; nullopt is NULL.
using Parameter = std::optional<std::string_view>;
using Parameters = std::vector<Parameter>;
// A column as text; nullopt is NULL.
using Cell = std::optional<std::string>;
using Cells = std::vector<Cell>;
// Returns false when no more rows are wanted.
using CellSink = std::function<bool(Cells& row)>;

// Used by one thread at a time. Throws pycharter::Error with backend, sqlstate and statement in its facts.
class Connection {
 public:
  virtual ~Connection() = default;

  // One of the project's own statements, kept prepared under its text. Parameters are written :p1, :p2, …,
  // each once and in this order. Returns the number of rows affected.
  virtual std::int64_t run(const std::string& sql, std::span<const Parameter> parameters,
                           const CellSink& sink) = 0;

  // The id that the last statement generated or named; 0 for none. Only where RETURNING is not known.
  virtual std::int64_t last_id() { return 0; }

  virtual void begin_write() = 0;
  virtual void commit_write() = 0;
  virtual void rollback_write() noexcept = 0;
  // Keeps others that lock the same name waiting until this transaction ends.
  virtual void lock_name(const std::string& name) = 0;

  // All rows of a statement.
  std::vector<Cells> rows(const std::string& sql, std::span<const Parameter> parameters) {
    std::vector<Cells> all;
    run(sql, parameters, [&all](Cells& row) {
      all.push_back(std::move(row));
      return true;
    });
    return all;
  }
};

// A write transaction that is rolled back unless it is committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection) : connection_(connection) { connection_.begin_write(); }
  ~WriteTransaction() {
    if (!done_) connection_.rollback_write();
  }
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  void commit() {
    connection_.commit_write();
    done_ = true;
  }

 private:
  Connection& connection_;
  bool done_ = false;
};

}  // namespace pycharter::sql

#endif
