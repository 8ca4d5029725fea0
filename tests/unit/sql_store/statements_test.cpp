// A statement whose text is known from before must be the one that would be written, with its values in the
// same places.
#include "sql/store/statements.h"

#include <gtest/gtest.h>

#include <map>

namespace pycharter::sql::store {
namespace {

Dialect dialect() {
  Dialect dialect;
  dialect.backend = "test";
  dialect.qualifier = "\"s\".";
  dialect.document_before = "CAST(";
  dialect.document_after = " AS json)";
  dialect.greatest_id = 1000;
  return dialect;
}

constexpr Field searched[] = {&Record::id,        &Record::name,        &Record::version,
                              &Record::schema_id, &Record::resource_id, &Record::resource_type};

// Every kind, with every set of fields and every set of flags. `value` is that of each field.
template <class Use>
void for_all_queries(const std::string& value, Use use) {
  for (const auto& table : tables())
    for (unsigned fields = 0; fields < 1U << std::size(searched); ++fields)
      for (unsigned flags = 0; flags < 16; ++flags) {
        plugin::Query query;
        query.match.kind = table.kind;
        for (std::size_t i = 0; i < std::size(searched); ++i)
          if ((fields >> i & 1U) != 0) query.match.*searched[i] = value;
        query.last_created = (flags & 1U) != 0;
        query.without_document = (flags & 2U) != 0;
        query.exact_key = (flags & 4U) != 0;
        query.content_only = (flags & 8U) != 0;
        use(query);
      }
}

TEST(Statements, of_one_shape_have_one_text) {
  std::map<Shape, std::string> texts;
  std::size_t queries = 0;
  for (const std::string value : {"7", "999"})
    for_all_queries(value, [&](const plugin::Query& query) {
      const auto shape = shape_of_select(dialect(), query);
      ASSERT_TRUE(shape);
      ++queries;
      const auto made = select_records(dialect(), query);
      const auto [known, is_new] = texts.try_emplace(*shape, made.sql());
      EXPECT_EQ(made.sql(), known->second);
      const auto bound = select_records(dialect(), query, &known->second);
      EXPECT_EQ(bound.sql(), made.sql());
      EXPECT_EQ(bound.parameters, made.parameters) << made.sql();
    });
  EXPECT_EQ(texts.size() * 2, queries);
}

TEST(Statements, whose_text_depends_on_values_have_no_shape) {
  plugin::Query query;
  query.match.id = "no number";
  EXPECT_FALSE(shape_of_select(dialect(), query));
  query.match.id = "1001";
  EXPECT_FALSE(shape_of_select(dialect(), query));
  query.match.id.reset();
  query.match.kind = RecordKind::coercion;
  query.match.schema_id = "x";
  EXPECT_FALSE(shape_of_select(dialect(), query));
  query.match.schema_id.reset();
  query.limit = 1;
  EXPECT_FALSE(shape_of_select(dialect(), query));
  query.limit = 0;
  query.after = "1";
  EXPECT_FALSE(shape_of_select(dialect(), query));
  query.after.reset();
  query.about = {"1"};
  EXPECT_FALSE(shape_of_select(dialect(), query));
}

TEST(Statements, of_other_operations_bind_alike_with_a_known_text) {
  const std::string id = "7", other = "8";
  for (const bool of_version : {false, true}) {
    const auto version = of_version ? Cell("1.0") : Cell();
    const auto made = select_snapshot(dialect(), id, version);
    const auto bound = select_snapshot(dialect(), other, version, &made.sql());
    EXPECT_EQ(bound.sql(), made.sql());
    EXPECT_EQ(made.sql(), select_snapshot(dialect(), other, version).sql());
    EXPECT_EQ(bound.parameters, select_snapshot(dialect(), other, version).parameters);
  }
  for (const auto& table : tables()) {
    Record record;
    record.kind = table.kind;
    record.name = record.version = record.schema_id = record.resource_id = record.resource_type =
        record.owner = "7";
    const auto made = upsert(dialect(), record);
    record.team = "team";
    record.document = R"({"a": 1})";
    const auto bound = upsert(dialect(), record, &made.sql());
    EXPECT_EQ(made.sql(), upsert(dialect(), record).sql());
    EXPECT_EQ(bound.parameters, upsert(dialect(), record).parameters);
  }
}

TEST(Statements, of_different_operations_have_different_shapes) {
  std::map<Shape, int> seen;
  for_all_queries("7", [&](const plugin::Query& query) { ++seen[*shape_of_select(dialect(), query)]; });
  for (const auto& table : tables())
    ++seen[shape_of_upsert(table.kind)];
  ++seen[shape_of_snapshot(false)];
  ++seen[shape_of_snapshot(true)];
  for (const auto& [shape, times] : seen)
    EXPECT_EQ(times, 1) << shape;
}

}  // namespace
}  // namespace pycharter::sql::store
