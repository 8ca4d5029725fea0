// store_load write URL JOURNAL      threads write and read contracts until standard input ends
// store_load verify URL JOURNAL     what was acknowledged is there, nothing twice, nothing in part
//
// A step that fails because the database is not there is repeated, as a host would. After the end of the
// input every thread has to get through a whole round within a time. The last line of output is JSON.
#include <pycharter/store_pool.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "journal.h"
#include "workload.h"

namespace pycharter::faults {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int thread_count = 8;
constexpr auto recovery_limit = 60s;

// What a host must expect of a database that goes away and comes back.
bool is_expected(ErrorCode code) {
  return code == ErrorCode::connect || code == ErrorCode::cancelled || code == ErrorCode::locked;
}

class Failures {
 public:
  void add(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (all_.insert(text).second) std::fprintf(stderr, "FAILED: %s\n", text.c_str());
  }
  bool any() const { return !all_.empty(); }

 private:
  std::mutex mutex_;
  std::set<std::string> all_;
};

class Writer {
 public:
  Writer(const std::string& url, const std::string& journal)
      : journal_(journal),
        pool_(url, {},
              {.size = thread_count - 2, .checkout_timeout = 10s, .connect = {.call_timeout = 10s}}) {}

  bool run() {
    pool_.checkout();  // makes the tables: where DDL commits by itself, half of them would need repair
    std::vector<std::thread> threads;
    for (int i = 0; i < thread_count; ++i)
      threads.emplace_back([this, i] { rounds(std::to_string(getpid()) + '-' + std::to_string(i)); });
    std::puts("writing");
    std::fflush(stdout);
    while (std::cin.get() != EOF) {
    }
    deadline_ = Clock::now() + recovery_limit;
    ending_ = true;
    for (auto& thread : threads)
      thread.join();
    std::printf("{\"done\": %d, \"interrupted\": %d}\n", done_.load(), interrupted_.load());
    return !failures_.any();
  }

 private:
  void rounds(const std::string& thread) {
    try {
      for (int i = 0; !ending_; ++i)
        round(thread, i);
      round(thread, -1);  // the one that has to come through
    } catch (const std::exception& error) {
      failures_.add(thread + ": " + error.what());
    }
  }

  void round(const std::string& thread, int i) {
    const auto name = thread + '.' + (i < 0 ? "last" : std::to_string(i));
    std::string id;
    step("schema", name, 0,
         [&](MetadataStore& store) { id = store.store_schema(name, schema_text(name), "1"); });
    step("coercion", name, 0,
         [&](MetadataStore& store) { store.store_coercion_rules(id, rules_text(name), "1"); });
    step("governance", name, 0,
         [&](MetadataStore& store) { store.store_governance_rule(name, rules_text(name), id); });
    std::vector<SchemaDocument> batch;
    for (int k = 0; k < schemas_of_batch; ++k)
      batch.push_back({batch_schema(name, k), schema_text(name), "1"});
    step("batch", name, 0, [&](MetadataStore& store) { store.store_many(batch); });
    if (i >= 0)
      step("counter", thread, i, [&](MetadataStore& store) {
        store.store_ownership(thread, std::to_string(i), std::to_string(i), counter_text(i));
      });
    read(thread, name, id, i);
  }

  // Repeats the write until it is acknowledged.
  void step(const std::string& kind, const std::string& key, int n,
            const std::function<void(MetadataStore&)>& write) {
    journal_.tried(kind, key, n);
    repeat(kind + ' ' + key, write);
    journal_.done(kind, key, n);
    ++done_;
  }

  // What was acknowledged is read while others fail.
  void read(const std::string& thread, const std::string& name, const std::string& id, int n) {
    repeat("read " + name, [&](MetadataStore& store) {
      if (store.get_complete_schema(id) != complete_text(name)) failures_.add(name + " reads otherwise");
    });
    if (n < 0) return;
    repeat("read " + thread, [&](MetadataStore& store) {
      const auto owner = store.get_ownership(thread);
      if (!owner || owner->owner != std::to_string(n) || owner->team != owner->owner ||
          owner->additional_info != counter_text(n))
        failures_.add("counter " + thread + " is not " + std::to_string(n));
    });
  }

