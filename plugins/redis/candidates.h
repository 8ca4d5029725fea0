// Which keys may hold what a query asks for.
#ifndef PYCHARTER_REDIS_CANDIDATES_H
#define PYCHARTER_REDIS_CANDIDATES_H

#include <string>
#include <vector>

#include "redis/connection.h"
#include "redis/records.h"

namespace pycharter::redis {

struct Candidate {
  std::string key;
  // The kind, and of metadata and ownership the names, which are not in the text.
  Record known = {};
  // Of names: the least and the greatest that the record may have, told by its id.
  std::string least_name = {};
  std::string greatest_name = {};
  // The index of its type has to have it, for another record might have the key.
  bool needs_membership = false;
};

struct Candidates {
  // By least name, by creation or by id: the order in which the records are to come, but for names.
  std::vector<Candidate> all;
  // One key, named by the query: what else it may hold is an error.
  bool single = false;
};

// The index is read, where the query does not name the keys. Records may be found that do not match.
Candidates find_candidates(Connection& connection, const Keys& keys, const Query& query);

}  // namespace pycharter::redis

#endif
