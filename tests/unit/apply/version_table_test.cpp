// How the version table is made and widened; its text for each dialect is compared with Alembic's elsewhere.
#include <alembic/apply/version_table.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace pycharter::alembic {
namespace {

TEST(VersionTableTest, TheColumnIsAlembicsUnlessAnIdNeedsMore) {
  const auto width = [](std::size_t longest) { return VersionTable("alembic_version", {}, longest).width(); };
  EXPECT_EQ(width(0), 32U);
  EXPECT_EQ(width(32), 32U);
  EXPECT_EQ(width(33), 128U);
  EXPECT_EQ(width(200), 255U);
  EXPECT_EQ(width(300), 300U);
  EXPECT_FALSE(VersionTable("alembic_version", {}, 32).is_wider_than_alembics());
}

TEST(VersionTableTest, ItIsMadeWithAlembicsNames) {
  const VersionTable table("versions", "Other Schema", 12);
  EXPECT_EQ(boost::json::serialize(table.create_operation()),
            R"({"op":"create_table","table":"versions","columns":[{"name":"version_num",)"
            R"("type":{"type":"String","args":{"length":32}},"nullable":false}],)"
            R"("constraints":[{"constraint":"primary_key","name":"versions_pkc","columns":["version_num"]}],)"
            R"("schema":"Other Schema"})");
  EXPECT_FALSE(VersionTable("versions", {}, 12).create_operation().contains("schema"));
}

TEST(VersionTableTest, WideningKeepsItNotNull) {
  const boost::json::object op = VersionTable("versions", {}, 40).widen_operation();
  EXPECT_EQ(op.at("type").at("args").at("length").to_number<int>(), 128);
  EXPECT_FALSE(op.at("existing_nullable").as_bool());
}

}  // namespace
}  // namespace pycharter::alembic
