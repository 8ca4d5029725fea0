// What has to be stored and removed so that a contract's parts become others.
#ifndef PYCHARTER_TRANSFER_CONTRACT_CHANGES_H
#define PYCHARTER_TRANSFER_CONTRACT_CHANGES_H

#include <vector>

#include "transfer/fingerprint.h"

namespace pycharter::transfer {

struct Changes {
  std::vector<Record> to_remove;  // before anything is stored
  std::vector<Record> to_store;   // in this order
};

// Sets of rules are newest in the order of their creation, which storing again does not change: where the
// order is another one, they are removed and stored anew.
Changes changes_of_parts(const std::vector<Record>& present, const std::vector<Record>& wanted,
                         Comparison comparison);

}  // namespace pycharter::transfer

#endif
