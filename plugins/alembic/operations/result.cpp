#include "alembic/operations/result.h"

#include <algorithm>
#include <memory>

#include "alembic/operations/cells.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

// ---- rows

using Columns = std::shared_ptr<const std::vector<std::string>>;

Value mapping_of(Session& session, const std::vector<std::string>& columns,
                 const std::vector<Value>& values) {
  Value made = session.in().dict();
  for (std::size_t i = 0; i < columns.size(); ++i)
    made.get<script::Dict>().put(std::string_view(columns[i]), values[i]);
  return made;
}

class Row final : public script::HostObject {
 public:
  Row(Session& session, Columns columns, Value tuple)
      : session_(session), columns_(std::move(columns)), tuple_(std::move(tuple)) {}

  std::string type_name() const override { return "Row"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    const auto found = std::find(columns_->begin(), columns_->end(), name);
    if (found != columns_->end()) return values()[static_cast<std::size_t>(found - columns_->begin())];
    if (name == "_mapping") return mapping_of(session_, *columns_, values());
    if (name == "_asdict")
      return make_method(session_, Value::of(*this), name, "",
                         [this](Session& s, const Given&) { return mapping_of(s, *columns_, values()); });
    if (name == "_fields") {
      std::vector<Value> names;
      for (const auto& column : *columns_)
        names.push_back(in.str(column));
      return in.tuple(std::move(names));
    }
    if (name == "t" || name == "_t" || name == "_tuple" || name == "tuple") return tuple_;
    if (name == "count" || name == "index") return in.attribute(tuple_, name);
    in.raise("AttributeError", "Could not locate column in row for column '" + std::string(name) + "'");
  }
  std::optional<Value> subscript(Interpreter& in, const Value& key) override {
    if (string_of(key))
      in.raise("TypeError", "tuple indices must be integers or slices, not str; use row." + *string_of(key) +
                                " or row._mapping[\"" + *string_of(key) + "\"]");
    return in.subscript(tuple_, key);
  }
  std::optional<Value> iterate(Interpreter& in) override { return in.iterate(tuple_); }
  std::optional<std::int64_t> length(Interpreter&) override {
    return static_cast<std::int64_t>(values().size());
  }
  std::optional<bool> contains(Interpreter& in, const Value& item) override {
    return in.contains(tuple_, item);
  }
  std::optional<Value> compare(Interpreter& in, script::Comparison operation, const Value& other) override {
    const auto* row = script::host_cast<Row>(other);
    return in.compare(operation, tuple_, row == nullptr ? other : row->tuple_);
  }
  std::optional<std::size_t> hash(Interpreter& in) override { return in.hash(tuple_); }
  bool key_equals(Interpreter& in, const Value& other) override {
    const auto* row = script::host_cast<Row>(other);
    return in.equals(tuple_, row == nullptr ? other : row->tuple_);
  }
  std::string repr(Interpreter& in) override { return in.to_repr(tuple_); }

 private:
  const std::vector<Value>& values() const { return tuple_.get<script::Tuple>().items; }
  Session& session_;
  const Columns columns_;
  const Value tuple_;
};

// ---- results

class Result final : public script::HostObject {
 public:
  enum class Shape { rows, mappings, scalars };
  struct Data {
    QueryResult result;
    std::vector<json::object> types;
    Columns columns;
    std::function<std::vector<Value>(const std::vector<Value>& cells)>
        assemble;  // empty: the cells as they are
    std::size_t next = 0;
  };
  Result(Session& session, std::shared_ptr<Data> data, Shape shape, std::size_t column = 0)
      : session_(session), data_(std::move(data)), shape_(shape), column_(column) {}

  std::string type_name() const override {
    return shape_ == Shape::rows       ? "CursorResult"
           : shape_ == Shape::mappings ? "MappingResult"
                                       : "ScalarResult";
  }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> iterate(Interpreter& in) override {
    require_rows();
    return script::make_iterator(in.heap(),
                                 [keep = Value::of(*this), this](Interpreter&) { return fetch(); });
  }

