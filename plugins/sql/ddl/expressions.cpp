#include "sql/ddl/expressions.h"

#include <algorithm>

#include "sql/ddl/operators.h"

namespace pycharter::sql::ddl {
namespace {

// Functions of the standard that are written without parentheses.
constexpr std::string_view bare_functions[] = {"current_date", "current_time", "current_timestamp",
                                               "current_user", "localtime",    "localtimestamp",
                                               "session_user", "user"};

struct FunctionName {
  Family family;
  std::string_view name;
  std::string_view spelling;
  bool whole;  // the spelling stands for name and arguments
};

// Functions that a dialect spells in its own way.
constexpr FunctionName dialect_functions[] = {
    {Family::sqlite, "now", "CURRENT_TIMESTAMP", true},
    {Family::sqlite, "localtimestamp", "DATETIME(CURRENT_TIMESTAMP, 'localtime')", true},
    {Family::sqlite, "char_length", "length", false},
    {Family::mysql, "sysdate", "SYSDATE()", true},
    {Family::mysql, "random", "rand", false},
    {Family::postgresql, "pow", "power", false},
};

const json::array* items_of(const json::value& value) {
  if (value.is_array()) return &value.get_array();
  if (!value.is_object() || optional_text(value.get_object(), "value") != "list") return nullptr;
  return &list(value.get_object(), "items");
}

const json::object* item_type(const json::object* type) {
  const auto* item = type == nullptr ? nullptr : given(object_at(*type, "args"), "item_type");
  return item == nullptr ? nullptr : &as_object(*item, "item_type");
}

}  // namespace

std::string operator_of(const json::value& expression) {
  if (!expression.is_object()) return {};
  const auto& e = expression.get_object();
  auto form = optional_text(e, "expr").value_or("");
  if (form == "binary" && flag(e, "custom")) return "custom";
  if (form == "binary" || form == "unary") return text(e, "op");
  if (form == "json_item") return "->";
  if (form == "and" || form == "or" || form == "collate" || form == "between") return form;
  return {};
}

const json::object* type_of(const json::value& expression) {
  if (!expression.is_object()) return nullptr;
  const auto* type = given(expression.get_object(), "type");
  return type != nullptr && type->is_object() ? &type->get_object() : nullptr;
}

const Expressions::Form Expressions::forms[] = {
    {"text", &Expressions::text_form},
    {"literal", &Expressions::literal},
    {"func", &Expressions::function},
    {"keyword", &Expressions::keyword},
    {"column", &Expressions::column},
    {"table", &Expressions::table},
    {"cast", &Expressions::cast},
    {"unary", &Expressions::unary},
    {"binary", &Expressions::binary},
    {"and", &Expressions::conjunction},
    {"or", &Expressions::conjunction},
    {"case", &Expressions::case_form},
    {"label", &Expressions::label},
    {"collate", &Expressions::collate},
    {"bind", &Expressions::bind},
    {"list", &Expressions::listed},
    {"join", &Expressions::join},
    {"scalar_subquery", &Expressions::subquery},
    {"select", &Expressions::select},
    {"insert", &Expressions::insert},
    {"update", &Expressions::update},
    {"delete", &Expressions::remove},
    {"literal_column", &Expressions::literal_column},
    {"by_dialect", &Expressions::by_dialect},
    {"next_value", &Expressions::next_value},
    {"driver_sql", &Expressions::literal_column},
    {"between", &Expressions::between},
    {"tuple", &Expressions::listed},
    {"array", &Expressions::array},
    {"extract", &Expressions::extract},
    {"over", &Expressions::over},
    {"filter", &Expressions::filter},
    {"within_group", &Expressions::within_group},
    {"json_item", &Expressions::json_item},
    {"values", &Expressions::values},
    {"subquery", &Expressions::derived},
    {"lateral", &Expressions::derived},
    {"cte", &Expressions::cte},
    {"set", &Expressions::set_operation},
};

std::string Expressions::render(const json::value& expression) {
  if (expression.is_string()) return text_clause(expression.get_string(), {});
  const auto& e = as_object(expression, "expr");
  const auto name = text(e, "expr");
  for (const auto& form : forms) {
    if (form.name != name) continue;
    ++depth_;
    auto sql = (this->*form.method)(e);
    --depth_;
    return sql;
  }
  refuse("an expression of the form \"" + name + "\" cannot be written in SQL");
}

std::string Expressions::grouped(const json::value& expression, std::string_view against) {
  ++operand_depth_;
  auto sql = render(expression);
  --operand_depth_;
  const auto inner = operator_of(expression);
  if (is_json_operation(expression)) return "(" + sql + ")";
  return is_query(expression) || (!inner.empty() && needs_parentheses(inner, against)) ? "(" + sql + ")"
                                                                                       : sql;
}

std::string Expressions::value(const json::value& value, const json::object* type) {
  if (value.is_object() && value.get_object().contains("expr")) {
    const auto& e = value.get_object();
    if (text(e, "expr") == "literal" && given(e, "type") == nullptr) {
      return this->value(e.contains("value") ? e.at("value") : json::value(), type);
    }
    return is_query(value) ? "(" + render(value) + ")" : render(value);
  }
  if (binds_ == nullptr) return tools_.literals.render(value, type);
  if (const auto* items = items_of(value)) return bound_array(*items, type);
  binds_->push_back(tools_.literals.bound(value, type));
  return "$" + std::to_string(binds_->size());  // on every backend: abi.h, execute
}

// Of PostgreSQL; an empty one takes its type from where it goes.
std::string Expressions::bound_array(const json::array& items, const json::object* type) {
  if (tools_.dialect.family != Family::postgresql)
    refuse("a list is no value of " + std::string(tools_.dialect.name) +
           "; IN takes one with bindparam(…, expanding=True)");
  if (items.empty()) return "'{}'";
  std::string out;
  for (const auto& item : items) {
    const bool nested = items_of(item) != nullptr;
    out += (out.empty() ? "" : ", ") + value(item, nested ? type : item_type(type));
  }
  return "ARRAY[" + out + "]";
}

// The values of IN, for a bind that expands; an empty list matches nothing.
std::string Expressions::expanded(const json::value& given_value, const json::object* type) {
  const auto* items = items_of(given_value);
  if (items == nullptr) refuse("an expanding bind parameter takes a list");
  if (items->empty()) return "(" + empty_set(false) + ")";
  std::string out;
  for (const auto& item : *items)
    out += (out.empty() ? "" : ", ") + value(item, type);
  return "(" + out + ")";
}

std::string Expressions::text_form(const json::object& e) {
  auto binds = object_at(e, "binds");
  // bindparams(): their types, and the values that were not given otherwise.
  for (const auto& item : object_at(e, "parameters")) {
    const auto& parameter = as_object(item.value(), "parameters");
    const auto* own = find(parameter, "value");
    const auto* type = given(parameter, "type");
    auto* value_given = binds.if_contains(item.key());
    if (value_given == nullptr && own == nullptr) continue;
    const bool expands = flag(parameter, "expanding");
    json::object typed{{"expr", expands ? "bind" : "literal"},
                       {"value", value_given != nullptr ? *value_given : *own}};
    if (type != nullptr) typed["type"] = *type;
    if (expands) typed["expanding"] = true;
    if (value_given == nullptr || expands || type != nullptr) binds[item.key()] = std::move(typed);
  }
  return text_clause(text(e, "sql"), binds);
}

std::string Expressions::text_clause(std::string_view sql, const json::object& binds) {
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    const bool escaped = sql[i] == '\\' && i + 1 < sql.size() && sql[i + 1] == ':';
    const std::size_t colon = escaped ? i + 1 : i;
    if (sql[colon] != ':') {
      out += sql[i++];
      continue;
    }
    auto end = colon + 1;
    while (end < sql.size() && is_word_character(sql[end])) {
      ++end;
    }
    const bool followed = end < sql.size() && sql[end] == ':';
    const bool preceded = i > 0 && (sql[i - 1] == ':' || sql[i - 1] == '\\' || is_word_character(sql[i - 1]));
    const auto name = sql.substr(colon + 1, end - colon - 1);
    if (escaped && !followed) {
      out.append(sql.substr(colon, end - colon));
    } else if (!escaped && !followed && !preceded && !name.empty()) {
      const auto* bound = binds.if_contains(name);
      if (bound == nullptr) {
        refuse("a value is required for bind parameter '" + std::string(name) +
               "'; give it by bindparams(), or write \\:" + std::string(name) + " for a plain colon");
      }
      out += value(*bound, type_of(*bound));
    } else {
      end = colon + 1;
      out.append(sql.substr(i, end - i));
    }
    i = end;
  }
  return out;
}

