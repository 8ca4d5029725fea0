// The header of a .sql revision, from text that was read already.
#ifndef PYCHARTER_ALEMBIC_SQL_FILE_HEADER_H
#define PYCHARTER_ALEMBIC_SQL_FILE_HEADER_H

#include "alembic/sql_file/sql_file.h"

namespace pycharter::alembic {

struct ReadHeader {
  SqlHeader header;
  std::size_t end = 0;  // where the first section's line begins, or the text ends
};

ReadHeader read_header_lines(const script::Source& source);

}  // namespace pycharter::alembic

#endif
