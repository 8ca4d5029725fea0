// Columns of a table that is both declared and there.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_COLUMNS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_COLUMNS_H

#include <array>
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
    boost::json::object made;  // a definition of the expected, where it has none of its own
    std::string name;
    std::optional<std::size_t> type, server_default;  // questions
    DefaultKind default_kind = DefaultKind::none;
  };
  // What alter_column can change, in the order in which Alembic's comparators run.
  struct Facet {
    std::string_view key;
    bool (ColumnsComparison::*changes)(const Pair& pair);  // says so in the log, too
    boost::json::value (*from)(const Pair& pair);
    boost::json::value (*to)(const Pair& pair);
  };
  static const std::array<Facet, 4> facets;
  using Changed = std::array<bool, 4>;

  static const boost::json::object& definition_of(const Pair& pair);
  void ask(Pair& pair);
  void ask_about_rename();
  bool nullable_changes(const Pair& pair);
  bool comment_changes(const Pair& pair);
  bool type_changes(const Pair& pair);
  bool default_changes(const Pair& pair);
  // Whether a column that is computed otherwise can be dropped and added, which loses nothing but its place.
  bool is_computed_anew(const Pair& pair) const;
  void compute_anew(const Pair& pair, std::vector<Change>& changes);
  Change alteration(const Pair& pair, const Changed& changed) const;
  boost::json::object rename(const boost::json::object& column, const std::string& to) const;
  std::string label(std::string_view column) const;

  Context& context_;
  const TableName& table_;
  const boost::json::object& expected_;
  const boost::json::object& reflected_;
  std::vector<Pair> pairs_;
  std::vector<const boost::json::object*> added_, dropped_;
  std::optional<std::size_t> rename_;  // whether the one added may be the one dropped
};

}  // namespace pycharter::alembic::compare

#endif
