#include "postgresql/script.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "postgresql/array_text.h"
#include "postgresql/errors.h"

namespace pycharter::postgresql {
namespace {

using plugin::Value;

// From pg_type.dat.
constexpr Oid bool_oid = 16;
constexpr Oid bytea_oid = 17;
constexpr Oid int8_oid = 20;
constexpr Oid int4_oid = 23;
constexpr Oid float8_oid = 701;
constexpr Oid date_oid = 1082;
constexpr Oid time_oid = 1083;
constexpr Oid timestamp_oid = 1114;
constexpr Oid timestamptz_oid = 1184;
constexpr Oid timetz_oid = 1266;
constexpr Oid numeric_oid = 1700;
constexpr Oid uuid_oid = 2950;

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return std::string(text.data(), end);
}

std::string parameter_text(const Value& value) {
  switch (value.type) {
    case PYCHARTER_BOOL:
      return value.integer != 0 ? "true" : "false";
    case PYCHARTER_INT64:
      return std::to_string(value.integer);
    case PYCHARTER_DOUBLE:
      return number_text(value.number);
    case PYCHARTER_BYTES:
      return hex(value.text);
    default:
      sql::refuse_nul(value.text, backend_name);
      return value.text;
  }
}

bool fits_int4(std::int64_t number) {
  return number >= std::numeric_limits<std::int32_t>::min() &&
         number <= std::numeric_limits<std::int32_t>::max();
}

// "2024-02-29", "01:02:03", both with a blank or T between, and with an offset from UTC.
Oid type_of_moment(std::string_view text) {
  const bool has_date = text.size() >= 10 && text[4] == '-';
  const auto clock = has_date ? text.substr(10) : text;
  if (clock.empty()) return date_oid;
  const bool has_zone = clock.find_first_of("+-Z") != std::string_view::npos;
  if (has_date) return has_zone ? timestamptz_oid : timestamp_oid;
  return has_zone ? timetz_oid : time_oid;
}

// As the literal of such a value would be typed, which is what psycopg2 writes into the statement; text has
// the type of where it stands.
Oid type_of_parameter(const Value& value) {
  switch (value.type) {
    case PYCHARTER_BOOL:
      return bool_oid;
    case PYCHARTER_INT64:
      return fits_int4(value.integer) ? int4_oid : int8_oid;
    case PYCHARTER_DOUBLE:
      return std::isfinite(value.number) ? numeric_oid : float8_oid;
    case PYCHARTER_DECIMAL:
      return numeric_oid;
    case PYCHARTER_BYTES:
      return bytea_oid;
    case PYCHARTER_UUID:
      return uuid_oid;
    case PYCHARTER_TEMPORAL:
      return type_of_moment(value.text);
    default:
      return 0;
  }
}

// Parameters as PQexecParams takes them.
struct Parameters {
  explicit Parameters(std::span<const Value> values) {
    for (const auto& value : values) {
      texts.push_back(parameter_text(value));
      types.push_back(type_of_parameter(value));
    }
    for (std::size_t i = 0; i < values.size(); ++i)
      pointers.push_back(values[i].is_null() ? nullptr : texts[i].c_str());
  }

  std::vector<std::string> texts;
  std::vector<Oid> types;
  std::vector<const char*> pointers;
};

ResultHandle send(PGconn* connection, const std::string& sql, std::span<const Value> values) {
  if (values.empty()) return ResultHandle(PQexec(connection, sql.c_str()));
  const Parameters parameters(values);
  return ResultHandle(PQexecParams(connection, sql.c_str(), static_cast<int>(values.size()),
                                   parameters.types.data(), parameters.pointers.data(), nullptr, nullptr, 0));
}

// COPY FROM STDIN would wait for data for ever.
[[noreturn]] void refuse_copy(PGconn* connection, std::string_view sql) {
  PQputCopyEnd(connection, "not supported");
  while (const auto rest = ResultHandle(PQgetResult(connection)))
    if (PQresultStatus(rest.get()) == PGRES_COPY_OUT)
      for (char* line = nullptr; PQgetCopyData(connection, &line, 0) > 0;)
        PQfreemem(line);
  throw sql::make_error(
      {std::string(backend_name), "0A000",
       "COPY from or to the client is not supported in a script; use INSERT or a file of the server",
       std::string(sql), sql::Work::script});
}

bool changes_rows(std::string_view tag) {
  return tag.starts_with("INSERT") || tag.starts_with("UPDATE") || tag.starts_with("DELETE") ||
         tag.starts_with("MERGE");
}

std::vector<std::string> column_names(const PGresult* result) {
  std::vector<std::string> names;
  for (int i = 0; i < PQnfields(result); ++i)
    names.emplace_back(PQfname(result, i));
  return names;
}

void give_rows(const PGresult* result, const std::vector<std::string>& names, const plugin::RowSink& sink) {
  const int columns = PQnfields(result);
  plugin::Row row(static_cast<std::size_t>(columns));
  for (int r = 0; r < PQntuples(result); ++r) {
    for (int c = 0; c < columns; ++c)
      row[static_cast<std::size_t>(c)] = to_value(result, r, c);
    if (!sink(names, row)) return;
  }
}

enum class Reading { text, boolean, integer, real, bytes, array };

struct TypeOfCell {
  Oid oid;
  Reading reading;
  std::uint32_t type;
};

// From pg_type.dat; these numbers never change. All others are text.
constexpr TypeOfCell cell_types[] = {
    {16, Reading::boolean, PYCHARTER_BOOL},    {17, Reading::bytes, PYCHARTER_BYTES},
    {20, Reading::integer, PYCHARTER_INT64},   {21, Reading::integer, PYCHARTER_INT64},
    {23, Reading::integer, PYCHARTER_INT64},   {26, Reading::integer, PYCHARTER_INT64},
    {700, Reading::real, PYCHARTER_DOUBLE},    {701, Reading::real, PYCHARTER_DOUBLE},
    {1700, Reading::text, PYCHARTER_DECIMAL},  {114, Reading::text, PYCHARTER_JSON},
    {3802, Reading::text, PYCHARTER_JSON},     {2950, Reading::text, PYCHARTER_UUID},
    {1082, Reading::text, PYCHARTER_TEMPORAL}, {1083, Reading::text, PYCHARTER_TEMPORAL},
    {1114, Reading::text, PYCHARTER_TEMPORAL}, {1184, Reading::text, PYCHARTER_TEMPORAL},
    {1266, Reading::text, PYCHARTER_TEMPORAL}, {1000, Reading::array, PYCHARTER_JSON},
    {1005, Reading::array, PYCHARTER_JSON},    {1007, Reading::array, PYCHARTER_JSON},
    {1016, Reading::array, PYCHARTER_JSON},    {1021, Reading::array, PYCHARTER_JSON},
    {1022, Reading::array, PYCHARTER_JSON},    {1002, Reading::array, PYCHARTER_JSON},
    {1009, Reading::array, PYCHARTER_JSON},    {1014, Reading::array, PYCHARTER_JSON},
    {1015, Reading::array, PYCHARTER_JSON},
};

Value bytes_value(const char* text) {
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(&PQfreemem)> bytes(
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &size), &PQfreemem);
  if (!bytes) throw Error(ErrorCode::internal, "postgresql: out of memory while reading bytes");
  return Value::of_text(std::string(reinterpret_cast<const char*>(bytes.get()), size), PYCHARTER_BYTES);
}

