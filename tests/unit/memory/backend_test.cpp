#include "memory/backend.h"

#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

#include <thread>

namespace pycharter::memory {
namespace {

std::size_t schemas_in(MemoryBackend& backend) {
  std::size_t count = 0;
  backend.find({}, [&](const plugin::Record&) { return ++count, true; });
  return count;
}

void put_schema(MemoryBackend& backend, const std::string& name) {
  plugin::Record record;
  record.name = name;
  record.version = "1";
  record.document = "{}";
  backend.put({&record, 1});
}

struct Open : MemoryBackend {
  explicit Open(const std::string& url) : MemoryBackend({}, {}) { connect({.url = url}); }
};

TEST(MemoryBackend, a_database_without_name_is_of_one_store) {
  Open first("memory://");
  Open second("memory://");
  put_schema(first, "a");
  EXPECT_EQ(schemas_in(first), 1u);
  EXPECT_EQ(schemas_in(second), 0u);
}

TEST(MemoryBackend, a_named_database_is_shared_and_goes_with_its_last_store) {
  {
    Open first("memory://shared");
    Open second("memory://shared");
    Open other("memory://other");
    put_schema(first, "a");
    EXPECT_EQ(schemas_in(second), 1u);
    EXPECT_EQ(schemas_in(other), 0u);
  }
  Open later("memory://shared");
  EXPECT_EQ(schemas_in(later), 0u);
}

TEST(MemoryBackend, disconnecting_loses_nothing) {
  Open backend("memory://");
  put_schema(backend, "a");
  backend.disconnect();
  EXPECT_THROW(schemas_in(backend), Error);
  backend.connect({.url = "memory://"});
  EXPECT_EQ(schemas_in(backend), 1u);
}

TEST(MemoryBackend, a_url_with_more_than_a_name_is_refused) {
  for (const auto* url : {"memory://user@name", "memory://name:1", "memory://name/x", "memory://name?x=1"}) {
    MemoryBackend backend({}, {});
    EXPECT_THROW(backend.connect({.url = url}), Error) << url;
  }
}

TEST(MemoryBackend, a_reader_may_write_while_it_reads) {
  Open backend("memory://");
  put_schema(backend, "a");
  backend.find({}, [&](const plugin::Record&) { return put_schema(backend, "b"), true; });
  EXPECT_EQ(schemas_in(backend), 2u);
}

TEST(MemoryBackend, threads_share_a_named_database) {
  Open backend("memory://threads");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      Open own("memory://threads");
      for (int i = 0; i < 100; ++i)
        put_schema(own, std::to_string(t) + '-' + std::to_string(i));
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(schemas_in(backend), 400u);
}

}  // namespace
}  // namespace pycharter::memory
