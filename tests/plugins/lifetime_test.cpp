// Plugins that are loaded and used: by name and path, once, of another age, throwing.
#include <gtest/gtest.h>

#include <thread>

#include "error_of.h"
#include "plugin/instance.h"
#include "plugin/loader.h"
#include "plugin_folder.h"
#include "registry/registry.h"

namespace pycharter::plugin {
namespace {

using tests::error_of;
using tests::PluginFolder;

BackendInstance make(const PluginFolder& folder, std::string_view name, InstanceOptions options = {}) {
  return {load_plugin(folder.scan().find(name, PYCHARTER_BACKEND)), std::move(options)};
}

void keep_and_find(BackendInstance& backend) {
  auto store = backend.store();
  store.connect({.url = "old://"});
  EXPECT_TRUE(store.info().initialized);
  Record record;
  record.name = "user";
  EXPECT_EQ(store.put(std::span(&record, 1)), std::vector<std::string>{"the-one"});
  const auto found = store.find(Query{});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "user");
  EXPECT_FALSE(found[0].id.has_value());
}

TEST(Age, a_plugin_of_the_first_release_runs_under_this_core) {
  PluginFolder folder;
  folder.install("old", {{"capabilities", ""}});
  std::string logged;
  InstanceOptions options;
  options.callbacks.log = [&](int, std::string_view logger, std::string_view text) {
    logged = std::string(logger) + ": " + std::string(text);
  };
  auto backend = make(folder, "old", std::move(options));
  EXPECT_EQ(logged, "keeper: made");
  keep_and_find(backend);
  EXPECT_EQ(error_of([&] { backend.store().remove(Query{}); }).code(), ErrorCode::unsupported);
  EXPECT_EQ(error_of([&] { backend.store().connect({}); }).code(), ErrorCode::connect);
}

TEST(Age, a_plugin_of_a_later_minor_version_runs_under_this_core) {
  PluginFolder folder;
  const auto later = std::to_string(PYCHARTER_ABI_MAJOR) + '.' + std::to_string(PYCHARTER_ABI_MINOR + 1);
  folder.install("newer", {{"capabilities", "teleportation"}, {"abi", later}, {"aura", "green"}});
  auto backend = make(folder, "newer");
  keep_and_find(backend);
}

TEST(Throwing, leaves_the_plugin_as_an_error) {
  PluginFolder folder;
  folder.install("throwing", {{"settings", "refuse"}});
  const auto& loaded = load_plugin(folder.scan().find("throwing", PYCHARTER_BACKEND));
  EXPECT_EQ(error_of([&] {
              BackendInstance(loaded, {.settings = {{"refuse", "1"}}});
            }).message(),
            "the cluster is closed on Mondays");
  BackendInstance backend(loaded, {});
  auto store = backend.store();
  const auto error = error_of([&] { store.connect({.url = "throwing://me:geheim@host/"}); });
  EXPECT_EQ(error.code(), ErrorCode::auth);
  EXPECT_EQ(error.facts().sqlstate, "28P01");
  EXPECT_EQ(error.facts().backend, "throwing");
  EXPECT_EQ(error.message(), "no entry with throwing://me:***@host/");
  EXPECT_EQ(error_of([&] { store.info(); }).message(), "out of memory");
  EXPECT_EQ(error_of([&] { store.find(Query{}); }).code(), ErrorCode::internal);
  EXPECT_EQ(store.capabilities(), 0U);
}

TEST(Loading, happens_once_for_each_library) {
  PluginFolder folder;
  folder.install("old", {{"capabilities", ""}});
  const auto manifest = folder.scan().find("old", PYCHARTER_BACKEND);
  const auto* first = &load_plugin(manifest);
  const LoadedPlugin* other = nullptr;
  std::thread([&] { other = &load_plugin(manifest); }).join();
  EXPECT_EQ(first, other);
}

TEST(Loading, survives_the_removal_of_the_file) {
  PluginFolder folder;
  folder.install("old", {{"capabilities", ""}});
  auto backend = make(folder, "old");
  std::filesystem::remove(folder / "old.so");
  keep_and_find(backend);
}

TEST(Shadowing, is_reported_and_the_first_folder_wins) {
  PluginFolder first, second;
  first.install("old", {{"capabilities", ""}});
  second.install("old", {{"capabilities", ""}});
  const auto catalog = Catalog::scan({{{first.path(), "a"}, {second.path(), "b"}}, {}, {}});
  ASSERT_EQ(catalog.candidates().size(), 2U);
  EXPECT_EQ(catalog.candidates()[0].shadowed_by, "");
  EXPECT_EQ(catalog.candidates()[1].shadowed_by, first / "old.plugin");
  EXPECT_EQ(catalog.find("old", PYCHARTER_BACKEND).path, first / "old.plugin");
}

TEST(Shadowing, a_broken_plugin_does_not_hide_a_good_one) {
  PluginFolder first, second;
  first.write_manifest("old");
  second.install("old", {{"capabilities", ""}});
  const auto catalog = Catalog::scan({{{first.path(), "a"}, {second.path(), "b"}}, {}, {}});
  EXPECT_EQ(catalog.find("old", PYCHARTER_BACKEND).path, second / "old.plugin");
}

class Scheme : public testing::Test {
 protected:
  Scheme() {
    folder_.install("old", {{"capabilities", ""}, {"schemes", "keep shared"}});
    folder_.install("newer", {{"capabilities", ""}, {"schemes", "shared other"}});
  }
  registry::Registry registry(std::map<std::string, BackendOverride> overrides = {}) {
    auto settings = folder_.settings();
    settings.backends = std::move(overrides);
    return registry::Registry(Catalog::scan(settings));
  }
  PluginFolder folder_;
};

TEST_F(Scheme, leads_to_the_manifest_that_claims_it) {
  EXPECT_EQ(registry().backend_for_scheme("keep").name, "old");
  EXPECT_EQ(registry().schemes(), (std::vector<std::string>{"keep", "other", "shared"}));
}

TEST_F(Scheme, claimed_twice_is_a_conflict_that_the_configuration_decides) {
  const auto conflicts = registry().conflicts();
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts[0].scheme, "shared");
  EXPECT_EQ(conflicts[0].used, "newer");
  EXPECT_EQ(conflicts[0].other, "old");
  const auto decided = registry({{"shared", {"old", "test"}}});
  EXPECT_TRUE(decided.conflicts().empty());
  EXPECT_EQ(decided.backend_for_scheme("shared").name, "old");
}

TEST_F(Scheme, may_be_given_to_a_plugin_by_its_path) {
  PluginFolder elsewhere;
  elsewhere.install("old", {{"capabilities", ""}});
  for (const auto* file : {"old.so", "old.plugin"})
    EXPECT_EQ(registry({{"mine", {elsewhere / file, "test"}}}).backend_for_scheme("mine").path,
              elsewhere / "old.plugin");
}

TEST_F(Scheme, that_nobody_serves_names_the_nearest) {
  const auto error = error_of([&] { registry().backend_for_scheme("shard"); });
  EXPECT_EQ(error.code(), ErrorCode::plugin);
  EXPECT_NE(error.message().find("did you mean 'shared'?"), std::string::npos) << error.message();
}

}  // namespace
}  // namespace pycharter::plugin
