// Expressions and the statements made of them (select, insert, update, delete), in SQLAlchemy's spelling.
#ifndef PYCHARTER_SQL_DDL_EXPRESSIONS_H
#define PYCHARTER_SQL_DDL_EXPRESSIONS_H

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sql/ddl/literals.h"

namespace pycharter::sql::ddl {

// What all of the compiler's parts share.
struct Toolbox {
  const Dialect& dialect;
  const Quoter& quote;
  const TypeCompiler& types;
  const Literals& literals;
};

// One statement's worth of expressions. With `binds`, values become placeholders there; without, literals.
class Expressions {
 public:
  explicit Expressions(const Toolbox& tools, bool qualify = true, json::array* binds = nullptr)
      : tools_(tools), qualify_(qualify), binds_(binds) {}

  // `expression` as it stands alone; a string is text().
  std::string render(const json::value& expression);
  // As an operand of `against` ("=", "and", …), in parentheses where precedence asks for them.
  std::string grouped(const json::value& expression, std::string_view against);
  // text(): `:name` becomes its bind, `\:` a colon.
  std::string text_clause(std::string_view sql, const json::object& binds);
  // A value of a column: a plain value, or an expression object.
  std::string value(const json::value& value, const json::object* type);

 private:
  using Method = std::string (Expressions::*)(const json::object&);
  struct Form {
    std::string_view name;
    Method method;
  };
  static const Form forms[];

  std::string text_form(const json::object& e);
  std::string literal(const json::object& e);
  std::string bind(const json::object& e);
  std::string function(const json::object& e);
  std::string keyword(const json::object& e);
  std::string column(const json::object& e);
  std::string table(const json::object& e);
  std::string cast(const json::object& e);
  std::string unary(const json::object& e);
  std::string negated(const json::object& e);
  std::string binary(const json::object& e);
  std::string conjunction(const json::object& e);
  std::string case_form(const json::object& e);
  std::string label(const json::object& e);
  std::string collate(const json::object& e);
  std::string listed(const json::object& e);
  std::string join(const json::object& e);
  std::string subquery(const json::object& e);
  std::string select(const json::object& e);
  std::string insert(const json::object& e);
  std::string update(const json::object& e);
  std::string remove(const json::object& e);
  std::string bound_array(const json::array& items, const json::object* type);
  std::string expanded(const json::value& given_value, const json::object* type);
  std::string literal_column(const json::object& e);
  std::string by_dialect(const json::object& e);
  std::string between(const json::object& e);
  std::string array(const json::object& e);
  std::string extract(const json::object& e);
  std::string next_value(const json::object& e);
  std::string over(const json::object& e);
  std::string filter(const json::object& e);
  std::string within_group(const json::object& e);
  std::string values(const json::object& e);
  std::string derived(const json::object& e);
  std::string cte(const json::object& e);
  std::string set_operation(const json::object& e);

  std::string operation(std::string_view op, const json::object& e);
  std::string membership(std::string_view word, const json::object& e);
  std::string matched(const json::object& e, bool any_before, bool any_after, bool any_case, bool is_negated);
  std::string empty_set(bool is_negated) const;
  std::string when_clause(const json::value& condition);
  std::string json_item(const json::object& e);
  std::string json_value_as(const json::object& type, const std::string& extracted);
  bool is_json_operation(const json::value& expression) const;
  std::string condition(const json::value& expression);
  std::string membership_items(const json::object& right, const json::value& left);
  std::string joined(const json::array& items, std::string_view separator, std::string_view against);
  std::string where(const json::object& e);
  std::string from(const json::object& e);
  std::string limits(const json::object& e);
  std::string with(const json::object& e);
  std::string named_query(const json::object& query);
  std::string select_columns(const json::object& e);
  std::string anonymous_label(const json::value& column);
  std::string returning(const json::object& e, bool implicit);
  std::string on_conflict(const json::object& e, const json::object& table);
  std::string on_duplicate_key(const json::object& e, const json::object& table);
  std::string assignments(const json::object& values, const json::object& table, bool qualify);
  std::string inserted_rows(const json::object& e, const json::object& table);

  const Toolbox& tools_;
  bool qualify_;
  json::array* binds_;
  int depth_ = 0;
  int operand_depth_ = 0;  // of operators around what is rendered
  bool names_columns_ = false;
  bool has_ctes_ = false;              // the WITH of the whole statement is written
  std::map<std::string, int> labels_;  // how many anonymous labels of each kind there are
  std::vector<json::object>
      enclosing_;  // the tables of enclosing statements, which a subquery does not repeat
};

// The operator that decides whether an expression needs parentheses; empty for those that never do.
std::string operator_of(const json::value& expression);
// The "type" an expression states; null where it states none.
const json::object* type_of(const json::value& expression);
// Whether it is a plain value.
bool is_literal(const json::value& expression);
// Whether it is a boolean column, true or false: a condition only where the dialect has booleans.
bool is_flag(const json::value& expression);
// Whether it is a select or a set operation, which stands in parentheses inside another expression.
bool is_query(const json::value& expression);
// Adds the tables that the expression names, each once, in the order they appear.
void collect_tables(const json::value& expression, std::vector<json::object>& tables);

}  // namespace pycharter::sql::ddl

#endif
