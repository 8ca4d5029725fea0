// A MetadataStore over a memory backend that can be told to fail.
#ifndef PYCHARTER_TESTS_UNIT_TRANSFER_MEMORY_STORE_H
#define PYCHARTER_TESTS_UNIT_TRANSFER_MEMORY_STORE_H

#include <pycharter/metadata_store.h>

#include "faulty_backend.h"
#include "store/session.h"

namespace pycharter::transfer {

struct MemoryAccess : store::BackendAccess {
  testing::FaultyBackend& backend;
  bool keeps_text;
  plugin::StoreClient store_client;
  std::string word = "memory";
  std::string whole_url = "memory://";

  MemoryAccess(testing::FaultyBackend& faulty, bool text)
      : backend(faulty), keeps_text(text), store_client(faulty.client()) {}
  const std::string& name() const override { return word; }
  const std::string& url() const override { return whole_url; }
  const std::string& masked_url() const override { return whole_url; }
  plugin::StoreClient& client() override { return store_client; }
  bool has_sql() const override { return false; }
  std::vector<std::string> capabilities() override {
    return keeps_text ? std::vector<std::string>{"text_documents"} : std::vector<std::string>{};
  }
  void migrate_to_head() override {}
  std::optional<std::string> revision() override { return {}; }
};

struct MemoryStore {
  testing::FaultyBackend backend;
  MetadataStore store;

  explicit MemoryStore(bool keeps_text = true)
      : store(std::make_unique<store::Session>(std::make_unique<MemoryAccess>(backend, keeps_text))) {
    store.connect();
  }
};

}  // namespace pycharter::transfer

#endif
