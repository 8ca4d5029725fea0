#include "plugin/shared_object.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "temporary_folder.h"

namespace pycharter::plugin {
namespace {

constexpr const char* own_program = "/proc/self/exe";

bool needs(const LoadPlan& plan, std::string_view beginning) {
  return std::any_of(plan.needed.begin(), plan.needed.end(),
                     [&](const std::string& name) { return name.starts_with(beginning); });
}

TEST(SharedObject, tells_which_libraries_it_needs) {
  const auto plan = load_plan(own_program);
  EXPECT_TRUE(needs(plan, "libc.")) << testing::PrintToString(plan.needed);
  EXPECT_FALSE(needs(plan, "libpycharter")) << "this test links the layers alone";
}

TEST(SharedObject, has_no_plan_for_what_is_none) {
  const tests::TemporaryFolder folder;
  const auto text =
      folder.write("text.so", "no shared object, though longer than the header of one would be");
  for (const auto& path : {text, folder / "missing.so", folder.path()}) {
    const auto plan = load_plan(path);
    EXPECT_TRUE(plan.needed.empty()) << path;
    EXPECT_FALSE(plan.binds_now);
    EXPECT_FALSE(plan.has_search_path);
  }
}

// Whatever is left of it, names are whole or left out.
TEST(SharedObject, reads_no_further_than_a_truncated_file_goes) {
  const tests::TemporaryFolder folder;
  const auto whole = tests::read_file(own_program);
  const auto known = load_plan(own_program).needed;
  for (std::size_t size = 1; size < whole.size(); size = size * 2 + 1) {
    const auto plan = load_plan(folder.write("part.so", whole.substr(0, size)));
    for (const auto& name : plan.needed)
      EXPECT_NE(std::find(known.begin(), known.end(), name), known.end()) << name << " at " << size;
  }
}

}  // namespace
}  // namespace pycharter::plugin
