// Values that cross the boundary, as C++ types. The thunks (thunks.h) and clients (client.h) convert them
// from and to the structs of abi.h of the same names.
#ifndef PYCHARTER_PLUGIN_TYPES_H
#define PYCHARTER_PLUGIN_TYPES_H

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/record.h>

namespace pycharter::plugin {

struct Query {
  Record match;
  bool last_created = false;
  bool without_document = false;
  bool content_only = false;
  bool exact_key = false;
  bool cascade = false;
  std::uint64_t limit = 0;
  std::optional<std::string> after;
  std::vector<std::string> about = {};  // empty: any
};

struct StoreInfo {
  bool initialized = false;
  bool empty = false;
};

struct ConnectOptions {
  std::string url;  // whole, with its password: never log it
  bool may_create = false;
  bool read_only = false;
  bool migration = false;  // see PYCHARTER_CONNECT_MIGRATION
};

// A tagged value: parameter or cell. `text` holds decimal, text, bytes, temporal, json and uuid.
struct Value {
  std::uint32_t type = PYCHARTER_NULL;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;

  static Value null() { return {}; }
  static Value boolean(bool v) { return {PYCHARTER_BOOL, v ? 1 : 0, 0, {}}; }
  static Value int64(std::int64_t v) { return {PYCHARTER_INT64, v, 0, {}}; }
  static Value real(double v) { return {PYCHARTER_DOUBLE, 0, v, {}}; }
  static Value of_text(std::string v, std::uint32_t type = PYCHARTER_TEXT) {
    return {type, 0, 0, std::move(v)};
  }
  bool is_null() const { return type == PYCHARTER_NULL; }
};

struct ExecuteResult {
  std::int64_t affected = -1;  // rows inserted, updated or deleted; -1: not known
  std::int64_t last_id = 0;    // last generated key; 0: none
  // Of a statement that gives rows, though there be none; empty for all others.
  std::vector<std::string> columns = {};
};

using Row = std::vector<Value>;
using Settings = std::map<std::string, std::string>;

// Returns false to stop early.
using RowSink = std::function<bool(const std::vector<std::string>& columns, const Row& row)>;

enum class BeginMode : std::uint32_t { read = PYCHARTER_BEGIN_READ, write = PYCHARTER_BEGIN_WRITE };
enum class LockScope : std::uint32_t {
  transaction = PYCHARTER_LOCK_TRANSACTION,
  session = PYCHARTER_LOCK_SESSION
};
enum class TransactionState : std::int32_t { none = 0, open = 1, failed = 2 };

struct LockAttempt {
  bool acquired = false;
  std::string holder;  // who and since when, where known
};

}  // namespace pycharter::plugin

#endif
