// With --claim-process the same tests in a process that is the plugin's own.
#include <gtest/gtest.h>

#include <cstdio>
#include <string_view>

#include "sqlite/block_pool.h"
#include "sqlite/handle.h"
#include "sqlite/process_settings.h"

namespace {

// A size that malloc would not round up so far.
bool memory_is_of_the_pool() {
  void* block = sqlite_api::sqlite3_malloc(1025);
  const auto size = sqlite_api::sqlite3_msize(block);
  sqlite_api::sqlite3_free(block);
  return size == pycharter::sqlite::BlockPool::rounded(1025);
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const bool claim = argc > 1 && std::string_view(argv[1]) == "--claim-process";
  if (claim) pycharter::sqlite::configure_process();
  if (claim != memory_is_of_the_pool()) {
    std::fputs("SQLite takes its memory from elsewhere than it was told\n", stderr);
    return 1;
  }
  return RUN_ALL_TESTS();
}
