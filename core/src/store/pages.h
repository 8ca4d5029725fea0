// A page of a list, as a query.
#ifndef PYCHARTER_STORE_PAGES_H
#define PYCHARTER_STORE_PAGES_H

#include <pycharter/metadata_store.h>
#include <pycharter/plugin/types.h>

#include "store/names.h"

namespace pycharter::store {

inline void set_page(plugin::Query& query, const Page& page) {
  query.limit = page.limit;
  if (page.after) query.after = require_id(*page.after);
}

}  // namespace pycharter::store

#endif
