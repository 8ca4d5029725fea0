// The half of Writer that removes, and keeps rules and their schemas together.
#include <pycharter/plugin/error.h>

#include <algorithm>
#include <array>

#include "mongodb/records.h"
#include "mongodb/transaction.h"
#include "mongodb/writer.h"

namespace pycharter::mongodb {
namespace {

constexpr std::string_view doing_remove = "remove records";
constexpr std::string_view doing_check = "look up schemas";
constexpr std::size_t slice_size = 500;
constexpr std::array kinds_of_rules{RecordKind::coercion, RecordKind::validation, RecordKind::governance};

using Ids = std::span<const std::string>;

template <class Work>
void in_slices(Ids ids, Work&& work) {
  for (std::size_t i = 0; i < ids.size(); i += slice_size)
    work(ids.subspan(i, std::min(slice_size, ids.size() - i)));
}

Bson with_id(Ids ids) {
  return std::move(Bson().document(id_field, Bson().ids("$in", ids)));
}

Bson of_schemas(Ids ids) {
  return std::move(Bson().document("schema_id", Bson().texts("$in", {ids.begin(), ids.end()})));
}

Error no_such_schema(const std::string& id) {
  return Error(ErrorCode::not_found,
               "no schema has the id '" + id + "'; `pycharter-admin schema list` shows those there are",
               {.backend = std::string(backend_name)});
}

}  // namespace

std::set<std::string> Writer::missing_schemas(const std::set<std::string>& ids) {
  auto missing = ids;
  const std::vector<std::string> list(ids.begin(), ids.end());
  const auto options = std::move(Bson().document("projection", Bson().boolean(id_field, true)));
  in_slices(list, [&](Ids slice) {
    connection_.find(collection_of(RecordKind::schema).name, with_id(slice), options, doing_check,
                     [&](const bson_t& document) {
                       if (const auto id = field(document, id_field)) missing.erase(id_text(*id));
                       return true;
                     });
  });
  return missing;
}

void Writer::require_schemas(const std::set<std::string>& ids) {
  const auto missing = missing_schemas(ids);
  if (!missing.empty()) throw no_such_schema(*missing.begin());
}

// A schema may be removed, with the rules it has, while we write more of them: whoever is second takes those
// away.
void Writer::require_schemas_still(const std::set<std::string>& ids) {
  const auto missing = missing_schemas(ids);
  if (missing.empty()) return;
  const std::vector<std::string> list(missing.begin(), missing.end());
  remove_rules_of(list, nullptr);
  throw no_such_schema(*missing.begin());
}

std::uint64_t Writer::remove(const plugin::Query& query) {
  const auto ids = reader_.find_ids(query);
  if (ids.empty()) return 0;
  const auto& collection = collection_of(query.match.kind);
  const bool schemas = query.match.kind == RecordKind::schema;
  if (schemas && !query.cascade) require_bare(ids);
  const bool one_step = connection_.facts().transactions || (ids.size() == 1 && !(schemas && query.cascade));
  Undo undo(connection_);
  std::uint64_t removed = 0;
  try {
    const auto work = [&] {
      removed = 0;
      if (schemas && query.cascade) remove_rules_of(ids, one_step ? nullptr : &undo);
      removed = remove_ids(collection, ids, one_step ? nullptr : &undo);
    };
    if (ids.size() > 1 || schemas)
      in_transaction(connection_, doing_remove, work);
    else
      work();
  } catch (Error& error) {
    undo.take_back(error);
    throw;
  }
  if (schemas) remove_rules_of(ids, nullptr);  // those that came in between
  return removed;
}

std::uint64_t Writer::remove_matching(const Collection& collection, const Bson& condition, Undo* undo) {
  if (undo != nullptr)
    connection_.find(collection.name, condition, {}, doing_remove, [&](const bson_t& document) {
      Bson same;
      if (const auto id = field(document, id_field))
        undo->changed(collection.name, same.value(id_field, *id), Bson(document));
      return true;
    });
  return connection_.remove(collection.name, condition, doing_remove);
}

std::uint64_t Writer::remove_ids(const Collection& collection, Ids ids, Undo* undo) {
  std::uint64_t removed = 0;
  in_slices(ids, [&](Ids slice) { removed += remove_matching(collection, with_id(slice), undo); });
  return removed;
}

void Writer::remove_rules_of(Ids schema_ids, Undo* undo) {
  for (const auto kind : kinds_of_rules)
    in_slices(schema_ids, [&](Ids slice) { remove_matching(collection_of(kind), of_schemas(slice), undo); });
}

void Writer::require_bare(Ids schema_ids) {
  for (const auto kind : kinds_of_rules) {
    const auto& collection = collection_of(kind);
    in_slices(schema_ids, [&](Ids slice) {
      const auto found =
          connection_.find_one(collection.name, of_schemas(slice),
                               Bson().document("projection", Bson().boolean("schema_id", true)), doing_check);
      if (!found) return;
      throw Error(ErrorCode::conflict,
                  "The schema '" + text_of(*found->get(), "schema_id").value_or("") +
                      "' has rules in the collection " + std::string(collection.name) +
                      ": remove them first, or the schema together with them (cascade).",
                  {.backend = std::string(backend_name)});
    });
  }
}

}  // namespace pycharter::mongodb
