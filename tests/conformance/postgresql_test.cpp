// What only PostgreSQL has: the schema that holds the tables, under any name.
#include "backend_test.h"
#include "postgresql_server.h"

namespace pycharter::conformance {
namespace {

class PostgresqlSchema : public BackendTest<PostgresqlServer> {
 protected:
  std::string count_tables(const std::string& schema_name) {
    std::string literal = schema_name;
    for (std::size_t at = 0; (at = literal.find('\'', at)) != std::string::npos; at += 2)
      literal.insert(at, "'");
    return server().query("SELECT count(*) FROM pg_tables WHERE tablename = 'schemas' AND schemaname = '" +
                          literal + '\'');
  }
};

PYCHARTER_CONFORMANCE_OF(PostgresqlSchema, PostgresqlServer);

// But "$user": PostgreSQL reads that, quoted or not, as the role's own schema in a search_path.
TEST_P(PostgresqlSchema, may_have_any_name) {
  for (const std::string schema_name :
       {"Contracts", "with blank", "with\"quote", "with'quote", "semi;colon", "per%cent", "dot.ted",
        "comma,name", "$1", "select", "😀", "back\\slash", "a=b", "-c", "UPPER lower"}) {
    PostgresMetadataStore own(server().url(), schema_name);
    ASSERT_NO_THROW(own.connect()) << schema_name;
    const auto id = own.store_schema("s", "{}", "1");
    EXPECT_EQ(own.get_schema(id), R"({"version": "1"})") << schema_name;
    EXPECT_TRUE(own.get_schema_info().revision) << schema_name;
    EXPECT_EQ(count_tables(schema_name), "1") << schema_name;
    // Its own tables, not those that another name has already.
    EXPECT_EQ(own.list_schemas().size(), 1u) << schema_name;
  }
}

TEST_P(PostgresqlSchema, is_pycharter_when_none_is_given) {
  const auto id = store.store_schema(name(), "{}", "1");
  PostgresMetadataStore named(server().url(), "pycharter");
  named.connect();
  EXPECT_TRUE(named.get_schema(id));
  EXPECT_EQ(count_tables("public"), "0");
}

TEST_P(PostgresqlSchema, is_kept_when_a_connection_is_opened_again) {
  PostgresMetadataStore own(server().url(), "Kept \"name\"");
  own.connect();
  own.store_schema(name(), "{}", "1");
  server().cut_connections();
  EXPECT_TRUE(own.find_schema(name()));
}

TEST_P(PostgresqlSchema, belongs_to_urls_of_postgresql) {
  EXPECT_EQ(code_of([] { PostgresMetadataStore("memory://"); }), ErrorCode::config);
  EXPECT_EQ(code_of([] { MetadataStore("memory://", {{"schema_name", "x"}}); }), ErrorCode::config);
}

}  // namespace
}  // namespace pycharter::conformance
