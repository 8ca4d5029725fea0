// Columns of a table that is both declared and there.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_COLUMNS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_COLUMNS_H

#include <map>
#include <optional>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

class ColumnsComparison {
 public:
  // Asks what the dialect has to judge. The tables outlive the comparison.
  ColumnsComparison(Context& context, const TableName& table, const boost::json::object& expected,
                    const boost::json::object& reflected);

  // Alembic adds and alters before it looks at constraints, and drops after it.
  std::vector<Change> added();
  std::vector<Change> altered();
  std::vector<Change> dropped();

 private:
  enum class DefaultKind { none, plain, identity, computed };
  struct Pair {
    const boost::json::object& expected;
    const boost::json::object& reflected;
    boost::json::object definition;  // of the expected
    boost::json::object existing;    // the same of the reflected
    std::string name;
    std::optional<std::size_t> type, server_default;  // questions
    DefaultKind default_kind = DefaultKind::none;
  };
  // A facet of a column that alter_column can change.
  struct Facet {
    std::string_view key;
    boost::json::value from, to;
    bool changes = false;
  };

  void ask(Pair& pair);
  void ask_about_rename();
  Facet nullable(const Pair& pair);
  Facet comment(const Pair& pair);
  Facet type(const Pair& pair);
  Facet server_default(const Pair& pair);
  Change alteration(const Pair& pair, const std::vector<Facet>& facets) const;
  std::string label(std::string_view column) const;

  Context& context_;
  const TableName& table_;
  std::vector<Pair> pairs_;
  std::vector<const boost::json::object*> added_, dropped_;
  std::optional<std::size_t> rename_;  // whether the one added may be the one dropped
};

}  // namespace pycharter::alembic::compare

#endif
