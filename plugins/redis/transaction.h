// Checks and changes that the server makes in one step: transaction_script's arguments, put together.
#ifndef PYCHARTER_REDIS_TRANSACTION_H
#define PYCHARTER_REDIS_TRANSACTION_H

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/types.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "redis/connection.h"
#include "redis/records.h"

namespace pycharter::redis {

class Transaction {
 public:
  explicit Transaction(const Keys& keys) : keys_(keys) {}

  // Stores the record under its key and in the indexes of its kind. Throws conflict when another record of
  // this transaction has the key.
  void put(const Record& record);
  // Removes it when it is still there; of a schema also all of its rules with `cascade`, and without it the
  // schema must have none.
  void remove(const Record& record, bool cascade);

  // The number of records removed. Throws conflict, not_found, invalid_document for a check that failed, with
  // nothing changed; unsupported when it is too large for one command.
  std::uint64_t run(Connection& connection, std::string_view doing);

 private:
  // One of the script's functions, with its keys and arguments.
  struct Step {
    std::vector<std::string> keys;
    std::vector<std::string> words;  // the name first
  };
  // What to say when a check fails.
  struct Check {
    Step step;
    const Record* record = nullptr;
    std::string key = {};
  };
  enum class Type { set, sorted_set, number };

  void check(Step step, const Record& record, std::string key);
  // The index may be written to. Once for each.
  void require_type(const std::string& key, Type type, const Record& record);
  void change(Step step) { changes_.push_back(std::move(step)); }
  void claim(const std::string& key, const Record& record);
  void put_rule_set(const Record& record);
  void put_governance(const Record& record);
  void put_metadata(const Record& record);
  void add(const std::string& index, const std::string& member, const Record& record);
  void require_schema(const Record& record);
  void require_removable(const Record& record, bool cascade);
  void remove_schema(const Record& record, bool cascade);
  void remove_rule_set(const Record& record);
  Error failure(std::size_t number, const std::string& why) const;

  const Keys& keys_;
  std::vector<Check> checks_;
  std::vector<Step> changes_;
  std::map<std::string, Record> records_;  // by key, their names alone
  std::set<std::string> indexes_;
  std::set<std::string> schemas_;  // that are required
};

}  // namespace pycharter::redis

#endif
