// What a picture shows of tables, and how both forms write it.
#include <alembic/autogenerate/picture/diagram.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace pycharter::alembic::picture {
namespace {

namespace json = boost::json;

const json::array tables = json::parse(R"JSON([
  {"name": "users", "schema": null, "comment": "who <they> are", "columns": [
     {"name": "id", "type_sql": "INTEGER", "nullable": false},
     {"name": "e-mail & \"more\"", "type_sql": "NUMERIC(10, 2)", "nullable": true, "comment": "50% \"off\""
},
     {"name": "boss_id", "type": {"type": "Integer"}, "nullable": true}],
   "primary_key": {"name": "pk", "columns": ["id"]},
   "unique": [{"name": null, "columns": ["e-mail & \"more\""]}],
   "foreign_keys": [{"columns": ["boss_id"], "target_schema": null, "target_table": "users", "target_columns": ["id"]}],
   "indexes": []
},
  {"name": "profiles", "schema": "other", "columns": [
     {"name": "user_id", "type_sql": "INTEGER", "nullable": false},
     {"name": "gone_id", "type_sql": "INTEGER", "nullable": false}],
   "primary_key": {"columns": ["user_id"]},
   "foreign_keys": [{"columns": ["user_id"], "target_schema": null, "target_table": "users", "target_columns": ["id"]},
                    {"columns": ["gone_id"], "target_schema": null, "target_table": "elsewhere", "target_columns": ["id"]}],
   "indexes": []}])JSON")
                               .as_array();

TEST(DiagramTest, TablesStandInTheOrderOfTheirNames) {
  const Diagram diagram = read_diagram(tables);
  ASSERT_EQ(diagram.tables.size(), 2u);
  EXPECT_EQ(diagram.tables[0].name, "other.profiles");
  EXPECT_EQ(diagram.tables[1].name, "users");
}

TEST(DiagramTest, KeysAreMarkedAtTheirColumns) {
  const Diagram diagram = read_diagram(tables);
  EXPECT_TRUE(diagram.tables[0].columns[0].primary_key);
  EXPECT_TRUE(diagram.tables[0].columns[0].foreign_key);
  EXPECT_TRUE(diagram.tables[0].columns[1].foreign_key) << "of a table that is not shown";
  EXPECT_TRUE(diagram.tables[1].columns[1].unique);
  EXPECT_FALSE(diagram.tables[1].columns[2].primary_key);
}

TEST(DiagramTest, AForeignKeyThatIsTheKeyAllowsOneRow) {
  const Diagram diagram = read_diagram(tables);
  ASSERT_EQ(diagram.relations.size(), 2u);
  EXPECT_TRUE(diagram.relations[0].single);
  EXPECT_FALSE(diagram.relations[0].optional);
  EXPECT_FALSE(diagram.relations[1].single);
  EXPECT_TRUE(diagram.relations[1].optional);
}

TEST(DiagramTest, APartialUniqueIndexAllowsMany) {
  json::array changed = tables;
  json::object& profiles = changed[1].as_object();
  profiles["primary_key"] = nullptr;
  profiles["indexes"] = json::parse(R"([{"columns": ["user_id"], "unique": true, "where": "gone_id > 0"}])");
  EXPECT_FALSE(read_diagram(changed).relations[0].single);
  profiles["indexes"] = json::parse(R"([{"columns": ["user_id"], "unique": true, "where": null}])");
  EXPECT_TRUE(read_diagram(changed).relations[0].single);
}

TEST(MermaidTest, NamesThatItsGrammarRefusesAreToldInARemark) {
  EXPECT_EQ(to_mermaid(read_diagram(tables)),
            "erDiagram\n"
            "    \"other.profiles\" {\n"
            "        INTEGER user_id PK, FK\n"
            "        INTEGER gone_id FK\n"
            "    }\n"
            "    \"users\" {\n"
            "        INTEGER id PK\n"
            "        NUMERIC(10__2) e-mail____more_ UK \"e-mail & 'more': 50_ 'off'\"\n"
            "        Integer boss_id FK\n"
            "    }\n"
            "    \"users\" ||--o| \"other.profiles\" : \"user_id\"\n"
            "    \"users\" |o--o{ \"users\" : \"boss_id\"\n");
}

TEST(SvgTest, NamesAreEscaped) {
  const std::string svg = to_svg(read_diagram(tables));
  EXPECT_NE(svg.find(">e-mail &amp; &quot;more&quot;</text>"), std::string::npos);
  EXPECT_NE(svg.find("<title>who &lt;they&gt; are</title>"), std::string::npos);
  EXPECT_EQ(svg.find("<they>"), std::string::npos);
}

TEST(SvgTest, IsTheSameEachTime) {
  json::array reversed(tables.rbegin(), tables.rend());
  EXPECT_EQ(to_svg(read_diagram(tables)), to_svg(read_diagram(reversed)));
}

TEST(SvgTest, NoTablesMakeAnEmptyPicture) {
  EXPECT_NE(to_svg(read_diagram({})).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::alembic::picture
