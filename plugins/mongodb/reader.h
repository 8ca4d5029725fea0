// Finding records.
#ifndef PYCHARTER_MONGODB_READER_H
#define PYCHARTER_MONGODB_READER_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <string>
#include <vector>

#include "mongodb/connection.h"
#include "mongodb/indexes.h"

namespace pycharter::mongodb {

class Reader {
 public:
  Reader(Connection& connection, Indexes& indexes) : connection_(connection), indexes_(indexes) {}

  // As pycharter_store_v1.find. Of several documents with the same key the newest alone, unless it is asked
  // for by its id.
  void find(const plugin::Query& query, const plugin::RecordSink& sink);
  // The _ids of all documents that match, older duplicates among them.
  std::vector<std::string> find_ids(const plugin::Query& query);
  // As pycharter_store_v1.snapshot.
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink);

 private:
  std::optional<Bson> condition_of(const Collection& collection, const plugin::Query& query);
  Bson after(const Collection& collection, const std::string& after);
  void scan(const Collection& collection, const plugin::Query& query, const Bson& projection,
            const Bson& condition, const Connection::Sink& sink);
  std::optional<Bson> newest_rules(const Collection& collection, const std::string& schema_id,
                                   const std::optional<std::string>& version);
  std::vector<plugin::Record> read_snapshot(const std::string& schema_id,
                                            const std::optional<std::string>& version);
  std::vector<plugin::Record> compare_snapshots(const std::string& schema_id,
                                                const std::optional<std::string>& version);

  Connection& connection_;
  Indexes& indexes_;
};

}  // namespace pycharter::mongodb

#endif
