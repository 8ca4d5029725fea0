#include "transfer/contract_changes.h"

#include <algorithm>

namespace pycharter::transfer {
namespace {

using Records = std::vector<Record>;

bool same_key(const Record& left, const Record& right) {
  return left.name == right.name && left.version == right.version;
}

const Record* find(const Records& records, const Record& key) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Record& r) { return same_key(r, key); });
  return found == records.end() ? nullptr : &*found;
}

Records of_kind(const Records& records, RecordKind kind) {
  Records found;
  std::copy_if(records.begin(), records.end(), std::back_inserter(found),
               [&](const Record& r) { return r.kind == kind; });
  return found;
}

// Those present that can stay: wanted ones and, where order means something, only as long as they stand in
// the order wanted with none missing between them.
Records staying(const Records& present, const Records& wanted, bool ordered) {
  Records stay;
  for (const auto& record : present) {
    if (find(wanted, record) == nullptr) continue;
    if (ordered && !same_key(wanted[stay.size()], record)) break;
    stay.push_back(record);
  }
  return stay;
}

}  // namespace

Changes changes_of_parts(const Records& all_present, const Records& all_wanted, Comparison comparison) {
  Changes changes;
  for (const auto& form : parts()) {
    const auto present = of_kind(all_present, form.kind);
    const auto wanted = of_kind(all_wanted, form.kind);
    const auto stay = staying(present, wanted, form.ordered);
    for (const auto& record : present)
      if (find(stay, record) == nullptr) changes.to_remove.push_back(record);
    for (const auto& record : wanted) {
      const auto* old = find(stay, record);
      if (old == nullptr || !same_record(*old, record, form, comparison)) changes.to_store.push_back(record);
    }
  }
  return changes;
}

}  // namespace pycharter::transfer
