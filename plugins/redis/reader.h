// Finding records.
#ifndef PYCHARTER_REDIS_READER_H
#define PYCHARTER_REDIS_READER_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "redis/candidates.h"
#include "redis/connection.h"
#include "redis/keys.h"

namespace pycharter::redis {

// What pycharter_store_v1 asks of find and snapshot.
class Reader {
 public:
  Reader(Connection& connection, const Keys& keys) : connection_(connection), keys_(keys) {}

  void find(const Query& query, const plugin::RecordSink& sink);
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink);

 private:
  using Texts = std::vector<std::optional<std::string>>;

  void find_named(const Query& query, const Candidates& candidates, const plugin::RecordSink& sink);
  void find_in_order(const Query& query, const Candidates& candidates, const plugin::RecordSink& sink);
  Texts texts(std::span<const Candidate> candidates, bool single);
  void drop_others(std::span<const Candidate> candidates, Texts& texts);
  std::vector<Record> records(const Query& query, std::span<const Candidate> candidates, bool single);

  Connection& connection_;
  const Keys& keys_;
};

}  // namespace pycharter::redis

#endif
