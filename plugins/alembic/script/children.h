// Walks over a node's children, in the order of the source.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_CHILDREN_H
#define PYCHARTER_ALEMBIC_SCRIPT_CHILDREN_H

#include <functional>

#include "alembic/script/ast.h"

namespace pycharter::alembic::script {

using ChildVisitor = std::function<void(Node&)>;
// Never called with null. Names that statements bind (of def, import, except …) are visited as NameNodes.
void visit_children(Node& node, const ChildVisitor& visit);

}  // namespace pycharter::alembic::script

#endif
