// Store operations beside the bare client library doing the same statements, prepared.
//
//   store_bench --benchmark_out=store.json --benchmark_out_format=json && python3 ratios.py store.json
//
// Names are DATABASE/OPERATION/store and DATABASE/OPERATION/client; ratios.py puts them side by side. The
// client does what a careful programmer would: the statements that are needed and no more, prepared once,
// with bound values, and it gives what the store gives; a complete schema it merges with Boost.JSON. `rows`
// is the same without merging: what the database alone takes. The store besides checks every document that
// goes in or out, but the one that it read just before; `another` is its get of two in turns. Every
// repetition opens connections of its own: two connections to one server can differ by a factor through
// placement alone, so a ratio means something only over several repetitions
// (--benchmark_repetitions with random interleaving).
#include <stdlib.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <array>
#include <filesystem>
#include <functional>

#include "contender.h"
#include "pycharter/metadata_store.h"

namespace pycharter::bench {

std::string merged(const Rows& rows) {
  auto document = boost::json::parse(rows.schema);
  auto& properties = document.at("properties").as_object();
  const auto coercions = boost::json::parse(rows.coercion), checks = boost::json::parse(rows.validation);
  for (const auto& [name, rule] : coercions.as_object())
    if (auto* property = properties.if_contains(name)) property->as_object()["coercion"] = rule;
  for (const auto& [name, rules] : checks.as_object()) {
    auto* property = properties.if_contains(name);
    if (property == nullptr) continue;
    auto& validations = property->as_object()["validations"];
    if (!validations.is_object()) validations.emplace_object();
    for (const auto& [key, value] : rules.as_object())
      validations.as_object()[key] = value;
  }
  return boost::json::serialize(document);
}

const std::vector<std::string>& many_names() {
  static const std::vector<std::string> names = [] {
    const char* given = getenv("PYCHARTER_BENCH_MANY");
    const int count = given == nullptr ? 10'000 : atoi(given);
    if (count <= 0 || count % 500 != 0)
      throw std::runtime_error("PYCHARTER_BENCH_MANY is no multiple of 500");
    std::vector<std::string> made;
    char name[32];
    for (int i = 0; i < count; ++i) {
      snprintf(name, sizeof name, "bulk.%06d", i);
      made.emplace_back(name);
    }
    return made;
  }();
  return names;
}

// Another of the same size.
std::string document_with(char least_length) {
  auto document = schema_document;
  document[document.find("minLength\":1") + 11] = least_length;
  return document;
}

const std::string& next_document() {
  static const std::string other = document_with('2');
  static bool turn = false;
  turn = !turn;
  return turn ? other : schema_document;
}

std::string server_url(const std::string& variable) {
  const char* url = getenv(variable.c_str());
  if (url == nullptr) throw std::runtime_error(variable + " is not set");
  return url;
}

namespace {

class Store : public Contender {
 public:
  explicit Store(const std::string& url) : store_(url) {
    store_.connect();
    id_ = store_.store_schema("bench", schema_document, "1.0.0");
    other_id_ = store_.store_schema("bench.other", document_with('3'), "1.0.0");
    store_.store_coercion_rules(id_, rules_document, "1.0.0");
    store_.store_validation_rules(id_, checks_document, "1.0.0");
    for (auto& many : many_) {
      const auto& document = next_document();
      for (const auto& name : many_names())
        many.push_back({name, document, "1.0.0"});
    }
  }
  void put() override { store_.store_schema("bench", next_document(), "1.0.0"); }
  void get() override { benchmark::DoNotOptimize(store_.get_schema(id_)); }
  void get_another() override {
    turn_ = 1 - turn_;
    benchmark::DoNotOptimize(store_.get_schema(turn_ == 0 ? id_ : other_id_));
  }
  void complete() override { benchmark::DoNotOptimize(store_.get_complete_schema(id_)); }
  void list() override { benchmark::DoNotOptimize(store_.list_schemas()); }
  void bulk() override {
    turn_ = 1 - turn_;
    benchmark::DoNotOptimize(store_.store_many(many_[turn_]));
  }

 private:
  MetadataStore store_;
  std::string id_, other_id_;
  std::array<std::vector<SchemaDocument>, 2> many_;  // of either document
  std::size_t turn_ = 0;
};

std::string scratch_folder() {
  static const std::string path = [] {
    char folder[] = "/tmp/store_bench_XXXXXX";
    if (mkdtemp(folder) == nullptr) throw std::runtime_error("mkdtemp");
    return std::string(folder);
  }();
  return path;
}

struct Database {
  std::string name;
  const char* variable;  // that holds the server's URL; null: a file
  std::unique_ptr<Contender> (*client)(const std::string& url);
};

const Database databases[] = {
    {"sqlite", nullptr, &sqlite_client},
    {"postgresql", "PYCHARTER_TEST_POSTGRESQL_URL", &postgresql_client},
#ifdef PYCHARTER_BENCH_MYSQL
    {"mysql", "PYCHARTER_TEST_MYSQL_URL", &mysql_client},
#endif
#ifdef PYCHARTER_BENCH_REDIS
    {"redis", "PYCHARTER_TEST_REDIS_URL", &redis_client},
#endif
#ifdef PYCHARTER_BENCH_MONGODB
    {"mongodb", "PYCHARTER_TEST_MONGODB_URL", &mongodb_client},
#endif
};

struct Operation {
  std::string name;
  void (Contender::*work)();
  std::vector<std::string> ways = {"store", "client"};
};

const Operation operations[] = {
    {"put", &Contender::put},
    {"get", &Contender::get},
    {"get", &Contender::get_another, {"another"}},
    {"complete_schema", &Contender::complete},
    {"complete_schema", &Contender::rows, {"rows"}},
    {"bulk", &Contender::bulk},  // before the list, which lists what it stored
    {"list", &Contender::list},
};

using Make = std::function<std::unique_ptr<Contender>()>;

void add(const std::string& name, const Operation& operation, const Make& make) {
  auto* added = benchmark::RegisterBenchmark(name.c_str(), [make, &operation](benchmark::State& state) {
    const auto contender = make();
    for (auto _ : state)
      (contender.get()->*operation.work)();
    state.SetItemsProcessed(state.iterations());
  });
  added->UseRealTime();
  // So many and no more: for counting instructions.
  if (const char* iterations = getenv("PYCHARTER_BENCH_ITERATIONS")) added->Iterations(atoi(iterations));
}

void add(const Database& database) {
  const auto place =
      database.variable == nullptr ? scratch_folder() + "/contracts.db" : server_url(database.variable);
  const auto url = database.variable == nullptr ? "sqlite:///" + place : place;
  const auto store = [url] { return std::make_unique<Store>(url); };
  const auto client = [place, make = database.client] { return make(place); };
  store()->bulk();  // makes the tables, and what is listed
  for (const auto& operation : operations) {
    for (const auto& way : operation.ways)
      add(database.name + '/' + operation.name + '/' + way, operation,
          way == "store" || way == "another" ? Make(store) : Make(client));
  }
}

}  // namespace
}  // namespace pycharter::bench

// PYCHARTER_BENCH_DATABASES="sqlite redis" leaves the others out.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const char* chosen = getenv("PYCHARTER_BENCH_DATABASES");
  const std::string words = chosen == nullptr ? "" : ' ' + std::string(chosen) + ' ';
  for (const auto& database : pycharter::bench::databases)
    if (words.empty() || words.find(' ' + database.name + ' ') != std::string::npos)
      pycharter::bench::add(database);
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove_all(pycharter::bench::scratch_folder());
}
