#include "mysql/script.h"

#include <charconv>
#include <cstdint>

#include "mysql/errors.h"
#include "mysql/literals.h"

namespace pycharter::mysql {
namespace {

using plugin::Value;

struct FreeResult {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
using ResultHandle = std::unique_ptr<MYSQL_RES, FreeResult>;

constexpr unsigned binary_charset = 63;

enum class Reading { integer, real, text, characters };

struct TypeOfCell {
  enum_field_types field;
  Reading reading;
  std::uint32_t type;
};

// What PyMySQL makes of each; all others are characters, or bytes when their character set is binary.
constexpr TypeOfCell cell_types[] = {
    {MYSQL_TYPE_TINY, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_SHORT, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_INT24, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_LONG, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_LONGLONG, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_YEAR, Reading::integer, PYCHARTER_INT64},
    {MYSQL_TYPE_FLOAT, Reading::real, PYCHARTER_DOUBLE},
    {MYSQL_TYPE_DOUBLE, Reading::real, PYCHARTER_DOUBLE},
    {MYSQL_TYPE_DECIMAL, Reading::text, PYCHARTER_DECIMAL},
    {MYSQL_TYPE_NEWDECIMAL, Reading::text, PYCHARTER_DECIMAL},
    {MYSQL_TYPE_DATE, Reading::text, PYCHARTER_TEMPORAL},
    {MYSQL_TYPE_NEWDATE, Reading::text, PYCHARTER_TEMPORAL},
    {MYSQL_TYPE_TIME, Reading::text, PYCHARTER_TEMPORAL},
    {MYSQL_TYPE_DATETIME, Reading::text, PYCHARTER_TEMPORAL},
    {MYSQL_TYPE_TIMESTAMP, Reading::text, PYCHARTER_TEMPORAL},
    {MYSQL_TYPE_BIT, Reading::text, PYCHARTER_BYTES},
    {MYSQL_TYPE_JSON, Reading::text, PYCHARTER_TEXT},
};

TypeOfCell type_of(const MYSQL_FIELD& field) {
  for (const auto& known : cell_types)
    if (known.field == field.type) return known;
  return {field.type, Reading::characters,
          static_cast<std::uint32_t>(field.charsetnr == binary_charset ? PYCHARTER_BYTES : PYCHARTER_TEXT)};
}

Value read_cell(const TypeOfCell& type, std::string_view text) {
  const auto* end = text.data() + text.size();
  if (type.reading == Reading::integer) {
    std::int64_t number = 0;
    // BIGINT UNSIGNED goes further than int64.
    if (std::from_chars(text.data(), end, number).ec == std::errc()) return Value::int64(number);
    return Value::of_text(std::string(text), PYCHARTER_DECIMAL);
  }
  if (type.reading == Reading::real) {
    double number = 0;
    if (std::from_chars(text.data(), end, number).ec == std::errc()) return Value::real(number);
  }
  return Value::of_text(std::string(text), type.type);
}

// Rows are fetched one by one, and all of them: one left unread would be taken for the next statement's.
// Returns the columns.
std::vector<std::string> give_rows(MYSQL* handle, MYSQL_RES* result, std::string_view sql,
                                   const plugin::RowSink& sink, sql::Work work) {
  const auto count = mysql_num_fields(result);
  const auto* fields = mysql_fetch_fields(result);
  std::vector<std::string> names;
  std::vector<TypeOfCell> types;
  for (unsigned i = 0; i < count; ++i) {
    names.emplace_back(fields[i].name);
    types.push_back(type_of(fields[i]));
  }
  plugin::Row row(count);
  bool wanted = static_cast<bool>(sink);
  while (auto* cells = mysql_fetch_row(result)) {
    if (!wanted) continue;
    const auto* sizes = mysql_fetch_lengths(result);
    for (unsigned i = 0; i < count; ++i)
      row[i] = cells[i] == nullptr ? Value::null() : read_cell(types[i], {cells[i], sizes[i]});
    wanted = sink(names, row);
  }
  if (mysql_errno(handle) != 0) throw last_error(handle, sql, work);
  return names;
}

}  // namespace

plugin::ExecuteResult run_script(MYSQL* handle, std::string_view sql, std::span<const Value> parameters,
                                 const plugin::RowSink& sink, sql::Work work) {
  const auto text = parameters.empty() ? std::string(sql) : with_values(handle, sql, parameters);
  if (mysql_real_query(handle, text.data(), text.size()) != 0) throw last_error(handle, sql, work);
  plugin::ExecuteResult answer;
  bool first = true;
  // CALL gives several results; the first one is the statement's, as PyMySQL takes it.
  for (int more = 0; more == 0; more = mysql_next_result(handle), first = false) {
    const ResultHandle result(mysql_use_result(handle));
    if (result) {
      auto columns = give_rows(handle, result.get(), sql, first ? sink : plugin::RowSink(), work);
      if (first) answer.columns = std::move(columns);
    } else if (mysql_field_count(handle) != 0) {
      throw last_error(handle, sql, work);
    } else if (first) {
      answer.affected = static_cast<std::int64_t>(mysql_affected_rows(handle));
      answer.last_id = static_cast<std::int64_t>(mysql_insert_id(handle));
    }
  }
  if (mysql_errno(handle) != 0) throw last_error(handle, sql, work);
  return answer;
}

std::vector<plugin::Row> query(MYSQL* handle, std::string_view sql, std::span<const Value> parameters) {
  std::vector<plugin::Row> rows;
  run_script(
      handle, sql, parameters,
      [&rows](const std::vector<std::string>&, const plugin::Row& row) {
        rows.push_back(row);
        return true;
      },
      sql::Work::store);
  return rows;
}

}  // namespace pycharter::mysql
