// Export, import and copy over the memory backend: complete, again without change, on after a failure,
// verified.
#include <pycharter/contract_transfer.h>

#include <gtest/gtest.h>

#include "error_of.h"
#include "memory_store.h"
#include "temporary_folder.h"

namespace pycharter::transfer {
namespace {

using tests::error_of;
using tests::read_file;

// All that a store can hold; `ids` schemas before it make its ids other ones.
void fill(MetadataStore& store, int ids = 0) {
  for (int i = 0; i < ids; ++i)
    store.store_schema("unrelated", "{}", std::to_string(i));
  for (const auto* name : {"user", "User", "a/b"}) {
    for (const auto* version : {"10.0", "9.0"}) {
      const auto id = store.store_schema(name, R"({"n": 0.10})", version);
      store.store_coercion_rules(id, R"({"a":"2"})", "2");
      store.store_coercion_rules(id, R"({"a": "none"})");
      store.store_coercion_rules(id, R"({"a": "1"})", "1");
      store.store_validation_rules(id, "{}\n", "1");
      store.store_governance_rule("pii", "{}", id);
      store.store_ownership(id, "me");
      store.store_metadata(id, R"({"of": "schema"})");
      store.store_metadata(id, R"({"of": "a table with the same id"})", "table");
    }
  }
  store.store_governance_rule("global", "{}");
  store.store_ownership("orders", "you", "team");
  store.store_metadata("orders", "{}", "table");
}

class TransferTest : public ::testing::Test {
 protected:
  TransferTest() { fill(from.store); }

