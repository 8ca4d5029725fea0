#include "mongodb/reader.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <unordered_set>

#include "mongodb/records.h"
#include "mongodb/transaction.h"

namespace pycharter::mongodb {
namespace {

using plugin::Query;
using plugin::RecordSink;

constexpr std::string_view doing_find = "find records";
constexpr std::string_view doing_snapshot = "read a schema with its rules";
// Names with many versions, or large documents, make a batch large enough.
constexpr std::uint64_t greatest_batch = 1000;
constexpr int snapshot_tries = 20;

const FieldName& name_field(const Collection& collection) {
  return collection.fields.front();
}

Bson all_of(const std::vector<Bson>& conditions) {
  if (conditions.empty()) return {};
  if (conditions.size() == 1) return conditions.front();
  return std::move(Bson().array("$and", conditions));
}

Bson compare(std::string_view field, const Bson& with) {
  return std::move(Bson().document(field, with));
}

Bson order_of(const Collection& collection, const Query& query) {
  if (query.last_created) {
    Bson newest_first;
    if (collection.created) newest_first.number(created_field, -1);
    return std::move(newest_first.number(id_field, -1));
  }
  Bson order;
  if (collection.created) return std::move(order.number(created_field, 1).number(id_field, 1));
  if (!collection.has_id) return std::move(order.number("resource_id", 1));
  if (!is_named(collection)) return std::move(order.number(id_field, 1));
  // The order of the unique index, so that nothing has to be sorted; ids within a name are put in order here.
  for (const auto& field : collection.fields)
    if (field.key) order.number(field.name, 1);
  return order;
}

Bson without_documents(const Collection& collection) {
  Bson projection;
  for (const auto& field : collection.fields)
    projection.boolean(field.name, true);
  return projection;
}

// Hands records of one name on together, by id; counts names.
class ByName {
 public:
  ByName(const RecordSink& sink, std::uint64_t limit) : sink_(sink), limit_(limit) {}

  bool add(Record&& record) {
    if (!group_.empty() && group_.front().name != record.name && !flush()) return false;
    group_.push_back(std::move(record));
    return true;
  }
  bool flush() {
    std::sort(group_.begin(), group_.end(), [](const Record& a, const Record& b) { return a.id < b.id; });
    for (const auto& record : group_)
      if (!sink_(record)) return false;
    if (!group_.empty()) ++names_;
    group_.clear();
    return limit_ == 0 || names_ < limit_;
  }

