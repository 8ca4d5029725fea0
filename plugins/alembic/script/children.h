// Walks over a node's children, in the order of the source.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_CHILDREN_H
#define PYCHARTER_ALEMBIC_SCRIPT_CHILDREN_H

#include <memory>
#include <type_traits>

#include "alembic/script/ast.h"

namespace pycharter::alembic::script {

// Whatever can be called with a node, for as long as the walk takes. Walks go through every node of every
// script several times: a std::function would allocate for each.
class ChildVisitor {
 public:
  template <class Visit>
    requires std::is_invocable_v<Visit&, Node&>
  ChildVisitor(const Visit& visit)
      : visit_(std::addressof(visit)),
        call_([](const void* called, Node& node) { (*static_cast<const Visit*>(called))(node); }) {}
  void operator()(Node& node) const { call_(visit_, node); }

 private:
  const void* visit_;
  void (*call_)(const void*, Node&);
};
// Never called with null. Names that statements bind (of def, import, except …) are visited as NameNodes.
void visit_children(Node& node, const ChildVisitor& visit);

}  // namespace pycharter::alembic::script

#endif
