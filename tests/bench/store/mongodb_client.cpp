#include <mongoc/mongoc.h>
#include <pycharter/plugin/url.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

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
    id_condition_ = from_json(R"({"_id": {"$oid": ")" + put_one() + R"("}})");
    rules_condition_ = from_json(R"({"schema_id": ")" + put_one() + R"("})");
  }
  void put() override {
    auto id = put_one();
    benchmark::DoNotOptimize(id);
  }
  void get() override { benchmark::DoNotOptimize(schema()); }
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
      entries.push_back({id_of(found), field(found, "name"), field(found, "version")});
    benchmark::DoNotOptimize(entries);
  }
  // Looks up the ids, and replaces the documents by them.
  void bulk() override {
    std::vector<std::string> ids;
    const auto& document = next_document();
    for (std::size_t i = 0; i < many_names().size(); i += slice)
      put_slice(std::span(many_names()).subspan(i, std::min(slice, many_names().size() - i)), document, ids);
    benchmark::DoNotOptimize(ids);
  }

 private:
  static constexpr std::size_t slice = 90;  // FerretDB hangs at a hundred
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
  static Bson record_of(const std::string& name, std::string schema) {
    schema.replace(schema.find('$'), 1, "\uFF04");
    return from_json(R"({"name": ")" + name + R"(", "version": "1.0.0", "schema": )" + schema + "}");
  }
  // One command that tells the id too.
  std::string put_one() {
    const std::unique_ptr<mongoc_find_and_modify_opts_t, decltype(&mongoc_find_and_modify_opts_destroy)>
        options(mongoc_find_and_modify_opts_new(), &mongoc_find_and_modify_opts_destroy);
    mongoc_find_and_modify_opts_set_update(options.get(), record_of("bench", next_document()).get());
    mongoc_find_and_modify_opts_set_flags(
        options.get(), static_cast<mongoc_find_and_modify_flags_t>(MONGOC_FIND_AND_MODIFY_UPSERT |
                                                                   MONGOC_FIND_AND_MODIFY_RETURN_NEW));
    bson_t reply;
    bson_error_t error;
    const bool done = mongoc_collection_find_and_modify_with_opts(schemas(), key_of("bench").get(),
                                                                  options.get(), &reply, &error);
    const std::unique_ptr<bson_t, decltype(&bson_destroy)> owner(&reply, &bson_destroy);
    if (!done) throw std::runtime_error(error.message);
    bson_iter_t at, id;
    if (!bson_iter_init(&at, &reply) || !bson_iter_find_descendant(&at, "value._id", &id))
      throw std::runtime_error("no id");
    return text_of(id);
  }
  void put_slice(std::span<const std::string> names, const std::string& document,
                 std::vector<std::string>& ids) {
    std::map<std::string, std::string> known;
    std::string keys;
    for (const auto& name : names)
      keys += (keys.empty() ? "" : ", ") + (R"({"name": ")" + name + R"(", "version": "1.0.0"})");
    const auto condition = from_json(R"({"$or": [)" + keys + "]}");
    const Cursor cursor(mongoc_collection_find_with_opts(schemas(), condition.get(), nullptr, nullptr),
                        &mongoc_cursor_destroy);
    for (const bson_t* found = nullptr; mongoc_cursor_next(cursor.get(), &found);)
      known[field(found, "name")] = id_of(found);
    const std::unique_ptr<mongoc_bulk_operation_t, decltype(&mongoc_bulk_operation_destroy)> bulk(
        mongoc_collection_create_bulk_operation_with_opts(schemas(), nullptr),
        &mongoc_bulk_operation_destroy);
    for (const auto& name : names) {
      const auto& id = ids.emplace_back(known.at(name));
      const auto by_id = from_json(R"({"_id": {"$oid": ")" + id + R"("}})");
      check([&](bson_error_t* error) {
        return mongoc_bulk_operation_replace_one_with_opts(
            bulk.get(), by_id.get(), record_of(name, document).get(), upsert_.get(), error);
      });
    }
    check(
        [&](bson_error_t* error) { return mongoc_bulk_operation_execute(bulk.get(), nullptr, error) != 0; });
  }
  static std::string text_of(const bson_iter_t& id) {
    std::array<char, 25> text{};
    bson_oid_to_string(bson_iter_oid(&id), text.data());
    return text.data();
  }
  static std::string id_of(const bson_t* document) {
    bson_iter_t at;
    if (!bson_iter_init_find(&at, document, "_id")) throw std::runtime_error("no id");
    return text_of(at);
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
  std::string find(mongoc_collection_t* collection, const Bson& filter, const Bson& options,
                   const char* name) {
    const Cursor cursor(mongoc_collection_find_with_opts(collection, filter.get(), options.get(), nullptr),
                        &mongoc_cursor_destroy);
    const bson_t* found = nullptr;
    return mongoc_cursor_next(cursor.get(), &found) ? json_of(found, name) : "{}";
  }
  std::string schema() { return find(schemas(), id_condition_, one_, "schema"); }
  std::string rules(std::size_t collection) {
    return find(collections_[collection].get(), rules_condition_, newest_, "rules");
  }
  // Of one moment: nothing that was read before the last has changed after it.
  Rows read() {
    for (;;) {
      Rows found{schema(), rules(1), rules(2)};
      if (rules(1) == found.coercion && schema() == found.schema) return found;
    }
  }

  const Bson upsert_ = from_json(R"({"upsert": true})");
  const Bson one_ = from_json(R"({"limit": 1})");
  const Bson newest_ = from_json(R"({"limit": 1, "sort": {"created_at": -1, "_id": -1}})");
  Bson id_condition_, rules_condition_;
  std::unique_ptr<mongoc_client_t, decltype(&mongoc_client_destroy)> client_;
  std::vector<Collection> collections_;
};

}  // namespace

std::unique_ptr<Contender> mongodb_client(const std::string& url) {
  return std::make_unique<MongodbClient>(url);
}

}  // namespace pycharter::bench