Value read_cell(const TypeOfCell& known, std::string_view text) {
  switch (known.reading) {
    case Reading::boolean:
      return Value::boolean(text == "t");
    case Reading::integer: {
      std::int64_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      return Value::int64(number);
    }
    case Reading::real:
      return Value::real(std::strtod(text.data(), nullptr));  // knows NaN and Infinity
    case Reading::bytes:
      return bytes_value(text.data());
    case Reading::text:
    case Reading::array:
      break;
  }
  return Value::of_text(std::string(text), known.type);
}

plugin::ExecuteResult effect_of(PGresult* result) {
  plugin::ExecuteResult answer;
  if (PQresultStatus(result) == PGRES_TUPLES_OK) answer.columns = column_names(result);
  const std::string_view affected = PQcmdTuples(result);
  if (changes_rows(PQcmdStatus(result)))
    std::from_chars(affected.data(), affected.data() + affected.size(), answer.affected);
  return answer;
}

void require_done(PGconn* connection, const PGresult* result, std::string_view sql) {
  if (PQresultStatus(result) != PGRES_COMMAND_OK)
    throw result_error(connection, result, sql, sql::Work::script);
}

ArrayItems items_of(Oid array) {
  switch (array) {
    case 1000:
      return ArrayItems::booleans;
    case 1005:
    case 1007:
    case 1016:
    case 1021:
    case 1022:
      return ArrayItems::numbers;
    default:
      return ArrayItems::texts;
  }
}

}  // namespace

Value to_value(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return Value::null();
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  const auto oid = PQftype(result, column);
  for (const auto& known : cell_types)
    if (known.oid == oid)
      return known.reading == Reading::array ? Value::of_text(array_as_json(text, items_of(oid)), known.type)
                                             : read_cell(known, text);
  return Value::of_text(std::string(text));
}

plugin::ExecuteResult run_script(PGconn* connection, std::string_view sql, std::span<const Value> parameters,
                                 const plugin::RowSink& sink, sql::Work work) {
  sql::refuse_nul(sql, backend_name);
  const std::string text(sql);
  const auto result = send(connection, text, parameters);
  plugin::ExecuteResult answer;
  switch (PQresultStatus(result.get())) {
    case PGRES_TUPLES_OK:
      answer.columns = column_names(result.get());
      if (sink) give_rows(result.get(), answer.columns, sink);
      break;
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
      break;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
      refuse_copy(connection, sql);
    default:
      throw result_error(connection, result.get(), sql, work);
  }
  answer.affected = effect_of(result.get()).affected;
  return answer;
}

void prepare(PGconn* connection, const std::string& name, std::string_view sql) {
  const auto result = ResultHandle(PQprepare(connection, name.c_str(), std::string(sql).c_str(), 0, nullptr));
  require_done(connection, result.get(), sql);
}

plugin::ExecuteResult run_prepared(PGconn* connection, const std::string& name, std::string_view sql,
                                   std::span<const Value> values) {
  const Parameters parameters(values);
  const auto result = ResultHandle(PQexecPrepared(connection, name.c_str(), static_cast<int>(values.size()),
                                                  parameters.pointers.data(), nullptr, nullptr, 0));
  require_done(connection, result.get(), sql);
  return effect_of(result.get());
}

std::vector<plugin::Row> query(PGconn* connection, std::string_view sql, std::span<const Value> parameters) {
  std::vector<plugin::Row> rows;
  run_script(
      connection, sql, parameters,
      [&rows](const std::vector<std::string>&, const plugin::Row& row) {
        rows.push_back(row);
        return true;
      },
      sql::Work::store);
  return rows;
}

}  // namespace pycharter::postgresql