 private:
  const RecordSink& sink_;
  std::uint64_t limit_;
  std::uint64_t names_ = 0;
  std::vector<Record> group_;
};

}  // namespace

std::optional<Bson> Reader::condition_of(const Collection& collection, const Query& query) {
  static constexpr RecordField searched[] = {&Record::name, &Record::version, &Record::schema_id,
                                             &Record::resource_id, &Record::resource_type};
  std::vector<Bson> conditions;
  for (const auto field : searched) {
    const auto known = std::find_if(collection.fields.begin(), collection.fields.end(),
                                    [&](const FieldName& one) { return one.field == field; });
    const auto& wanted = query.match.*field;
    if (known == collection.fields.end()) {
      if (wanted) return std::nullopt;  // no record of this kind has it
    } else if (wanted || (query.exact_key && known->key)) {
      conditions.push_back(std::move(Bson().text_or_null(known->name, wanted)));
    }
  }
  if (query.match.id)
    conditions.push_back(std::move(collection.has_id ? Bson().id(id_field, *query.match.id)
                                                     : Bson().text("resource_id", *query.match.id)));
  if (!query.about.empty()) {
    if (collection.about == &Record::id)
      conditions.push_back(compare(id_field, Bson().ids("$in", query.about)));
    else
      conditions.push_back(compare(collection.about == &Record::schema_id ? "schema_id" : "resource_id",
                                   Bson().texts("$in", query.about)));
  }
  if (query.after) conditions.push_back(after(collection, *query.after));
  return all_of(conditions);
}

Bson Reader::after(const Collection& collection, const std::string& after) {
  if (is_named(collection)) return compare(name_field(collection).name, Bson().text("$gt", after));
  if (!collection.has_id) return compare("resource_id", Bson().text("$gt", after));
  const auto later_id = compare(id_field, Bson().id("$gt", after));
  if (!collection.created) return later_id;
  // Sets of rules come by creation.
  const auto last =
      connection_.find_one(collection.name, Bson().id(id_field, after),
                           Bson().document("projection", Bson().boolean(created_field, true)), doing_find);
  const auto created = last ? field(*last->get(), created_field) : std::nullopt;
  if (!created) return later_id;
  const Bson later = compare(created_field, Bson().value("$gt", *created));
  Bson at_once;
  at_once.value(created_field, *created).fields(later_id);
  return std::move(Bson().array("$or", {later, at_once}));
}

void Reader::scan(const Collection& collection, const Query& query, const Bson& projection,
                  const Bson& condition, const Connection::Sink& sink) {
  // One document at most has an _id: a server would still put it in order.
  const bool by_id = query.match.id && collection.has_id;
  Bson options;
  if (!by_id) options.document("sort", order_of(collection, query));
  if (!projection.empty()) options.document("projection", projection);
  if (query.last_created || by_id)
    options.number("limit", 1);
  else if (query.limit != 0)
    options.number("batchSize", static_cast<std::int32_t>(std::min(query.limit + 1, greatest_batch)));
  connection_.find(collection.name, condition, options, doing_find, sink);
}

void Reader::find(const Query& query, const RecordSink& sink) {
  const auto& collection = collection_of(query.match.kind);
  const auto condition = condition_of(collection, query);
  if (!condition) return;
  std::unordered_set<std::string> superseded;
  if (!query.match.id && !query.last_created && !indexes_.has_unique_key(collection))
    for (auto& duplicates : find_duplicates(connection_, collection, *condition))
      superseded.insert(duplicates.old.begin(), duplicates.old.end());

  ByName by_name(sink, query.limit);
  std::uint64_t count = 0;
  bool enough = false;
  const auto projection = query.without_document ? without_documents(collection) : Bson();
  scan(collection, query, projection, *condition, [&](const bson_t& document) {
    if (!superseded.empty()) {
      const auto id = field(document, id_field);
      if (id && superseded.contains(id_text(*id))) return true;
    }
    auto record = to_record(collection, document, !query.without_document);
    if (is_named(collection))
      enough = !by_name.add(std::move(record));
    else
      enough = !sink(record) || (query.limit != 0 && ++count == query.limit);
    return !enough;
  });
  if (!enough) by_name.flush();
}

std::vector<std::string> Reader::find_ids(const Query& query) {
  const auto& collection = collection_of(query.match.kind);
  std::vector<std::string> ids;
  if (query.limit != 0 || query.last_created) {
    // Of these the visible ones; a document's _id is not its record's id where that is the resource.
    auto some = query;
    some.without_document = true;
    find(some, [&](const Record& record) { return ids.push_back(record.id.value_or("")), true; });
    if (collection.has_id) return ids;
    Query by_resource;
    by_resource.match.kind = query.match.kind;
    by_resource.about = std::move(ids);
    return by_resource.about.empty() ? std::vector<std::string>() : find_ids(by_resource);
  }
  const auto condition = condition_of(collection, query);
  if (!condition) return ids;
  scan(collection, query, Bson().boolean(id_field, true), *condition, [&](const bson_t& document) {
    if (const auto id = field(document, id_field)) ids.push_back(id_text(*id));
    return true;
  });
  return ids;
}

std::optional<Bson> Reader::newest_rules(const Collection& collection, const std::string& schema_id,
                                         const std::optional<std::string>& version) {
  Bson condition;
  condition.text("schema_id", schema_id);
  if (version) condition.text("version", *version);
  Query newest;
  newest.last_created = true;
  Bson options;
  options.document("sort", order_of(collection, newest));
  return connection_.find_one(collection.name, condition, options, doing_snapshot);
}

void Reader::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                      const RecordSink& sink) {
  std::vector<Record> records;
  if (connection_.facts().transactions)
    in_transaction(connection_, doing_snapshot, [&] { records = read_snapshot(schema_id, version); });
  else
    records = compare_snapshots(schema_id, version);
  for (const auto& record : records)
    if (!sink(record)) return;
}

std::vector<Record> Reader::read_snapshot(const std::string& schema_id,
                                          const std::optional<std::string>& version) {
  const auto& schemas = collection_of(RecordKind::schema);
  std::vector<Record> records;
  const auto schema = connection_.find_one(schemas.name, Bson().id(id_field, schema_id), {}, doing_snapshot);
  if (!schema) return records;
  records.push_back(to_record(schemas, *schema->get(), true));
  for (const auto kind : {RecordKind::coercion, RecordKind::validation}) {
    const auto& collection = collection_of(kind);
    if (const auto rules = newest_rules(collection, schema_id, version))
      records.push_back(to_record(collection, *rules->get(), true));
  }
  return records;
}

// The server has no point in time for several reads. But when what was read before the last one is still the
// same after it, then all of it was there at the time of the last one.
std::vector<Record> Reader::compare_snapshots(const std::string& schema_id,
                                              const std::optional<std::string>& version) {
  const auto& schemas = collection_of(RecordKind::schema);
  const auto& coercions = collection_of(RecordKind::coercion);
  const auto& validations = collection_of(RecordKind::validation);
  const auto read_schema = [&] {
    return connection_.find_one(schemas.name, Bson().id(id_field, schema_id), {}, doing_snapshot);
  };
  const auto same = [](const std::optional<Bson>& a, const std::optional<Bson>& b) {
    return a.has_value() == b.has_value() && (!a || bson_equal(a->get(), b->get()));
  };
  auto schema = read_schema();
  for (int left = snapshot_tries; left > 0; --left) {
    if (!schema) return {};
    const auto coercion = newest_rules(coercions, schema_id, version);
    const auto validation = newest_rules(validations, schema_id, version);
    const bool coercion_is_same = same(coercion, newest_rules(coercions, schema_id, version));
    auto again = read_schema();
    if (coercion_is_same && same(schema, again)) {
      std::vector<Record> records{to_record(schemas, *schema->get(), true)};
      if (coercion) records.push_back(to_record(coercions, *coercion->get(), true));
      if (validation) records.push_back(to_record(validations, *validation->get(), true));
      return records;
    }
    schema = std::move(again);
  }
  throw Error(ErrorCode::conflict,
              "The schema '" + schema_id + "' and its rules are being changed all the time: try again.",
              {.backend = std::string(backend_name)});
}

}  // namespace pycharter::mongodb
