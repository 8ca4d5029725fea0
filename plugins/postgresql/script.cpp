#include "postgresql/script.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "postgresql/array_text.h"
#include "postgresql/errors.h"
#include "postgresql/parameters.h"

namespace pycharter::postgresql {
namespace {

using plugin::Value;

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

void query(PGconn* connection, std::string_view sql, std::span<const Value> parameters,
           const std::function<void(const plugin::Row& row)>& use) {
  run_script(
      connection, sql, parameters,
      [&use](const std::vector<std::string>&, const plugin::Row& row) {
        use(row);
        return true;
      },
      sql::Work::store);
}

std::vector<plugin::Row> query(PGconn* connection, std::string_view sql, std::span<const Value> parameters) {
  std::vector<plugin::Row> rows;
  query(connection, sql, parameters, [&rows](const plugin::Row& row) { rows.push_back(row); });
  return rows;
}

}  // namespace pycharter::postgresql