  // The next row in this result's shape, or nothing.
  std::optional<Value> fetch() {
    if (data_->next >= data_->result.rows.size()) return std::nullopt;
    return shaped(data_->result.rows[data_->next++]);
  }
  std::vector<Value> fetch_many(std::size_t limit) {
    require_rows();
    std::vector<Value> made;
    while (made.size() < limit) {
      auto row = fetch();
      if (!row) break;
      made.push_back(std::move(*row));
    }
    return made;
  }
  void require_rows() const {
    if (!data_->result.returns_rows)
      session_.fail("ResourceClosedError",
                    "This result object does not return rows. It has been closed automatically.");
  }
  // Exactly one row, or none where allowed.
  std::optional<Value> only(bool may_be_absent) {
    auto rows = fetch_many(2);
    if (rows.size() > 1)
      session_.fail("MultipleResultsFound", may_be_absent
                                                ? "Multiple rows were found when one or none was required"
                                                : "Multiple rows were found when exactly one was required");
    if (rows.empty() && !may_be_absent)
      session_.fail("NoResultFound", "No row was found when one was required");
    if (rows.empty()) return std::nullopt;
    return rows.front();
  }
  Value first_cell(const Value& row) const {
    return shape_ == Shape::rows ? session_.in().subscript(row, Value::integer(0)) : row;
  }
  Value reshaped(Shape shape, std::size_t column) const {
    return script::make<Result>(session_.in().heap(), session_, data_, shape, column);
  }
  const Data& data() const { return *data_; }
  Value with_columns(const std::vector<std::size_t>& chosen) const {
    auto made = std::make_shared<Data>();
    std::vector<std::string> names;
    for (const auto at : chosen) {
      names.push_back((*data_->columns)[at]);
      made->types.push_back(at < data_->types.size() ? data_->types[at] : json::object());
    }
    for (std::size_t i = data_->next; i < data_->result.rows.size(); ++i) {
      plugin::Row row;
      for (const auto at : chosen)
        row.push_back(data_->result.rows[i].at(at));
      made->result.rows.push_back(std::move(row));
    }
    made->result.columns = names;
    made->result.returns_rows = data_->result.returns_rows;
    made->columns = std::make_shared<const std::vector<std::string>>(std::move(names));
    return script::make<Result>(session_.in().heap(), session_, std::move(made), shape_);
  }

 private:
  Value shaped(const plugin::Row& cells) const {
    if (shape_ == Shape::scalars && !data_->assemble) return cell(cells, column_);
    std::vector<Value> values;
    values.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
      values.push_back(cell(cells, i));
    if (data_->assemble) values = data_->assemble(values);
    if (shape_ == Shape::scalars) return values.at(column_);
    if (shape_ == Shape::mappings) return mapping_of(session_, *data_->columns, values);
    return script::make<Row>(session_.in().heap(), session_, data_->columns,
                             session_.in().tuple(std::move(values)));
  }
  Value cell(const plugin::Row& cells, std::size_t index) const {
    return python_value(session_, cells.at(index),
                        index < data_->types.size() ? &data_->types[index] : nullptr);
  }

  Session& session_;
  const std::shared_ptr<Data> data_;
  const Shape shape_;
  const std::size_t column_;
};

constexpr std::size_t everything = static_cast<std::size_t>(-1);

Value fetch_all(Session& s, Result& self, const Given&) {
  return s.in().list(self.fetch_many(everything));
}
Value fetch_one(Session&, Result& self, const Given&) {
  self.require_rows();
  return self.fetch().value_or(Value::none());
}
Value fetch_many(Session& s, Result& self, const Given& given) {
  return s.in().list(self.fetch_many(
      given.has("size") ? static_cast<std::size_t>(s.in().integer(given["size"], "size")) : 1));
}
Value first(Session&, Result& self, const Given&) {
  auto rows = self.fetch_many(1);
  return rows.empty() ? Value::none() : rows.front();
}
Value one(Session&, Result& self, const Given&) {
  return *self.only(false);
}
Value one_or_none(Session&, Result& self, const Given&) {
  return self.only(true).value_or(Value::none());
}
Value scalar(Session&, Result& self, const Given&) {
  auto rows = self.fetch_many(1);
  return rows.empty() ? Value::none() : self.first_cell(rows.front());
}
Value scalar_one(Session&, Result& self, const Given&) {
  return self.first_cell(*self.only(false));
}
Value scalar_one_or_none(Session&, Result& self, const Given&) {
  const auto row = self.only(true);
  return row ? self.first_cell(*row) : Value::none();
}
Value mappings(Session&, Result& self, const Given&) {
  return self.reshaped(Result::Shape::mappings, 0);
}
Value scalars(Session& s, Result& self, const Given& given) {
  if (!given.has("index")) return self.reshaped(Result::Shape::scalars, 0);
  if (given["index"].is(Kind::integer))
    return self.reshaped(Result::Shape::scalars, static_cast<std::size_t>(given["index"].as_int()));
  const auto& columns = *self.data().columns;
  const auto name = s.in().text(given["index"], "index");
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
    s.fail("NoSuchColumnError", "Could not locate column in row for column '" + name + "'");
  return self.reshaped(Result::Shape::scalars, static_cast<std::size_t>(found - columns.begin()));
}
Value keys(Session& s, Result& self, const Given&) {
  std::vector<Value> names;
  for (const auto& column : *self.data().columns)
    names.push_back(s.in().str(column));
  return s.in().list(std::move(names));
}
Value itself(Session&, Result& self, const Given&) {
  return Value::of(self);
}
Value nothing(Session&, Result&, const Given&) {
  return Value::none();
}

