// Storing and removing records.
#ifndef PYCHARTER_MONGODB_WRITER_H
#define PYCHARTER_MONGODB_WRITER_H

#include <pycharter/plugin/types.h>

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "mongodb/connection.h"
#include "mongodb/reader.h"
#include "mongodb/undo.h"

namespace pycharter::mongodb {

// One record is one command of the server. Several are one transaction where the server has them; elsewhere
// other clients may see some of them before the others, and when one fails those before it are taken back.
class Writer {
 public:
  Writer(Connection& connection, Indexes& indexes, Reader& reader)
      : connection_(connection), indexes_(indexes), reader_(reader) {}

  // As pycharter_store_v1.put.
  std::vector<std::string> put(std::span<const plugin::Record> records);
  // As pycharter_store_v1.remove. Rules go before their schema, so that nobody finds rules without one.
  std::uint64_t remove(const plugin::Query& query);

 private:
  struct Prepared;

  std::vector<std::string> put_prepared(std::span<Prepared> records);
  std::string put_one(const Prepared& record);
  std::vector<std::string> put_several(std::span<Prepared> records, Undo& undo);
  void put_slice(std::span<Prepared*> records, Undo& undo);

  // Each throws not_found; the second, after a write, takes the rules of such a schema away again.
  void require_schemas(const std::set<std::string>& ids);
  void require_schemas_still(const std::set<std::string>& ids);
  std::set<std::string> missing_schemas(const std::set<std::string>& ids);

  // Gives the number removed; with `undo`, which learns of each document before.
  std::uint64_t remove_matching(const Collection& collection, const Bson& condition, Undo* undo);
  std::uint64_t remove_ids(const Collection& collection, std::span<const std::string> ids, Undo* undo);
  void remove_rules_of(std::span<const std::string> schema_ids, Undo* undo);
  void require_bare(std::span<const std::string> schema_ids);

  Connection& connection_;
  Indexes& indexes_;
  Reader& reader_;
};

}  // namespace pycharter::mongodb

#endif
