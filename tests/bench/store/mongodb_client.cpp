#include <mongoc/mongoc.h>
#include <pycharter/plugin/url.h>

#include "contender.h"

namespace pycharter::bench {
namespace {

struct FreeBson {
  void operator()(bson_t* document) const { bson_destroy(document); }
};
using Bson = std::unique_ptr<bson_t, FreeBson>;

Bson from_json(const std::string& text) {
  bson_error_t error;
  Bson document(bson_new_from_json(reinterpret_cast<const std::uint8_t*>(text.data()),
                                   static_cast<ssize_t>(text.size()), &error));
  if (!document) throw std::runtime_error(error.message);
  return document;
}

// The collections of PyCharter 0.0.3. Keys are written as servers take them that refuse a `$`.
class MongodbClient : public Contender {
 public:
  explicit MongodbClient(const std::string& text)
      : client_(mongoc_client_new(text.c_str()), &mongoc_client_destroy) {
    mongoc_client_set_error_api(client_.get(), MONGOC_ERROR_API_VERSION_2);
    const auto database = plugin::parse_url(text).database.value_or("");
    for (const auto* name : {"schemas", "coercion_rules", "validation_rules"})
      collections_.emplace_back(mongoc_client_get_collection(
                                    client_.get(), (database.empty() ? "pycharter" : database).c_str(), name),
                                &mongoc_collection_destroy);
  }
  void put() override {
    check([&](bson_error_t* error) {
      return mongoc_collection_replace_one(schemas(), key_of("bench").get(), record_of("bench").get(),
                                           upsert_.get(), nullptr, error);
    });
  }
  void get() override { benchmark::DoNotOptimize(find(schemas(), key_of("bench"), "schema")); }
  void complete() override { benchmark::DoNotOptimize(merged(read())); }
  void rows() override { benchmark::DoNotOptimize(read()); }
  void list() override {
    const auto options =
        from_json(R"({"projection": {"name": 1, "version": 1}, "sort": {"name": 1, "_id": 1}})");
    std::vector<Entry> entries;
    const Bson all(bson_new());
    const Cursor cursor(mongoc_collection_find_with_opts(schemas(), all.get(), options.get(), nullptr),
                        &mongoc_cursor_destroy);
    for (const bson_t* found = nullptr; mongoc_cursor_next(cursor.get(), &found);)
      entries.push_back({"", field(found, "name"), field(found, "version")});
    benchmark::DoNotOptimize(entries);
  }
  void bulk() override {
    for (std::size_t i = 0; i < many_names().size(); i += slice) {
      const std::unique_ptr<mongoc_bulk_operation_t, decltype(&mongoc_bulk_operation_destroy)> bulk(
          mongoc_collection_create_bulk_operation_with_opts(schemas(), nullptr),
          &mongoc_bulk_operation_destroy);
      for (std::size_t j = i; j < i + slice && j < many_names().size(); ++j)
        check([&](bson_error_t* error) {
          const auto& name = many_names()[j];
          return mongoc_bulk_operation_replace_one_with_opts(bulk.get(), key_of(name).get(),
                                                             record_of(name).get(), upsert_.get(), error);
        });
      check([&](bson_error_t* error) {
        return mongoc_bulk_operation_execute(bulk.get(), nullptr, error) != 0;
      });
    }
  }

 private:
  static constexpr std::size_t slice = 50;
  using Collection = std::unique_ptr<mongoc_collection_t, decltype(&mongoc_collection_destroy)>;
  using Cursor = std::unique_ptr<mongoc_cursor_t, decltype(&mongoc_cursor_destroy)>;

  template <class Work>
  static void check(Work work) {
    bson_error_t error;
    if (!work(&error)) throw std::runtime_error(error.message);
  }
  mongoc_collection_t* schemas() { return collections_[0].get(); }
  static Bson key_of(const std::string& name) {
    return from_json(R"({"name": ")" + name + R"(", "version": "1.0.0"})");
  }
  static Bson record_of(const std::string& name) {
    auto schema = schema_document;
    schema.replace(schema.find('$'), 1, "\uFF04");
    return from_json(R"({"name": ")" + name + R"(", "version": "1.0.0", "schema": )" + schema + "}");
  }
  static std::string field(const bson_t* document, const char* name) {
    bson_iter_t at;
    return bson_iter_init_find(&at, document, name) ? bson_iter_utf8(&at, nullptr) : "";
  }
  static std::string json_of(const bson_t* document, const char* name) {
    bson_iter_t at;
    if (!bson_iter_init_find(&at, document, name)) return "{}";
    std::uint32_t size = 0;
    const std::uint8_t* data = nullptr;
    bson_iter_document(&at, &size, &data);
    bson_t inner;
    bson_init_static(&inner, data, size);
    const std::unique_ptr<char, decltype(&bson_free)> text(bson_as_relaxed_extended_json(&inner, nullptr),
                                                           &bson_free);
    return text.get();
  }
  std::string find(mongoc_collection_t* collection, const Bson& filter, const char* name) {
    const Cursor cursor(mongoc_collection_find_with_opts(collection, filter.get(), nullptr, nullptr),
                        &mongoc_cursor_destroy);
    const bson_t* found = nullptr;
    return mongoc_cursor_next(cursor.get(), &found) ? json_of(found, name) : "{}";
  }
  Rows read() {
    const auto version = from_json(R"({"version": "1.0.0"})");
    return {find(schemas(), key_of("bench"), "schema"), find(collections_[1].get(), version, "rules"),
            find(collections_[2].get(), version, "rules")};
  }

  const Bson upsert_ = from_json(R"({"upsert": true})");
  std::unique_ptr<mongoc_client_t, decltype(&mongoc_client_destroy)> client_;
  std::vector<Collection> collections_;
};

}  // namespace

std::unique_ptr<Contender> mongodb_client(const std::string& url) {
  return std::make_unique<MongodbClient>(url);
}

}  // namespace pycharter::bench