  void repeat(const std::string& what, const std::function<void(MetadataStore&)>& work) {
    for (;;) {
      try {
        auto store = pool_.checkout();
        work(*store);
        return;
      } catch (const Error& error) {
        if (!is_expected(error.code()))
          throw std::runtime_error(what + ": " + to_string(error.code()) + ": " + error.message());
        ++interrupted_;
        if (ending_ && Clock::now() > deadline_)
          throw std::runtime_error(what + " does not recover: " + error.message());
      }
      std::this_thread::sleep_for(20ms);
    }
  }

  Journal journal_;
  StorePool pool_;
  Failures failures_;
  std::atomic<bool> ending_ = false;
  Clock::time_point deadline_;  // written before ending_
  std::atomic<int> done_ = 0;
  std::atomic<int> interrupted_ = 0;
};

class Verifier {
 public:
  Verifier(const std::string& url, const std::string& journal)
      : store_(url), journal_(read_journal(journal)) {
    store_.connect();
    const auto all = store_.capabilities();
    transactions_ = std::find(all.begin(), all.end(), "transactions") != all.end();
  }

  bool run() {
    find_schemas();
    for (const auto& [name, written] : journal_["schema"])
      if (written.done >= 0 && !ids_.contains(name)) failures_.add("schema " + name + " is lost");
    for (const auto& [name, written] : journal_["coercion"])
      if (written.done >= 0 && store_.get_complete_schema(ids_[name]) != complete_text(name))
        failures_.add("contract " + name + " is not as it was written");
    find_rules();
    for (const auto& [name, written] : journal_["batch"])
      check_batch(name, written);
    for (const auto& [thread, written] : journal_["counter"])
      check_counter(thread, written);
    std::printf("{\"schemas\": %zu, \"counters\": %zu}\n", ids_.size(), journal_["counter"].size());
    if (journal_["counter"].empty()) failures_.add("nothing was written");
    return !failures_.any();
  }

 private:
  void find_schemas() {
    for (const auto& entry : store_.list_schemas())
      if (!ids_.emplace(entry.name, entry.id).second)
        failures_.add("schema " + entry.name + " is there twice");
  }

  void find_rules() {
    std::set<std::string> found;
    for (const auto& rule : store_.get_governance_rules()) {
      if (!found.insert(rule.name).second) failures_.add("rule " + rule.name + " is there twice");
      if (rule.definition != rules_text(rule.name)) failures_.add("rule " + rule.name + " is another");
    }
    for (const auto& [name, written] : journal_["governance"])
      if (written.done >= 0 && !found.contains(name)) failures_.add("rule " + name + " is lost");
  }

  void check_batch(const std::string& name, const Written& written) {
    int found = 0;
    for (int i = 0; i < schemas_of_batch; ++i)
      found += ids_.contains(batch_schema(name, i)) ? 1 : 0;
    if (written.done >= 0 && found != schemas_of_batch)
      failures_.add("of batch " + name + " something is lost");
    if (transactions_ && found != 0 && found != schemas_of_batch)
      failures_.add("of batch " + name + " there is a part");
  }

  void check_counter(const std::string& thread, const Written& written) {
    const auto owner = store_.get_ownership(thread);
    const int n = owner ? std::stoi(owner->owner) : -1;
    if (n < written.done || n > written.tried)
      failures_.add("counter " + thread + " is " + std::to_string(n) + ", not " +
                    std::to_string(written.done));
    if (owner && (owner->team != owner->owner || owner->additional_info != counter_text(n)))
      failures_.add("counter " + thread + " is of two writes");
  }

  MetadataStore store_;
  std::map<std::string, std::map<std::string, Written>> journal_;
  std::map<std::string, std::string> ids_;  // of schemas, by name
  Failures failures_;
  bool transactions_ = false;
};

}  // namespace
}  // namespace pycharter::faults

int main(int argc, char** argv) {
  using namespace pycharter::faults;
  const std::string action = argc == 4 ? argv[1] : "";
  try {
    if (action == "write") return Writer(argv[2], argv[3]).run() ? 0 : 1;
    if (action == "verify") return Verifier(argv[2], argv[3]).run() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "FAILED: %s\n", error.what());
    return 1;
  }
  std::fputs("usage: store_load write|verify URL JOURNAL\n", stderr);
  return 2;
}
