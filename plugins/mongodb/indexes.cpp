#include "mongodb/indexes.h"

#include <array>
#include <span>

namespace pycharter::mongodb {
namespace {

constexpr std::string_view key_name = "pycharter_key";
constexpr std::string_view doing_look = "look at the indexes";
constexpr std::string_view doing_make = "make an index";

struct Part {
  std::string_view field;
  std::int32_t direction = 1;
};
struct Index {
  RecordKind kind;
  std::string_view name;
  std::array<Part, 2> parts;  // the second may be empty
  bool unique = false;
};

// Python makes indexes of its own when it connects, name_1, version_1, schema_id_1 and resource_id_1, none of
// them unique: one of the same fields, order and name that differs would stop it.
constexpr std::array indexes{
    Index{RecordKind::schema, key_name, {{{"name"}, {"version"}}}, true},
    Index{RecordKind::coercion, key_name, {{{"schema_id"}, {"version"}}}, true},
    Index{RecordKind::coercion, "pycharter_created", {{{"created_at"}, {"_id"}}}},
    Index{RecordKind::validation, key_name, {{{"schema_id"}, {"version"}}}, true},
    Index{RecordKind::validation, "pycharter_created", {{{"created_at"}, {"_id"}}}},
    Index{RecordKind::governance, key_name, {{{"name"}, {"schema_id"}}}, true},
    Index{RecordKind::governance, "schema_id_1", {{{"schema_id"}, {}}}},
    Index{RecordKind::ownership, key_name, {{{"resource_id", -1}, {}}}, true},
    Index{RecordKind::metadata, key_name, {{{"resource_id"}, {"resource_type"}}}, true},
};

Bson definition(const Index& index, bool unique) {
  Bson key;
  for (const auto& part : index.parts)
    if (!part.field.empty()) key.number(part.field, part.direction);
  Bson definition;
  definition.document("key", key).text("name", index.name);
  if (unique) definition.boolean("unique", true);
  return definition;
}

std::string describe_key(const Collection& collection, const bson_t& document) {
  std::string text;
  for (const auto& name : collection.fields) {
    if (!name.key) continue;
    const auto value = text_of(document, name.name);
    text += (text.empty() ? "" : ", ") + std::string(name.name) + (value ? " '" + *value + '\'' : " absent");
  }
  return text;
}

}  // namespace

std::vector<Duplicates> find_duplicates(Connection& connection, const Collection& collection,
                                        const Bson& condition) {
  Bson sort;
  for (const auto& name : collection.fields)
    if (name.key) sort.number(name.name, 1);
  sort.number(id_field, 1);
  Bson options;
  options.document("sort", sort).document("projection", key_projection(collection));
  std::vector<Duplicates> found;
  std::string previous_key, previous_id;
  bool in_group = false;
  connection.find(collection.name, condition, options, "look for duplicates", [&](const bson_t& document) {
    auto key = key_text(collection, document);
    const auto at = field(document, id_field);
    auto id = at ? id_text(*at) : std::string();
    const bool same = !previous_id.empty() && key == previous_key;
    if (same && !in_group) found.push_back({describe_key(collection, document), {}, {}});
    if (same) {
      found.back().old.push_back(previous_id);
      found.back().newest = id;
    }
    in_group = same;
    previous_key = std::move(key);
    previous_id = std::move(id);
    return true;
  });
  return found;
}

Indexes::Known Indexes::look_at(const Collection& collection) {
  Known known;
  const auto answer = connection_.ask_of_collection(Bson().text("listIndexes", collection.name), doing_look);
  if (!answer) return known;
  known.exists = true;
  const auto cursor = field(*answer->get(), "cursor");
  if (!cursor || !BSON_ITER_HOLDS_DOCUMENT(&*cursor)) return known;
  const bson_t inside = view_at(*cursor);
  const auto batch = field(inside, "firstBatch");
  if (!batch || !BSON_ITER_HOLDS_ARRAY(&*batch)) return known;
  const bson_t list = view_at(*batch);
  bson_iter_t at;
  if (!bson_iter_init(&at, &list)) return known;
  while (bson_iter_next(&at)) {
    if (!BSON_ITER_HOLDS_DOCUMENT(&at)) continue;
    const bson_t index = view_at(at);
    const auto name = text_of(index, "name").value_or("");
    const auto unique = field(index, "unique");
    if (name == key_name) known.unique_key = unique && bson_iter_as_bool(&*unique);
    known.names.insert(name);
  }
  unique_[collection.kind] = known.unique_key;
  return known;
}

Indexes::State Indexes::state() {
  State state{.complete = true, .empty = true};
  for (const auto& collection : collections()) {
    const auto known = look_at(collection);
    if (known.exists) state.empty = false;
    for (const auto& index : indexes)
      if (index.kind == collection.kind && !known.names.contains(std::string(index.name)))
        state.complete = false;
    if (known.names.contains(std::string(key_name)) && !known.unique_key) warn_of_duplicates(collection);
  }
  return state;
}

bool Indexes::has_unique_key(const Collection& collection) {
  const auto known = unique_.find(collection.kind);
  return known != unique_.end() ? known->second : look_at(collection).unique_key;
}

void Indexes::make_missing() {
  std::vector<std::string> made;
  for (const auto& collection : collections())
    make(collection, look_at(collection), made);
  if (made.empty()) return;
  std::string list;
  for (const auto& one : made)
    list += (list.empty() ? "" : ", ") + one;
  host_.info(backend_name, "Made in the database '" + connection_.location().database() + "': " + list + ".");
}

void Indexes::make(const Collection& collection, const Known& known, std::vector<std::string>& made) {
  if (!known.exists) made.push_back("collection " + std::string(collection.name));
  for (const auto& index : indexes) {
    if (index.kind != collection.kind || known.names.contains(std::string(index.name))) continue;
    bool unique = index.unique;
    // One at a time: FerretDB breaks the connection where another process makes some of several at once.
    auto outcome = connection_.create_index(collection.name, definition(index, unique), doing_make);
    if (outcome == Connection::Outcome::duplicate_key) {
      unique = false;
      warn_of_duplicates(collection);
      connection_.create_index(collection.name, definition(index, unique), doing_make);
    }
    if (index.name == key_name) unique_[collection.kind] = unique;
    made.push_back((unique ? "unique index " : "index ") + std::string(collection.name) + '.' +
                   std::string(index.name));
  }
}

void Indexes::warn_of_duplicates(const Collection& collection) {
  constexpr std::size_t shown = 10;
  const auto duplicates = find_duplicates(connection_, collection, {});
  std::string list;
  for (std::size_t i = 0; i < duplicates.size() && i < shown; ++i) {
    list += (i == 0 ? "" : "; ") + duplicates[i].key + " (kept: " + duplicates[i].newest + "; older:";
    for (const auto& id : duplicates[i].old)
      list += ' ' + id;
    list += ')';
  }
  if (duplicates.size() > shown) list += "; and " + std::to_string(duplicates.size() - shown) + " more";
  const auto where = "collection " + std::string(collection.name) + " of the database '" +
                     connection_.location().database() + '\'';
  if (duplicates.empty())
    host_.warning(backend_name,
                  "The index " + std::string(key_name) + " of the " + where +
                      " is not unique, though no duplicates are left: drop it, and run 'pycharter-admin "
                      "db init', which makes it again.");
  else
    host_.warning(backend_name,
                  "The " + where +
                      " holds several documents with the same key, so that no unique index can keep more "
                      "from coming. The newest counts: " +
                      list + ". Remove the older ones.");
}

}  // namespace pycharter::mongodb
