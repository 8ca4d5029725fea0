#include "plugin/manifest.h"

#include <gtest/gtest.h>

#include <pycharter/plugin/abi.h>

#include "error_of.h"
#include "temporary_folder.h"

namespace pycharter::plugin {
namespace {

using tests::error_of;

constexpr const char* path = "/opt/acme/acme.plugin";
const std::string good =
    "[plugin]\nname = acme\nkind = backend\nversion = 1.2\nlibrary = lib/acme.so\nabi = 1.0\n"
    "capabilities = persistent, sql\nschemes = acme acmes\ndescription = An Acme cluster\nsettings = "
    "key_prefix\n";

std::string replaced(const std::string& line, const std::string& by) {
  auto text = good;
  const auto at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  return text.replace(at, line.size(), by);
}

TEST(Manifest, says_everything_without_loading) {
  const auto manifest = parse_manifest(good, path);
  EXPECT_EQ(manifest.name, "acme");
  EXPECT_EQ(manifest.kind, std::uint32_t{PYCHARTER_BACKEND});
  EXPECT_EQ(manifest.version, "1.2");
  EXPECT_EQ(manifest.library, "/opt/acme/lib/acme.so");
  EXPECT_EQ(manifest.abi_major, 1);
  EXPECT_EQ(manifest.capabilities, PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_SQL);
  EXPECT_EQ(manifest.schemes, (std::vector<std::string>{"acme", "acmes"}));
  EXPECT_EQ(manifest.description, "An Acme cluster");
  EXPECT_EQ(manifest.settings, std::vector<std::string>{"key_prefix"});
}

struct Broken {
  std::string name;
  std::string text;
  std::string message;
  int line;
};

class BrokenManifest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenManifest, names_the_place_and_what_is_wrong) {
  const auto error = error_of([&] { parse_manifest(GetParam().text, path); });
  EXPECT_EQ(error.code(), ErrorCode::plugin);
  EXPECT_NE(error.message().find(GetParam().message), std::string::npos) << error.message();
  EXPECT_NE(error.message().find(path), std::string::npos) << error.message();
  EXPECT_EQ(error.facts().file, path);
  EXPECT_EQ(error.facts().line, GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenManifest,
    testing::Values(
        Broken{"without_section", "name = x\n", "broken", 1},
        Broken{"other_section", "[x]\na = 1\n", "no [plugin]", 0},
        Broken{"without_name", replaced("name = acme\n", ""), "[plugin] name is missing", 0},
        Broken{"empty_name", replaced("name = acme", "name ="), "[plugin] name is missing", 2},
        Broken{"bad_name", replaced("name = acme", "name = ../acme"), "a plugin's name", 2},
        Broken{"long_name", replaced("name = acme", "name = " + std::string(65, 'a')), "a plugin's name", 2},
        Broken{"bad_kind", replaced("backend", "frontend"), "kind is backend or engine", 3},
        Broken{"absolute_library", replaced("lib/acme.so", "/lib/acme.so"), "must be relative", 5},
        Broken{"library_above", replaced("lib/acme.so", "../acme.so"), "must stay in", 5},
        Broken{"library_above_within", replaced("lib/acme.so", "lib/../../acme.so"), "must stay in", 5},
        Broken{"library_is_folder", replaced("lib/acme.so", "lib/"), "must stay in", 5},
        Broken{"bad_abi", replaced("abi = 1.0", "abi = 1"), "MAJOR.MINOR", 6},
        Broken{"negative_abi", replaced("abi = 1.0", "abi = -1.0"), "MAJOR.MINOR", 6},
        Broken{"huge_abi", replaced("abi = 1.0", "abi = 99999999999.0"), "MAJOR.MINOR", 6},
        Broken{"unknown_capability", replaced("sql", "sqll"), "did you mean 'sql'?", 7},
        Broken{"backend_without_scheme", replaced("schemes = acme acmes\n", ""), "schemes is missing", 0},
        Broken{"bad_scheme", replaced("acmes", "Acme:"), "is no URL scheme", 8},
        Broken{"engine_with_scheme", replaced("backend", "engine"), "only a backend", 8},
        Broken{"twice", good + "name = other\n", "broken", 11}),
    [](const auto& given) { return given.param.name; });

TEST(Manifest, of_a_newer_interface_may_have_unknown_capabilities) {
  const auto newer = parse_manifest(
      "[plugin]\nname = n\nkind = engine\nversion = 1\nlibrary = n.so\nabi = 1.9\ncapabilities = flight\n",
      path);
  EXPECT_EQ(newer.capabilities, 0U);
}

TEST(Manifest, is_refused_when_it_is_huge_or_binary_or_no_file) {
  const tests::TemporaryFolder folder;
  const auto huge = folder.write("huge.plugin", good + std::string(max_manifest_size, ' '));
  EXPECT_NE(error_of([&] { read_manifest(huge); }).message().find("larger than"), std::string::npos);
  const auto binary = folder.write("binary.plugin", std::string("\x7f"
                                                                "ELF\0\0\1\2\xff",
                                                                9));
  EXPECT_EQ(error_of([&] { read_manifest(binary); }).code(), ErrorCode::plugin);
  EXPECT_NE(error_of([&] { read_manifest(folder.path()); }).message().find("not a regular file"),
            std::string::npos);
  EXPECT_NE(error_of([&] { read_manifest(folder / "none.plugin"); }).message().find("No such file"),
            std::string::npos);
}

}  // namespace
}  // namespace pycharter::plugin
