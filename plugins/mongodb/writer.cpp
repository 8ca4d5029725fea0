#include "mongodb/writer.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "mongodb/records.h"
#include "mongodb/transaction.h"

namespace pycharter::mongodb {
namespace {

constexpr std::string_view doing_put = "store records";
// FerretDB hangs for good at a hundred updates in one command, and no server gains by more.
constexpr std::size_t slice_size = 90;
// Another client has made a document with the key between our looking and our writing.
constexpr int tries = 5;

std::int64_t now() {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Error key_taken() {
  return Error(ErrorCode::conflict,
               "mongodb: other clients keep storing records with the same keys: try again.",
               {.backend = std::string(backend_name)});
}

}  // namespace

struct Writer::Prepared {
  const Collection* collection;
  Bson document;  // without created_at
  Bson key;
  std::string key_text;
  std::string id = {};
};

std::vector<std::string> Writer::put(std::span<const Record> records) {
  std::vector<Prepared> prepared;
  std::set<std::string> schema_ids;
  prepared.reserve(records.size());
  for (const auto& record : records) {
    const auto& collection = collection_of(record.kind);
    auto key = key_condition(collection, record);
    auto text = key_text(collection, *key.get());
    prepared.push_back(
        {&collection, to_document(record, connection_.refused_keys()), std::move(key), std::move(text)});
    if (refers_to_schema(collection) && record.schema_id) schema_ids.insert(*record.schema_id);
  }
  require_schemas(schema_ids);
  auto ids = put_prepared(prepared);
  require_schemas_still(schema_ids);
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!collection_of(records[i].kind).has_id) ids[i] = records[i].resource_id.value_or("");
  return ids;
}

std::vector<std::string> Writer::put_prepared(std::span<Prepared> records) {
  if (records.empty()) return {};
  if (records.size() == 1 && !records.front().collection->created) return {put_one(records.front())};
  for (int left = tries;; --left) {
    Undo undo(connection_);
    try {
      std::vector<std::string> ids;
      in_transaction(connection_, doing_put, [&] { ids = put_several(records, undo); });
      return ids;
    } catch (Error& error) {
      if (!connection_.facts().transactions) undo.take_back(error);
      if (error.code() != ErrorCode::conflict || left == 1) throw;
    }
  }
}

std::string Writer::put_one(const Prepared& record) {
  using Fitting = Connection::Fitting;
  const auto fitting = indexes_.has_unique_key(*record.collection) ? Fitting::one : Fitting::several;
  for (int left = tries; left > 0; --left)
    if (auto id = connection_.replace_or_insert(record.collection->name, {record.key, record.document},
                                                fitting, doing_put))
      return *std::move(id);
  throw key_taken();
}

std::vector<std::string> Writer::put_several(std::span<Prepared> records, Undo& undo) {
  std::vector<Prepared*> slice;
  std::map<std::string, Prepared*> last;  // of the keys of the slice
  const auto write = [&] {
    put_slice(slice, undo);
    slice.clear();
    last.clear();
  };
  std::vector<Prepared*> stored_as;  // where a later record of the slice has the same key, that one
  stored_as.reserve(records.size());
  for (auto& record : records) {
    if (slice.size() == slice_size || (!slice.empty() && slice.front()->collection != record.collection))
      write();
    auto& of_key = last[record.key_text];
    if (of_key == nullptr) {
      slice.push_back(of_key = &record);
    } else {
      std::swap(of_key->document, record.document);
    }
    stored_as.push_back(of_key);
  }
  write();
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const auto* record : stored_as)
    ids.push_back(record->id);
  return ids;
}

// Looks up what is there under the keys, then writes every document whole under its _id.
void Writer::put_slice(std::span<Prepared*> records, Undo& undo) {
  if (records.empty()) return;
  const auto& collection = *records.front()->collection;
  std::map<std::string, Bson> there;  // by key, the newest
  std::vector<Bson> keys;
  for (const auto* record : records)
    keys.push_back(record->key);
  const bool whole = !connection_.facts().transactions;  // to be taken back
  Bson options;
  if (!indexes_.has_unique_key(collection)) options.document("sort", Bson().number(id_field, 1));
  if (!whole) {
    auto projection = key_projection(collection);
    projection.boolean(created_field, true);
    options.document("projection", projection);
  }
  connection_.find(collection.name, keys.size() == 1 ? keys.front() : std::move(Bson().array("$or", keys)),
                   options, doing_put, [&](const bson_t& document) {
                     there.insert_or_assign(key_text(collection, document), Bson(document));
                     return true;
                   });

  std::vector<Replacement> replacements;
  const auto created_now = now();
  for (auto* record : records) {
    const auto known = there.find(record->key_text);
    Bson condition, document(*record->document.get());
    const auto id = known == there.end() ? std::nullopt : field(*known->second.get(), id_field);
    if (id) {
      condition.value(id_field, *id);
      record->id = id_text(*id);
      const auto created = field(*known->second.get(), created_field);
      if (collection.created && created) document.value(created_field, *created);
      if (whole) undo.changed(collection.name, condition, known->second);
    } else {
      const auto made = new_id();
      condition.id(id_field, made);
      record->id = id_text(*field(*condition.get(), id_field));
      if (collection.created) document.date(created_field, created_now);
      if (whole) undo.made(collection.name, condition);
    }
    replacements.push_back({std::move(condition), std::move(document)});
  }
  if (connection_.replace_or_insert_all(collection.name, replacements, doing_put) ==
      Connection::Outcome::duplicate_key)
    throw key_taken();
}

}  // namespace pycharter::mongodb
