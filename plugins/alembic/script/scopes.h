// Finds, for every name of a script, whose variable it is: Python decides that before a function runs.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_SCOPES_H
#define PYCHARTER_ALEMBIC_SCRIPT_SCOPES_H

#include "alembic/script/ast.h"

namespace pycharter::alembic::script {

// Fills NameNode::scope, hops and slot, FunctionNode::variables and ComprehensionNode::slots. Functions and
// comprehensions have an Environment each; a class body has its class; everything else is the module's.
void resolve_scopes(Script& script);

}  // namespace pycharter::alembic::script

#endif
