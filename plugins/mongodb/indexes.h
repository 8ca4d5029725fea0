// The indexes of the store's collections: on what is looked up, unique on what is a key.
#ifndef PYCHARTER_MONGODB_INDEXES_H
#define PYCHARTER_MONGODB_INDEXES_H

#include <pycharter/plugin/host.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mongodb/connection.h"
#include "mongodb/records.h"

namespace pycharter::mongodb {

// Documents with one key, which another program has stored.
struct Duplicates {
  std::string key;               // "name 'user', version '1.0'"
  std::string newest;            // the _id that counts
  std::vector<std::string> old;  // the others
};
// Of the documents that fit the condition.
std::vector<Duplicates> find_duplicates(Connection& connection, const Collection& collection,
                                        const Bson& condition);

class Indexes {
 public:
  Indexes(Connection& connection, const plugin::Host& host) : connection_(connection), host_(host) {}

  struct State {
    bool complete = false;  // every collection has its indexes
    bool empty = false;     // no collection is there
  };
  // Warns of duplicates where they forbid a unique index.
  State state();
  // Makes what is missing; many processes may do so at once. Tells the host what it has made.
  void make_missing();
  // Whether the server keeps the keys of that collection unique: true once it is known.
  bool has_unique_key(const Collection& collection);

 private:
  struct Known {
    bool exists = false;
    std::set<std::string> names;
    bool unique_key = false;
  };
  Known look_at(const Collection& collection);
  void make(const Collection& collection, const Known& known, std::vector<std::string>& made);
  void warn_of_duplicates(const Collection& collection);

  Connection& connection_;
  const plugin::Host& host_;
  std::map<RecordKind, bool> unique_;
};

}  // namespace pycharter::mongodb

#endif