// The same rows with these columns, by position or name.
Value columns(Session& s, Result& self, const Given& given) {
  std::vector<std::size_t> chosen;
  for (const auto& wanted : given.rest()) {
    const auto name = string_of(wanted);
    const auto& all = *self.data().columns;
    const auto at = name ? static_cast<std::size_t>(std::find(all.begin(), all.end(), *name) - all.begin())
                         : static_cast<std::size_t>(s.in().integer(wanted, "columns"));
    if (at >= all.size())
      s.fail("NoSuchColumnError",
             "Could not locate column in row for column '" + s.in().to_text(wanted) + "'");
    chosen.push_back(at);
  }
  return self.with_columns(chosen);
}

Value partitions(Session& s, Result& self, const Given& given) {
  const std::size_t size =
      given.has("size") ? static_cast<std::size_t>(s.in().integer(given["size"], "size")) : everything;
  std::vector<Value> made;
  for (auto rows = self.fetch_many(size); !rows.empty(); rows = self.fetch_many(size))
    made.push_back(s.in().list(std::move(rows)));
  return s.in().list(std::move(made));
}

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, Result&, const Given&);
};
constexpr Method methods[] = {
    {"fetchall", "", fetch_all},
    {"all", "", fetch_all},
    {"fetchone", "", fetch_one},
    {"fetchmany", "size=None", fetch_many},
    {"partitions", "size=None", partitions},
    {"columns", "*col_expressions", columns},
    {"first", "", first},
    {"one", "", one},
    {"one_or_none", "", one_or_none},
    {"scalar", "", scalar},
    {"scalar_one", "", scalar_one},
    {"scalar_one_or_none", "", scalar_one_or_none},
    {"mappings", "", mappings},
    {"scalars", "index=0", scalars},
    {"keys", "", keys},
    {"unique", "strategy=None", itself},
    {"tuples", "", itself},
    {"yield_per", "num", itself},
    {"execution_options", "**kw", itself},
    {"close", "", nothing},
};

std::optional<Value> Result::attribute(Interpreter&, std::string_view name) {
  for (const auto& row : methods)
    if (row.name == name)
      return make_method(
          session_, Value::of(*this), row.name, row.parameters,
          [this, code = row.code](Session& s, const Given& given) { return code(s, *this, given); });
  if (name == "rowcount") return Value::integer(data_->result.rowcount);
  if (name == "lastrowid") return Value::integer(data_->result.last_id);
  if (name == "returns_rows") return Value::boolean(data_->result.returns_rows);
  if (name == "inserted_primary_key") return session_.in().tuple({Value::integer(data_->result.last_id)});
  return std::nullopt;
}

}  // namespace

Value make_result(Session& session, QueryResult result, std::vector<json::object> types,
                  const Assembly* assembly) {
  auto data = std::make_shared<Result::Data>();
  data->columns = std::make_shared<const std::vector<std::string>>(result.columns);
  if (assembly != nullptr) {
    auto names = assembly->columns;
    for (std::size_t i = 0, at = 0; i < names.size(); ++i)
      if (names[i].empty() && at < result.columns.size())
        names[i] = result.columns[result.columns.size() - (names.size() - i)];
    data->columns = std::make_shared<const std::vector<std::string>>(std::move(names));
    data->assemble = assembly->assemble;
  }
  data->result = std::move(result);
  data->types = std::move(types);
  return script::make<Result>(session.in().heap(), session, std::move(data), Result::Shape::rows);
}

}  // namespace pycharter::alembic
