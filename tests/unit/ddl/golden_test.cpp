// What Alembic 1.20.1 with SQLAlchemy 2.1.9 renders; golden.jsonl is made by tests/alembic/render_oracle.py.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "support.h"

namespace json = boost::json;

namespace pycharter::sql::ddl {
namespace {

TEST(Golden, EveryOperationRendersAsAlembicRendersIt) {
  std::ifstream file(GOLDEN_FILE);
  ASSERT_TRUE(file) << "cannot read " << GOLDEN_FILE;
  json::parse_options deep;
  deep.max_depth = 200;
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line); ++compared) {
    const auto entry = json::parse(line, {}, deep).as_object();
    std::vector<std::string> expected;
    for (const auto& sql : entry.at("expected").as_array()) {
      expected.emplace_back(sql.as_string());
    }
    const std::string dialect(entry.at("dialect").as_string());
    const auto operation = json::serialize(entry.at("operation"));
    ASSERT_NO_THROW(EXPECT_EQ(statements(dialect, operation), expected) << dialect << ' ' << operation)
        << dialect << ' ' << operation;
  }
  EXPECT_GT(compared, 500U);
}

}  // namespace
}  // namespace pycharter::sql::ddl