std::string Expressions::literal(const json::object& e) {
  const auto* found = find(e, "value");
  const json::value absent;
  const auto& literal_value = found != nullptr ? *found : absent;
  const auto* type = given(e, "type");
  const auto* typed = type != nullptr ? &as_object(*type, "type") : nullptr;
  return flag(e, "inline") ? tools_.literals.render(literal_value, typed) : value(literal_value, typed);
}

std::string Expressions::bind(const json::object& e) {
  const auto* found = find(e, "value");
  if (found == nullptr) refuse("a value is required for bind parameter '" + text(e, "name") + "'");
  const auto* type = given(e, "type");
  const auto* typed = type != nullptr ? &as_object(*type, "type") : nullptr;
  return flag(e, "expanding") ? expanded(*found, typed) : value(*found, typed);
}

std::string Expressions::function(const json::object& e) {
  const auto name = text(e, "name");
  const auto lower = lower_ascii(name);
  std::string package;
  for (const auto& part : list(e, "package")) {
    package += tools_.quote.as_needed(as_text(part, "package")) + ".";
  }
  std::string spelling = name;
  for (const auto& own : dialect_functions) {
    if (own.family != tools_.dialect.family || own.name != lower) continue;
    if (own.whole) return std::string(own.spelling);
    spelling = own.spelling;
  }
  const auto& args = list(e, "args");
  if (package.empty() && args.empty() &&
      std::find(std::begin(bare_functions), std::end(bare_functions), lower) != std::end(bare_functions)) {
    return upper_ascii(lower);
  }
  if (lower == "count" && args.empty()) return name + "(*)";
  const auto legal = [](char c) {
    return (is_word_character(c) && static_cast<unsigned char>(c) < 0x80U) || c == '$';
  };
  if (!std::all_of(spelling.begin(), spelling.end(), legal)) spelling = tools_.quote.always(spelling);
  return package + spelling + "(" + joined(args, ", ", "") + ")";
}

