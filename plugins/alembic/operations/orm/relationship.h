// relationship(): what refers to what between mapped classes, read on first use and written by flush().
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_RELATIONSHIP_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_RELATIONSHIP_H

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alembic/operations/orm/unit_of_work.h"

namespace pycharter::alembic::orm {

// Names of columns: of the table with the foreign key, and of the one that it refers to.
using KeyPairs = std::vector<std::pair<std::string, std::string>>;
// The foreign key of `table` that refers to `target`; `only`: of these columns, where it is not empty.
std::optional<KeyPairs> foreign_key_of(const TableObject& table, const TableObject& target,
                                       const std::vector<std::string>& only = {});
std::optional<KeyPairs> foreign_key_between(const Model& model, const Model& target);

class Relationship final : public script::HostObject {
 public:
  enum class Direction { many_to_one, one_to_many, many_to_many };
  struct Link {
    const Model* target = nullptr;
    Direction direction = Direction::many_to_one;
    KeyPairs pairs;      // of the side that has the key; of many_to_many: the association's to the owner
    KeyPairs far_pairs;  // of many_to_many: the association's to the target
    const TableObject* association = nullptr;
  };

  Relationship(Session& s, std::vector<std::pair<std::string, Value>> o)
      : session(s), options(std::move(o)) {}
  std::string type_name() const override { return "Relationship"; }
  std::optional<Value> get(Interpreter&, const Value& instance) override;
  bool set(Interpreter&, const Value& instance, const Value& value) override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;

  // Called when the class is mapped; the target may be mapped later.
  void attach(Model& model, std::string name) { owner_ = &model, key = std::move(name); }
  const Link& link();
  bool is_list();
  // cascade="all, delete-orphan"
  bool deletes_children() const;
  // Gives the class it refers to the attribute that backref= names, if both are mapped by now.
  void give_back();
  // For Query.join(User.addresses): the target's table, and the condition.
  Value condition();

  Session& session;
  std::string key;

 private:
  Value option(std::string_view name) const;
  const Model& target();
  void link_association(Value secondary);
  Value load(const Value& instance, Entry* entry);
  [[noreturn]] void refuse(const std::string& why);

  const std::vector<std::pair<std::string, Value>> options;
  const Model* owner_ = nullptr;
  std::optional<Link> link_;
  bool given_back_ = false;
};

// backref("name", cascade=…), as relationship(backref=…) takes it.
Value backref(Session& session, const Given& given);
// After a class was mapped: attributes of backref= that wait for it.
void give_back_references(Session& session);
Value relationship_member(Session& session, std::string_view name);

// ---- of one instance, for flush()
std::vector<Value> related_instances(Session& session, const Entry& entry);
void take_parent_keys(Session& session, Entry& entry);
void give_keys_to_children(Session& session, UnitOfWork& unit, Entry& entry);
void write_associations(Session& session, Entry& entry);
// Before a row goes: children lose their key, associations their rows.
void detach_children(Session& session, Entry& entry);

}  // namespace pycharter::alembic::orm

#endif