  tests::TemporaryFolder root;
  const std::string folder = root / "export";
  MemoryStore from;
};

TEST_F(TransferTest, everything_arrives_whatever_the_ids_are) {
  export_contracts(from.store, folder);
  MemoryStore to;
  fill(to.store, 3);
  to.store.delete_schema(to.store.find_schema("User", "9.0")->id, {.cascade = true});
  const auto report = import_contracts(folder, to.store);
  EXPECT_EQ(report.contracts.all(), 6u);
  EXPECT_EQ(report.contracts.others, 3u);
  const auto schema = to.store.find_schema("User", "9.0");
  ASSERT_TRUE(schema);
  EXPECT_EQ(to.store.get_schema(schema->id), R"({"n": 0.10, "version": "9.0"})");
  EXPECT_EQ(to.store.get_coercion_rules(schema->id), R"({"a": "1"})");  // the newest is still the newest
  EXPECT_EQ(to.store.get_validation_rules(schema->id), "{}\n");
  EXPECT_EQ(to.store.get_ownership(schema->id)->owner, "me");
  EXPECT_EQ(to.store.get_metadata(schema->id), R"({"of": "schema"})");
  EXPECT_EQ(to.store.get_governance_rules(schema->id).size(), 1u);
  EXPECT_EQ(to.store.get_ownership("orders")->team, "team");
  EXPECT_TRUE(to.store.get_metadata("orders", "table"));
}

TEST_F(TransferTest, an_export_of_the_copy_is_the_same_to_the_byte) {
  MemoryStore to;
  to.store.store_schema("gone later", "{}", "1");  // other ids
  copy_contracts(from.store, to.store);
  to.store.delete_schema(to.store.find_schema("gone later")->id);
  export_contracts(from.store, folder);
  export_contracts(to.store, root / "second");
  EXPECT_EQ(read_file(folder + "/pycharter-export.json"), read_file(root / "second/pycharter-export.json"));
}

TEST_F(TransferTest, again_changes_nothing) {
  export_contracts(from.store, folder);
  const auto time = std::filesystem::last_write_time(folder + "/contracts/user/9.0.json");
  EXPECT_EQ(export_contracts(from.store, folder).contracts.unchanged, 6u);
  EXPECT_EQ(std::filesystem::last_write_time(folder + "/contracts/user/9.0.json"), time);
  MemoryStore to;
  EXPECT_EQ(import_contracts(folder, to.store).contracts.created, 6u);
  const auto puts = to.backend.called("put");
  const auto report = import_contracts(folder, to.store);
  EXPECT_EQ(report.contracts.unchanged, 6u);
  EXPECT_EQ(report.governance_rules.unchanged, 1u);
  EXPECT_EQ(to.backend.called("put"), puts);
}

TEST_F(TransferTest, a_run_that_broke_is_finished_by_the_next_one) {
  export_contracts(from.store, folder);
  for (int broken = 0; broken < 4; ++broken) {
    MemoryStore to;
    auto& failures = to.backend.failures["put"];
    for (int i = 0; i < broken; ++i)
      failures.push_back(ErrorCode::connect);
    for (int i = 0; i < broken; ++i)
      EXPECT_THROW(import_contracts(folder, to.store), Error);
    import_contracts(folder, to.store);
    export_contracts(to.store, root / "second");
    EXPECT_EQ(read_file(folder + "/pycharter-export.json"), read_file(root / "second/pycharter-export.json"));
  }
}

TEST_F(TransferTest, a_stopped_export_is_no_export_until_it_is_finished) {
  int steps = 0;
  TransferCallbacks callbacks;
  callbacks.cancelled = [&] { return ++steps == 3; };
  EXPECT_EQ(error_of([&] { export_contracts(from.store, folder, callbacks); }).code(), ErrorCode::cancelled);
  MemoryStore to;
  const auto error = error_of([&] { import_contracts(folder, to.store); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_NE(error.message().find("not finished"), std::string::npos);
  EXPECT_EQ(to.store.list_schemas().size(), 0u);
  root.write("export/contracts/user/9.0.json.part", "{");
  export_contracts(from.store, folder);
  EXPECT_FALSE(std::filesystem::exists(folder + "/contracts/user/9.0.json.part"));
  EXPECT_EQ(import_contracts(folder, to.store).contracts.created, 6u);
}

TEST_F(TransferTest, files_of_what_is_gone_are_removed) {
  export_contracts(from.store, folder);
  from.store.delete_schema(from.store.find_schema("user", "9.0")->id, {.cascade = true});
  from.store.delete_ownership("orders");
  root.write("export/README.md", "kept");
  const auto report = export_contracts(from.store, folder);
  EXPECT_EQ(report.contracts.removed, 1u);
  EXPECT_EQ(report.ownership.removed, 1u);
  EXPECT_FALSE(std::filesystem::exists(folder + "/contracts/user/9.0.json"));
  EXPECT_TRUE(std::filesystem::exists(folder + "/README.md"));
}

TEST_F(TransferTest, a_folder_of_something_else_is_refused) {
  root.write("export/notes.txt", "mine");
  EXPECT_EQ(error_of([&] { export_contracts(from.store, folder); }).code(), ErrorCode::config);
  EXPECT_EQ(error_of([&] { export_contracts(from.store, root / "export/notes.txt"); }).code(),
            ErrorCode::config);
  EXPECT_EQ(read_file(folder + "/notes.txt"), "mine");
  EXPECT_EQ(error_of([&] { import_contracts(folder, from.store); }).code(), ErrorCode::config);
  EXPECT_EQ(error_of([&] { import_contracts(root / "nowhere", from.store); }).code(), ErrorCode::config);
}

TEST_F(TransferTest, nothing_is_written_through_a_link) {
  export_contracts(from.store, folder);
  std::filesystem::rename(folder + "/contracts", root / "elsewhere");
  std::filesystem::create_symlink(root / "elsewhere", folder + "/contracts");
  EXPECT_EQ(error_of([&] { export_contracts(from.store, folder); }).code(), ErrorCode::config);
  EXPECT_TRUE(std::filesystem::exists(root / "elsewhere/user/9.0.json"));
}

TEST_F(TransferTest, a_wrong_file_is_found_before_the_first_write) {
  export_contracts(from.store, folder);
  root.write("export/ownership/zzz.json", "{");
  MemoryStore to;
  const auto error = error_of([&] { import_contracts(folder, to.store); });
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_EQ(error.facts().file, folder + "/ownership/zzz.json");
  EXPECT_EQ(to.backend.called("put"), 0);
}

TEST_F(TransferTest, one_contract_in_two_files_is_refused) {
  export_contracts(from.store, folder);
  std::filesystem::copy_file(folder + "/contracts/user/9.0.json", folder + "/contracts/copy.json");
  MemoryStore to;
  const auto error = error_of([&] { import_contracts(folder, to.store); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_NE(error.message().find("copy.json"), std::string::npos);
  EXPECT_NE(error.message().find("user/9.0.json"), std::string::npos);
  EXPECT_EQ(to.backend.called("put"), 0);
}

TEST_F(TransferTest, edits_are_taken_and_told) {
  export_contracts(from.store, folder);
  auto text = read_file(folder + "/contracts/user/9.0.json");
  text.replace(text.find("0.10"), 4, "0.20");
  root.write("export/contracts/user/9.0.json", text);
  std::filesystem::remove(folder + "/contracts/user/10.0.json");
  root.write("export/governance/mine.json",
             R"({"definition": {}, "name": "mine", "format": "pycharter-governance-rule/1"})");
  MemoryStore to;
  const auto report = import_contracts(folder, to.store);
  EXPECT_EQ(report.edited, std::vector<std::string>{"contracts/user/9.0.json"});
  EXPECT_EQ(report.added, std::vector<std::string>{"governance/mine.json"});
  EXPECT_EQ(report.missing, std::vector<std::string>{"contracts/user/10.0.json"});
  EXPECT_EQ(to.store.get_schema(to.store.find_schema("user")->id), R"({"n": 0.20, "version": "9.0"})");
}

TEST_F(TransferTest, an_export_does_not_lose_what_was_edited) {
  export_contracts(from.store, folder);
  auto text = read_file(folder + "/contracts/user/9.0.json");
  text.replace(text.find("0.10"), 4, "0.20");
  root.write("export/contracts/user/9.0.json", text);
  root.write("export/governance/mine.json", "{");
  const auto error = error_of([&] { export_contracts(from.store, folder); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_NE(error.message().find("contracts/user/9.0.json"), std::string::npos);
  EXPECT_NE(error.message().find("governance/mine.json"), std::string::npos);
  EXPECT_EQ(read_file(folder + "/contracts/user/9.0.json"), text);
  std::filesystem::remove(folder + "/governance/mine.json");
  import_contracts(folder, from.store);
  export_contracts(from.store, folder);  // what was edited is in the store now
  EXPECT_EQ(read_file(folder + "/contracts/user/9.0.json"), text);
}

TEST_F(TransferTest, an_export_replaces_edits_when_told_to) {
  export_contracts(from.store, folder);
  const auto text = read_file(folder + "/governance/global.json");
  root.write("export/governance/global.json", "{");
  root.write("export/governance/mine.json", "{");
  export_contracts(from.store, folder, {}, {.replace_edited = true});
  EXPECT_EQ(read_file(folder + "/governance/global.json"), text);
  EXPECT_FALSE(std::filesystem::exists(folder + "/governance/mine.json"));
}

TEST_F(TransferTest, a_file_under_another_name_is_no_edit) {
  export_contracts(from.store, folder);
  std::filesystem::rename(folder + "/governance/global.json", folder + "/governance/renamed.json");
  export_contracts(from.store, folder);
  EXPECT_TRUE(std::filesystem::exists(folder + "/governance/global.json"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/governance/renamed.json"));
}

TEST_F(TransferTest, a_contract_that_is_there_becomes_that_of_the_source) {
  MemoryStore to;
  copy_contracts(from.store, to.store);
  const auto id = to.store.find_schema("user", "9.0")->id;
  to.store.delete_coercion_rules(id, "2");
  to.store.store_coercion_rules(id, R"({"a":"2"})", "2");  // now the newest
  to.store.store_validation_rules(id, "{}");
  to.store.store_ownership(id, "another");
  to.store.store_governance_rule("of the target", "{}", id);
  const auto report = copy_contracts(from.store, to.store);
  EXPECT_EQ(report.contracts.replaced, 1u);
  EXPECT_EQ(to.store.find_schema("user", "9.0")->id, id);
  EXPECT_EQ(to.store.get_coercion_rules(id), R"({"a": "1"})");
  EXPECT_EQ(to.store.list_validation_rules(id).size(), 1u);
  EXPECT_EQ(to.store.get_ownership(id)->owner, "me");
  EXPECT_EQ(to.store.get_governance_rules(id).size(), 1u);
}

TEST_F(TransferTest, what_an_old_schema_left_under_an_id_does_not_come_along) {
  MemoryStore to;
  to.store.store_ownership("schema_3", "of a schema that is gone");
  MemoryStore source;
  source.store.store_schema("a", "{}", "1");
  source.store.store_schema("b", "{}", "1");
  copy_contracts(source.store, to.store);
  EXPECT_EQ(to.store.find_schema("b")->id, "schema_3");
  EXPECT_FALSE(to.store.get_ownership("schema_3"));
}

TEST_F(TransferTest, a_resource_whose_id_is_a_schemas_in_the_target_is_warned_of_or_refused) {
  MemoryStore source;
  source.store.store_schema("a", "{}", "1");
  source.store.store_ownership("schema_2", "of a resource called so");
  MemoryStore to;
  to.store.store_schema("other", "{}", "1");
  std::vector<std::string> warnings;
  TransferCallbacks callbacks;
  callbacks.log = [&](TransferCallbacks::Level level, std::string_view message) {
    if (level == TransferCallbacks::Level::warning) warnings.emplace_back(message);
  };
  copy_contracts(source.store, to.store, callbacks);  // "a" is schema_2 there
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("schema_2"), std::string::npos);
  EXPECT_EQ(copy_contracts(source.store, to.store).contracts.unchanged, 1u);
  source.store.store_ownership(source.store.find_schema("a")->id, "me");
  EXPECT_EQ(error_of([&] { copy_contracts(source.store, to.store); }).code(), ErrorCode::conflict);
}

TEST_F(TransferTest, a_store_that_keeps_values_is_compared_by_value) {
  MemoryStore to(false);
  to.store.store_schema("user", R"({"version": "9.0", "n": 1e-1})", "9.0");
  copy_contracts(from.store, to.store);
  EXPECT_EQ(copy_contracts(from.store, to.store).contracts.unchanged, 6u);
  const auto id = to.store.find_schema("user", "9.0")->id;
  to.store.store_schema("user", R"({"version": "9.0", "n": 1e-1})", "9.0");
  EXPECT_EQ(copy_contracts(from.store, to.store).contracts.unchanged, 6u);
  EXPECT_EQ(to.store.get_schema(id), R"({"version": "9.0", "n": 1e-1})");
}

TEST_F(TransferTest, a_target_that_loses_what_it_is_given_is_found_out) {
  MemoryStore to;
  TransferCallbacks callbacks;
  callbacks.progress = [&](std::uint64_t done, std::uint64_t, std::string_view what) {
    if (what == "verifying" && done == 0) to.store.store_ownership("orders", "somebody else");
  };
  const auto error = error_of([&] { copy_contracts(from.store, to.store, callbacks); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_NE(error.message().find("'orders'"), std::string::npos) << error.message();
}

TEST_F(TransferTest, a_store_is_not_copied_onto_itself) {
  EXPECT_EQ(error_of([&] { copy_contracts(from.store, from.store); }).code(), ErrorCode::usage);
}

TEST_F(TransferTest, more_than_one_page_of_everything) {
  MemoryStore many;
  for (int i = 0; i < 1'203; ++i) {
    const auto name = "n" + std::to_string(i);
    const auto id = many.store.store_schema(name, "{}", "1");
    many.store.store_ownership(i % 2 ? id : name, "me");
    many.store.store_metadata(name, "{}", "table");
    many.store.store_governance_rule(name, "{}");
  }
  MemoryStore to;
  to.store.store_schema("n5", "{}", "0");
  const auto copied = copy_contracts(many.store, to.store);
  EXPECT_EQ(copied.contracts.created, 1'203u);
  EXPECT_EQ(copied.contracts.others, 1u);
  EXPECT_EQ(copied.governance_rules.created, 1'203u);
  EXPECT_EQ(copied.ownership.created, 602u);
  EXPECT_EQ(copied.metadata.created, 1'203u);
  EXPECT_EQ(copy_contracts(many.store, to.store).governance_rules.unchanged, 1'203u);
}

}  // namespace
}  // namespace pycharter::transfer