std::string Expressions::keyword(const json::object& e) {
  const auto name = text(e, "name");
  if (name == "true") return std::string(tools_.dialect.true_word);
  if (name == "false") return std::string(tools_.dialect.false_word);
  if (name == "null") return "NULL";
  if (name == "default") return "DEFAULT";
  if (name == "*") return "*";
  refuse("the keyword \"" + name + "\" is not known");
}

std::string Expressions::column(const json::object& e) {
  const auto name = required_name(e, "name");
  auto written = flag(e, "literal") || name.text == "*" ? name.text : tools_.quote(name);
  const auto table = optional_name(e, "table");
  if (!qualify_ || !table) return written;
  return tools_.quote.table({*table, optional_name(e, "schema")}) + "." + written;
}

std::string Expressions::table(const json::object& e) {
  const auto name = tools_.quote.table({required_name(e, "name"), optional_name(e, "schema")});
  const auto alias = optional_name(e, "alias");
  return alias ? name + " AS " + tools_.quote(*alias) : name;
}

std::string Expressions::cast(const json::object& e) {
  const auto* of = find(e, "of");
  if (of == nullptr) malformed("operation: a cast needs \"of\"");
  const auto& type = required_object(e, "type");
  if (flag(e, "coerce")) return value(*of, &type);
  const auto target = tools_.types.cast_target(type);
  if (!target) return value(*of, &type);
  // A collation is the cast value's, but in MySQL, where it is the type's.
  const auto collation =
      tools_.dialect.family == Family::mysql ? std::string::npos : target->find(" COLLATE ");
  const auto suffix = collation == std::string::npos ? std::string() : target->substr(collation);
  return "CAST(" + value(*of, &type) + " AS " + target->substr(0, collation) + ")" + suffix;
}

