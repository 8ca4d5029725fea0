// Tables that would be lost: declared by a base, a decorator or a Table that is not known.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_LOST_DECLARATIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_LOST_DECLARATIONS_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// From then on such a declaration is refused where it stands: throws script, naming what is not known. Bases
// and decorators that are known to add no column are left alone. Also has the interpreter know how much was
// declared, so that it sees what an import declares.
void refuse_lost_declarations(Interpreter& interpreter, Session& session);

}  // namespace pycharter::alembic

#endif
