// op.batch_alter_table(): collects the operations of its block and sends them as one.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_BATCH_H
#define PYCHARTER_ALEMBIC_OPERATIONS_BATCH_H

#include "alembic/operations/parameters.h"

namespace pycharter::alembic {

Value make_batch(Session& session, const Given& given);

}  // namespace pycharter::alembic

#endif
