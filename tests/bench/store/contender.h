// The work of one operation on an open connection, by each way: the store or the bare client library.
#ifndef PYCHARTER_BENCH_STORE_CONTENDER_H
#define PYCHARTER_BENCH_STORE_CONTENDER_H

#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace pycharter::bench {

inline const std::string schema_document =
    R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","version":"1.0.0","properties":)"
    R"({"name":{"type":"string","minLength":1},"age":{"type":"integer"},"email":{"type":"string"}}})";
// schema_document and another of its size, in turns: a database that is given what it holds writes nothing.
const std::string& next_document();
inline const std::string rules_document = R"({"age":"coerce_to_integer"})";
inline const std::string checks_document = R"({"email":{"non_empty_string":{}}})";

// Names of the schemas that bulk() stores and list() lists: PYCHARTER_BENCH_MANY of them, or 10,000. A
// multiple of 500.
const std::vector<std::string>& many_names();

struct Entry {
  std::string id, name, version;
};

struct Rows {
  std::string schema, coercion, validation;
};

// Rules into the properties that they name, as a program does that knows its schemas: no paths, no wrapped
// rules.
std::string merged(const Rows& rows);

class Contender {
 public:
  virtual ~Contender() = default;
  virtual void put() = 0;
  virtual void get() = 0;  // the same schema each time
  // In turns the one and another: what was read before helps with neither. Of the store only.
  virtual void get_another() { throw std::logic_error("a client has no such operation"); }
  virtual void complete() = 0;
  virtual void list() = 0;  // of all schemas: id, name, version
  virtual void bulk() = 0;  // stores the schemas of many_names()
  // What complete() reads, unmerged. Of clients only.
  virtual void rows() { throw std::logic_error("the store has no such operation"); }
};

// A server's URL from PYCHARTER_TEST_<NAME>_URL. Throws when it is not set.
std::string server_url(const std::string& variable);

// Each on the database that the store made before.
std::unique_ptr<Contender> sqlite_client(const std::string& path);
std::unique_ptr<Contender> postgresql_client(const std::string& url);
std::unique_ptr<Contender> mysql_client(const std::string& url);
std::unique_ptr<Contender> redis_client(const std::string& url);
std::unique_ptr<Contender> mongodb_client(const std::string& url);

}  // namespace pycharter::bench

#endif
