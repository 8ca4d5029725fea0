// What the suite runs against: a backend, where to make databases, and what can be asked of its server
// directly.
#ifndef PYCHARTER_CONFORMANCE_TARGET_H
#define PYCHARTER_CONFORMANCE_TARGET_H

#include <pycharter/metadata_store.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pycharter::conformance {

struct Database {
  std::string url;
  StoreOptions options = {};

  MetadataStore store() const { return MetadataStore(url, options); }
  // A store that is connected, having initialised the database if it was empty.
  MetadataStore open() const;
};

// What a server tells besides the store: present where there is a server.
class Server {
 public:
  virtual ~Server() = default;
  // Breaks every connection that stores have to the shared database.
  virtual void cut_connections() = 0;
  // Connections to the shared database that are in a transaction.
  virtual int open_transactions() = 0;
  // Rows of a table of the shared database.
  virtual int rows(const std::string& table) = 0;
  // A URL of the shared database for a user whose password this is not.
  virtual std::string url_with_wrong_password(const std::string& password) = 0;
  // A URL of the shared database whose password has percent-encoded characters, and is right.
  virtual std::string url_with_encoded_password() = 0;
};

struct Target {
  std::string name;                 // of the backend
  Database shared;                  // one database for all tests, which keep apart by the names they use
  std::function<Database()> empty;  // makes another, empty one; null where only the given URL may be used
  std::shared_ptr<Server> server;   // null: none
  std::shared_ptr<void> cleanup;    // removes what was made
  std::string impatience;  // query of a URL with which connecting to a silent server is given up in seconds

  bool has(const std::string& capability) const;
};

// Chooses the targets: `url` alone if given, else every built backend, or those of PYCHARTER_TEST_BACKENDS.
// Call before InitGoogleTest. What is missing becomes a problem, which fails the run.
void choose_targets(const std::optional<std::string>& url);
const std::vector<Target>& targets();
const std::vector<std::string>& target_problems();

// What databases a backend of this project gets; in targets_of_backends.cpp.
struct Provider {
  std::string name;
  const char* url_variable;  // null: needs no server
  Target (*make)(const std::string& url);
};
const std::vector<Provider>& providers();

}  // namespace pycharter::conformance

#endif
