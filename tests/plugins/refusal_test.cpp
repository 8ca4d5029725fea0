// Every kind of plugin that must not run, and the words that say so.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error_of.h"
#include "plugin/instance.h"
#include "plugin/loader.h"
#include "plugin/sha256.h"
#include "plugin_folder.h"

namespace pycharter::plugin {
namespace {

using tests::error_of;
using tests::PluginFolder;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// What the catalog says against the only candidate.
std::string refused(const PluginFolder& folder) {
  const auto catalog = folder.scan();
  EXPECT_EQ(catalog.candidates().size(), 1U);
  return catalog.candidates().at(0).refused;
}

// What loading says against a candidate that the catalog let pass.
std::string load_error(const PluginFolder& folder, std::string_view name) {
  const auto catalog = folder.scan();
  const auto error = error_of([&] { load_plugin(catalog.find(name, PYCHARTER_BACKEND)); });
  EXPECT_EQ(error.code(), ErrorCode::plugin);
  return error.message();
}

std::string load_odd(const std::string& module, std::map<std::string, std::string> keys = {}) {
  PluginFolder folder;
  folder.copy(module, "odd");
  folder.write_manifest("odd", std::move(keys));
  return load_error(folder, "odd");
}

TEST(Refusal, of_a_library_without_the_symbol) {
  EXPECT_TRUE(holds(load_odd("odd_missing_symbol"), "no symbol pycharter_plugin_v1"));
}

TEST(Refusal, of_a_wrong_major_version_after_loading) {
  EXPECT_TRUE(holds(load_odd("odd_wrong_major"), "speaks plugin interface 2"));
}

TEST(Refusal, of_a_wrong_major_version_before_loading) {
  PluginFolder folder;
  folder.install("odd_bad_magic", {{"abi", "2.0"}});
  EXPECT_TRUE(holds(refused(folder), "built for plugin interface 2"));
}

TEST(Refusal, of_a_null_descriptor) {
  EXPECT_TRUE(holds(load_odd("odd_null"), "gave no descriptor"));
}

TEST(Refusal, of_a_bad_magic) {
  EXPECT_TRUE(holds(load_odd("odd_bad_magic"), "not a pycharter descriptor"));
}

TEST(Refusal, of_a_descriptor_that_is_too_short) {
  EXPECT_TRUE(holds(load_odd("odd_short"), "incomplete"));
}

TEST(Refusal, of_a_backend_without_a_store) {
  EXPECT_TRUE(holds(load_odd("odd_no_store"), "does not offer pycharter.store/1"));
}

TEST(Refusal, of_sql_that_is_not_claimed) {
  EXPECT_TRUE(holds(load_odd("odd_secret_sql"), "does not claim the capability sql"));
}

TEST(Refusal, of_a_manifest_that_lies) {
  EXPECT_TRUE(holds(load_odd("odd_plain", {{"version", "9.9"}}), "its version is '1.0'"));
  EXPECT_TRUE(holds(load_odd("odd_plain", {{"capabilities", "persistent cancel"}}), "set of capabilities"));
  PluginFolder renamed;
  renamed.copy("odd_plain", "even");
  renamed.write_manifest("even");
  EXPECT_TRUE(holds(load_error(renamed, "even"), "its name is 'odd'"));
  PluginFolder engine;
  engine.copy("odd_plain", "odd");
  engine.write_manifest("odd", {{"kind", "engine"}, {"schemes", ""}});
  const auto catalog = engine.scan();
  const auto error = error_of([&] { load_plugin(catalog.find("odd", PYCHARTER_ENGINE)); });
  EXPECT_TRUE(holds(error.message(), "its kind is 'backend'")) << error.message();
}

TEST(Refusal, of_an_instance_that_was_not_made) {
  PluginFolder folder;
  folder.copy("odd_plain", "odd");
  folder.write_manifest("odd");
  const auto& loaded = load_plugin(folder.scan().find("odd", PYCHARTER_BACKEND));
  const auto error = error_of([&] { BackendInstance instance(loaded, {}); });
  EXPECT_TRUE(holds(error.message(), "made no instance"));
}

TEST(Refusal, of_a_missing_dependency) {
  PluginFolder folder;
  folder.install("needs_absent");
  const auto message = load_error(folder, "needs_absent");
  EXPECT_TRUE(holds(message, "it needs libpycharter_test_gone.so.9")) << message;
}

TEST(Refusal, of_a_function_that_is_nowhere_however_the_library_was_linked) {
  for (const auto* module : {"unbound_now", "unbound_lazy"}) {
    PluginFolder folder;
    folder.install(module);
    const auto message = load_error(folder, module);
    EXPECT_TRUE(holds(message, "undefined symbol: pycharter_test_absent")) << message;
  }
}

TEST(Refusal, of_another_architecture) {
  PluginFolder folder;
  const auto library = folder.copy("odd_plain", "odd");
  std::fstream file(library, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(18);  // e_machine
  file.write("\x15\x00", 2);
  file.close();
  folder.write_manifest("odd");
  EXPECT_TRUE(holds(refused(folder), "built for another architecture: PPC64")) << refused(folder);
}

TEST(Refusal, of_a_truncated_library_at_every_length) {
  PluginFolder folder;
  const auto library = folder.copy("odd_plain", "odd");
  folder.write_manifest("odd");
  const auto size = std::filesystem::file_size(library);
  for (const auto length :
       {size - 1, size / 2, size / 4, std::uintmax_t{100}, std::uintmax_t{10}, std::uintmax_t{0}}) {
    std::filesystem::resize_file(library, length);
    EXPECT_FALSE(refused(folder).empty()) << length << " of " << size;
  }
}

TEST(Refusal, of_what_is_no_library) {
  PluginFolder folder;
  folder.write_manifest("odd");
  EXPECT_TRUE(holds(refused(folder), "No such file"));
  std::ofstream(folder / "odd.so") << "#!/bin/sh\n";
  EXPECT_TRUE(holds(refused(folder), "no shared object"));
  std::filesystem::remove(folder / "odd.so");
  std::filesystem::create_directory(folder / "odd.so");
  EXPECT_TRUE(holds(refused(folder), "not a regular file"));
  std::filesystem::remove(folder / "odd.so");
  ASSERT_EQ(mkfifo((folder / "odd.so").c_str(), 0600), 0);
  EXPECT_TRUE(holds(refused(folder), "not a regular file"));
}

TEST(Refusal, of_what_others_may_write) {
  PluginFolder folder;
  const auto library = folder.copy("odd_plain", "odd");
  const auto manifest = folder.write_manifest("odd");
  ASSERT_EQ(refused(folder), "");
  for (const auto& path : {library, manifest}) {
    chmod(path.c_str(), 0666);
    EXPECT_TRUE(holds(refused(folder), "may be written by others")) << path;
    chmod(path.c_str(), 0644);
  }
  chmod(folder.path().c_str(), 0777);
  const auto catalog = folder.scan();
  EXPECT_TRUE(catalog.candidates().empty());
  EXPECT_TRUE(holds(catalog.folders().at(0).refused, "may be written by others"));
  chmod(folder.path().c_str(), 0700);
}

TEST(Refusal, of_a_link_that_leaves_the_folder) {
  PluginFolder elsewhere;
  const auto outside = elsewhere.copy("odd_plain", "odd");
  PluginFolder folder;
  folder.write_manifest("odd");
  std::filesystem::create_symlink(outside, folder / "odd.so");
  EXPECT_TRUE(holds(refused(folder), "leads out of its folder"));
  std::filesystem::remove(folder / "odd.so");
  folder.copy("odd_plain", "odd-1.0");
  std::filesystem::create_symlink("odd-1.0.so", folder / "odd.so");
  EXPECT_EQ(refused(folder), "");
}

TEST(Refusal, of_a_checksum_that_is_not_the_pinned_one) {
  PluginFolder folder;
  const auto library = folder.copy("odd_plain", "odd");
  folder.write_manifest("odd");
  auto settings = folder.settings();
  settings.pins["odd"] = std::string(64, '0');
  EXPECT_TRUE(holds(Catalog::scan(settings).candidates().at(0).refused, "sha256 pins 'odd'"));
  settings.pins["odd"] = sha256_of_file(library);
  EXPECT_TRUE(Catalog::scan(settings).candidates().at(0).usable());
}

TEST(Refusal, of_folders_that_cannot_be_searched) {
  SearchSettings settings;
  settings.folders = {
      {"relative", "test"}, {"/nonexistent/plugins", "test"}, {std::string("/a\0b", 4), "test"}};
  const auto catalog = Catalog::scan(settings);
  EXPECT_EQ(catalog.folders().at(0).refused, "not an absolute path");
  EXPECT_EQ(catalog.folders().at(1).refused, "no such folder");
  EXPECT_TRUE(holds(catalog.folders().at(2).refused, "NUL"));
}

TEST(Refusal, lists_every_place_and_every_reason) {
  PluginFolder folder;
  folder.write_manifest("acme", {{"abi", "7.1"}});
  folder.write_manifest("broken", {{"kind", "spaceship"}});
  const auto catalog = folder.scan();
  const auto error = error_of([&] { catalog.find("acme", PYCHARTER_BACKEND); });
  EXPECT_TRUE(holds(error.message(), folder.path() + " (test)")) << error.message();
  EXPECT_TRUE(holds(error.message(), "acme.plugin: it was built for plugin interface 7")) << error.message();
  EXPECT_TRUE(holds(error.message(), "broken.plugin: the manifest")) << error.message();
}

}  // namespace
}  // namespace pycharter::plugin
