// The one class through which a store talks to its server.
#ifndef PYCHARTER_MONGODB_CONNECTION_H
#define PYCHARTER_MONGODB_CONNECTION_H

#include <pycharter/plugin/error.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mongodb/bson.h"
#include "mongodb/client_pool.h"
#include "mongodb/location.h"
#include "mongodb/to_bson.h"

namespace pycharter::mongodb {

// What the open server is.
struct ServerFacts {
  std::int64_t greatest_document = 16 * 1024 * 1024;  // bytes
  bool transactions = false;
  bool refuses_keys = false;   // keys that begin with `$` or hold a `.`
  bool projects_found = true;  // findAndModify gives a part of what it has written
};

struct Replacement {
  Bson condition;
  Bson document;
};

// A method throws what make_error says of a failure; nothing that failed is tried again here. `doing` is for
// its message. Used by one thread at a time, but for cancel().
class Connection {
 public:
  using Sink = std::function<bool(const bson_t& document)>;  // false: enough

  // Throws connect, auth, config.
  Connection(Location location, const Options& options);

  const Location& location() const { return location_; }
  const ServerFacts& facts() const { return facts_; }
  RefusedKeys refused_keys() const { return facts_.refuses_keys ? RefusedKeys::escaped : RefusedKeys::kept; }

  // From any thread: ends the running call, which is then `cancelled`.
  void cancel() noexcept { lease_.control().cancel(); }
  // At the start of each call of the store.
  void begin_call() noexcept { lease_.control().begin(); }

  void ping();
  // The answer to a command that reads.
  Bson ask(const Bson& command, std::string_view doing);
  // Like it, but nothing where the collection is not there.
  std::optional<Bson> ask_of_collection(const Bson& command, std::string_view doing);
  // `options` as find's: sort, projection, limit, batchSize.
  void find(std::string_view collection, const Bson& condition, const Bson& options, std::string_view doing,
            const Sink& sink);
  std::optional<Bson> find_one(std::string_view collection, const Bson& condition, const Bson& options,
                               std::string_view doing);

  enum class Outcome { done, duplicate_key };
  // How many documents may fit a condition.
  enum class Fitting { one, several };
  // Replaces the newest document that fits, or makes one; gives its _id as text, or nothing when a unique
  // index refused it.
  std::optional<std::string> replace_or_insert(std::string_view collection, const Replacement& replacement,
                                               Fitting fitting, std::string_view doing);
  // Each by its condition, in order, up to the first that fails; what is not there is made.
  Outcome replace_or_insert_all(std::string_view collection, const std::vector<Replacement>& replacements,
                                std::string_view doing);
  // The number removed.
  std::uint64_t remove(std::string_view collection, const Bson& condition, std::string_view doing);
  // One as createIndexes describes it; done too when it is there already.
  Outcome create_index(std::string_view collection, const Bson& index, std::string_view doing);
  void drop_index(std::string_view collection, std::string_view name, std::string_view doing);

 private:
  friend class Transaction;  // while one lives, everything goes through its session

  struct DestroyCollection {
    void operator()(mongoc_collection_t* collection) const noexcept { mongoc_collection_destroy(collection); }
  };
  using CollectionHandle = std::unique_ptr<mongoc_collection_t, DestroyCollection>;

  CollectionHandle collection(std::string_view name);
  Bson with_session(const Bson& options) const;
  Error error(const bson_error_t& problem, std::string_view doing) const;
  void learn_about_server(const Options& options);
  void check_size(const Bson& document) const;

  Location location_;
  ClientLease lease_;
  ServerFacts facts_;
  mongoc_client_session_t* session_ = nullptr;
};

}  // namespace pycharter::mongodb

#endif
