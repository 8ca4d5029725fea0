// What a Session knows: the instances of mapped classes, what their rows held, and what flush() is to write.
//
// Writes happen in the migration's own connection and transaction: commit() flushes and expires, as
// SQLAlchemy's does within a transaction that the Session did not begin.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_UNIT_OF_WORK_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_UNIT_OF_WORK_H

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alembic/operations/orm/model.h"

namespace pycharter::alembic::orm {

// An instance that a Session holds.
struct Entry {
  enum class Status { pending, persistent, deleted };
  Value instance;
  const Model* model;
  Status status = Status::pending;
  bool touched = false;  // an attribute was assigned since the last flush, even if to what it was
  std::map<std::string, Value> loaded;  // by key of attribute: what the row holds, as far as it is known
  std::map<std::string, std::vector<Value>> collections;  // of relationships that were read: what they held
  std::vector<Value> identity;                            // of its primary key, once it is persistent
};

class UnitOfWork {
 public:
  explicit UnitOfWork(Session& session) : session_(session) {}
  UnitOfWork(const UnitOfWork&) = delete;
  UnitOfWork& operator=(const UnitOfWork&) = delete;

  void add(const Value& instance);     // raises UnmappedInstanceError
  void remove(const Value& instance);  // session.delete()
  void forget(const Value& instance);  // session.expunge()
  void clear();
  Entry* find(const Value& instance);
  bool holds(const Value& instance) { return find(instance) != nullptr; }
  std::vector<Value> instances(Entry::Status status) const;
  bool is_changed(const Entry& entry) const;
  std::vector<Value> touched() const;  // session.dirty

  // Before a query, unless no_autoflush is on.
  void autoflush();
  void flush();
  void expire(Entry& entry);
  // All of them, or of one model: what a bulk statement may have changed.
  void expire_all(const Model* of = nullptr);

  // The instance of a row of the model's columns: the one that is held, or a new one. None where the key is
  // NULL.
  Value instance_of(const Model& model, const std::vector<Value>& cells);
  // By primary key; None where there is no such row.
  Value get(const Model& model, const std::vector<Value>& key);
  // Reads what is not known of a persistent instance; false when there is nothing to read. Raises
  // ObjectDeletedError.
  bool load_missing(const Value& instance);

  // One row, not held: bulk_insert_mappings and the like.
  void insert_row(const Model& model, const Value& mapping);
  void update_row(const Model& model, const Value& mapping);

  bool autoflushes = true;

 private:
  std::string identity_key(const Model& model, const std::vector<Value>& key) const;
  void keep(Entry& entry, std::vector<Value> identity);
  std::vector<Value> key_values(const Entry& entry) const;
  Value key_condition(const Model& model, const std::vector<Value>& key);
  void set_loaded(Entry& entry, const std::vector<Value>& cells, bool only_missing);
  void cascade();
  std::vector<const Model*> dependency_order() const;
  void insert(Entry& entry);
  void update(Entry& entry);
  void remove_row(Entry& entry);
  Value run_insert(const Model& model, const Value& values, bool wants_key);
  void add_defaults(const Model& model, const Value& values, bool inserting);

  Session& session_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::map<const script::Object*, Entry*> by_instance_;
  std::map<std::string, Entry*> by_identity_;
  bool flushing_ = false;
};

// Calls a method: `call_method(session, select, "where", {condition})`.
Value call_method(Session& session, const Value& object, std::string_view name,
                  std::vector<Value> arguments = {});
// select() of the model's columns.
Value select_of(Session& session, const Model& model);
// Whether `model` has a foreign key to `target`.
bool refers_to(const Model& model, const Model& target);

}  // namespace pycharter::alembic::orm

#endif
