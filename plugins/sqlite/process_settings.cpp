#include "sqlite/process_settings.h"

#include <mutex>

#include "sqlite/block_pool.h"
#include "sqlite/handle.h"

namespace pycharter::sqlite {
namespace {

constinit BlockPool pool;

std::size_t to_size(int size) {
  return static_cast<std::size_t>(size);
}

// Reading the schema anew, as after each ALTER TABLE, is thousands of small blocks, and distributions build
// SQLite without the lists of free ones that it would have for them (Debian: OMIT_LOOKASIDE). A third of its
// time went with malloc.
sqlite_api::sqlite3_mem_methods memory_methods() {
  sqlite_api::sqlite3_mem_methods methods{};
  methods.xMalloc = [](int size) { return pool.allocate(to_size(size)); };
  methods.xFree = [](void* block) { pool.release(block); };
  methods.xRealloc = [](void* block, int size) { return pool.reallocate(block, to_size(size)); };
  methods.xSize = [](void* block) { return static_cast<int>(BlockPool::size_of(block)); };
  methods.xRoundup = [](int size) { return static_cast<int>(BlockPool::rounded(to_size(size))); };
  methods.xInit = [](void*) { return SQLITE_OK; };
  methods.xShutdown = [](void*) {};
  return methods;
}

void configure() noexcept {
  // Neither counts of the memory in use nor a mutex around each connection: a tenth of the time.
  sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  pool.adopt_this_thread();
  const auto methods = memory_methods();
  sqlite_api::sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

}  // namespace

void configure_process() noexcept {
  static std::once_flag once;
  std::call_once(once, &configure);
}

}  // namespace pycharter::sqlite