std::string Expressions::unary(const json::object& e) {
  const auto op = text(e, "op");
  const auto* of = find(e, "of");
  if (of == nullptr) malformed("operation: a unary operation needs \"of\"");
  if (op == "not") return negated(e);
  if (op == "-") return "-" + grouped(*of, "*");
  const auto* known = find_operator(op);
  if (known == nullptr) refuse("the operator \"" + op + "\" is not known");
  if (op == "is_true") return condition(*of);
  if (op == "any" || op == "all") {
    const auto operand = render(*of);
    const bool has_parentheses = operator_of(*of).empty() && operand.front() == '(';
    return std::string(known->spelling) + (has_parentheses ? operand : "(" + operand + ")");
  }
  if (op == "exists" || op == "distinct") return std::string(known->spelling) + grouped(*of, op);
  // desc, asc and nulls first or last follow one another without parentheses.
  const auto inner = operator_of(*of);
  const bool is_chain = inner == "desc" || inner == "asc";
  return (is_chain ? render(*of) : grouped(*of, op)) + std::string(known->spelling);
}

std::string Expressions::conjunction(const json::object& e) {
  const auto op = text(e, "expr");
  return joined(list(e, "items"), op == "and" ? " AND " : " OR ", op);
}

std::string Expressions::joined(const json::array& items, std::string_view separator,
                                std::string_view against) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += separator;
    if (against.empty())
      out += value(item, nullptr);
    else
      out += is_flag(item) ? condition(item) : grouped(item, against);
  }
  return out;
}

std::string Expressions::when_clause(const json::value& condition) {
  const auto sql = value(condition, nullptr);
  return operator_of(condition).empty() ? sql : "(" + sql + ")";
}

std::string Expressions::case_form(const json::object& e) {
  std::string sql = "CASE ";
  if (const auto* subject = given(e, "value")) sql += render(*subject) + " ";
  for (const auto& when : list(e, "whens")) {
    if (!when.is_array() || when.get_array().size() != 2) malformed("operation: \"whens\" must be pairs");
    sql += "WHEN " + when_clause(when.get_array()[0]) + " THEN " + value(when.get_array()[1], nullptr) + " ";
  }
  if (const auto* otherwise = find(e, "else")) sql += "ELSE " + value(*otherwise, nullptr) + " ";
  return sql + "END";
}

std::string Expressions::label(const json::object& e) {
  const auto* of = find(e, "of");
  if (of == nullptr) malformed("operation: a label needs \"of\"");
  return value(*of, nullptr) + " AS " + tools_.quote(required_name(e, "name"));
}

std::string Expressions::collate(const json::object& e) {
  const auto* of = find(e, "of");
  if (of == nullptr) malformed("operation: a collation needs \"of\"");
  return grouped(*of, "collate") + " COLLATE " + tools_.quote(required_name(e, "collation"));
}

std::string Expressions::listed(const json::object& e) {
  return "(" + joined(list(e, "items"), ", ", "") + ")";
}

std::string Expressions::subquery(const json::object& e) {
  return "(" + render(required_object(e, "of")) + ")";
}

bool is_query(const json::value& expression) {
  if (!expression.is_object()) return false;
  const auto form = optional_text(expression.get_object(), "expr");
  return form == "select" || form == "set";
}

}  // namespace pycharter::sql::ddl
