// The store's statements as text with their parameters. Knows no connection.
#ifndef PYCHARTER_SQL_STORE_STATEMENTS_H
#define PYCHARTER_SQL_STORE_STATEMENTS_H

#include <boost/container/small_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sql/connection/connection.h"
#include "sql/store/dialect.h"
#include "sql/store/tables.h"

namespace pycharter::sql::store {

// The place of a parameter in a statement's text.
struct Placeholder {
  std::size_t number;  // from 1
};

// Made for every operation, by code that appends its text and binds its values piece by piece. Where the text
// is known from before, the same code only binds. The values must outlive it.
class Statement {
 public:
  explicit Statement(const std::string* known = nullptr) : known_(known) {
    if (known == nullptr) made_.reserve(512);
  }

  const std::string& sql() const { return known_ != nullptr ? *known_ : made_; }
  bool is_known() const { return known_ != nullptr; }

  template <class... Pieces>
  Statement& add(const Pieces&... pieces) {
    if (known_ == nullptr) (append(pieces), ...);
    return *this;
  }
  // Appends a parameter.
  Placeholder bind(const Parameter& value) {
    parameters.push_back(value);
    return {parameters.size()};
  }
  Placeholder bind(const std::string& value) { return bind(Parameter(value)); }
  Placeholder bind(const Cell& value) { return bind(Parameter(value)); }
  Placeholder bind(std::string&&) = delete;
  Placeholder bind(Cell&&) = delete;

  boost::container::small_vector<Parameter, 8> parameters;

 private:
  void append(std::string_view piece) { made_.append(piece); }
  void append(std::size_t number) { made_.append(std::to_string(number)); }
  void append(Placeholder place) { made_.append(":p").append(std::to_string(place.number)); }

  const std::string* known_;
  std::string made_;
};

// What the text of a statement depends on, the dialect aside.
using Shape = std::uint32_t;

// Nothing for one whose text depends on values too.
std::optional<Shape> shape_of_select(const Dialect& dialect, const plugin::Query& query);
Shape shape_of_snapshot(bool of_version);
Shape shape_of_upsert(RecordKind kind);
Shape shape_of_upsert_rows(RecordKind kind, std::size_t rows);
Shape shape_of_keys(RecordKind kind, std::size_t rows);

// The texts of statements that were made before, by their shapes. Of one dialect.
class Texts {
 public:
  // `make` takes the known text, or null, and gives the statement. Without a shape nothing is remembered.
  template <class Make>
  Statement statement(std::optional<Shape> shape, Make make) {
    if (!shape) return make(nullptr);
    const auto [place, is_new] = texts_.try_emplace(*shape);
    if (!is_new) return make(&place->second);
    auto made = make(nullptr);
    place->second = made.sql();
    return made;
  }

 private:
  std::unordered_map<Shape, std::string> texts_;
};

// A column that find returns, and the field of a record that it is; none for the key of a table without ids.
struct Selected {
  std::string_view column;
  AbiField field;
};
using SelectedColumns = boost::container::static_vector<Selected, std::size(plugin::detail::record_fields)>;
SelectedColumns selected_columns(const Table& table, const plugin::Query& query);

// Of find, with selected_columns.
// `known`, here and below, is the text of a statement of the same shape.
Statement select_records(const Dialect& dialect, const plugin::Query& query,
                         const std::string* known = nullptr);
Statement delete_records(const Dialect& dialect, const plugin::Query& query);

// The schema, then at most one coercion and one validation set: kind, id, name, version, schema_id, document.
Statement select_snapshot(const Dialect& dialect, const std::string& schema_id, const Cell& version,
                          const std::string* known = nullptr);

// One statement that stores a record whose key a constraint covers; returns its id. A rule set whose schema
// is missing stores and returns nothing.
Statement upsert(const Dialect& dialect, const Record& record, const std::string* known = nullptr);

// The same for several of one kind, whose keys differ; returns the id and the key of each, in any order,
// where the dialect returns ids. Sets of rules need their schemas locked before.
Statement upsert_rows(const Dialect& dialect, std::span<const Record* const> records,
                      const std::string* known = nullptr);
// The id and the key of the records with the keys of these, and of those that have one's name and another's
// version: MariaDB plans a second over hundreds of pairs that are compared as such.
Statement select_keys(const Dialect& dialect, std::span<const Record* const> records,
                      const std::string* known = nullptr);
// The ids of those of the schemas that there are; nobody removes them before the transaction ends.
Statement lock_schemas_of(const Dialect& dialect, const plugin::Query& query);

// The ids of the schemas that are to be removed; nobody adds a rule to one before the transaction ends.
Statement lock_schemas(const Dialect& dialect, const plugin::Query& query);

// For records whose key no constraint covers, under a lock.
Statement lock_schema(const Dialect& dialect,
                      const std::string& schema_id);                 // returns its id if there is one
Statement select_ids(const Dialect& dialect, const Record& record);  // newest first
Statement insert(const Dialect& dialect, const Record& record);      // returns the id
Statement update(const Dialect& dialect, const Record& record, const std::string& id);
Statement delete_id(const Dialect& dialect, RecordKind kind, const std::string& id);

Statement select_tables(const Dialect& dialect);

// True for a decimal that an id column of this dialect can hold, written as the store writes it.
bool is_id(const Dialect& dialect, std::string_view text);

}  // namespace pycharter::sql::store

#endif
