// Values of the plugin boundary as libpq's functions take parameters.
#ifndef PYCHARTER_POSTGRESQL_PARAMETERS_H
#define PYCHARTER_POSTGRESQL_PARAMETERS_H

#include <libpq-fe.h>
#include <pycharter/plugin/types.h>

#include <span>
#include <string>
#include <vector>

namespace pycharter::postgresql {

// In text format, one entry for each value. Throws invalid_document for text with a NUL.
struct Parameters {
  explicit Parameters(std::span<const plugin::Value> values);

  std::vector<std::string> texts;
  std::vector<Oid> types;
  std::vector<const char*> pointers;  // null for NULL
};

}  // namespace pycharter::postgresql

#endif
