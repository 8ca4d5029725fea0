#include <pycharter/contract_transfer.h>

#include "transfer/folder_source.h"
#include "transfer/folder_target.h"
#include "transfer/same_database.h"
#include "transfer/store_source.h"
#include "transfer/store_target.h"

namespace pycharter {
namespace transfer {

TransferCounts& counts_of(TransferReport& report, RecordKind kind) {
  switch (kind) {
    case RecordKind::governance:
      return report.governance_rules;
    case RecordKind::ownership:
      return report.ownership;
    case RecordKind::metadata:
      return report.metadata;
    default:
      return report.contracts;
  }
}

namespace {

void require_two(MetadataStore& from, MetadataStore& to) {
  if (&from == &to || same_database(from.session().url(), to.session().url()))
    throw Error(ErrorCode::usage,
                "Both ends are one database, " + to.masked_url() + ": name another one to copy to.");
}

void move(Source& source, Target& target, const Run& run) {
  const auto inventory = source.inventory();
  const auto total = inventory.all();
  target.begin(inventory);
  std::uint64_t done = 0;
  run.step(done, total, "writing");
  for (auto items = source.next(); !items.empty(); items = source.next()) {
    target.write(items);
    done += items.size();
    run.step(done, total, "writing");
  }
  target.verify();
  target.finish();
}

}  // namespace
}  // namespace transfer

TransferReport export_contracts(MetadataStore& from, const std::filesystem::path& folder,
                                const TransferCallbacks& callbacks, const ExportOptions& options) {
  TransferReport report;
  const transfer::Run run(callbacks);
  transfer::FolderTarget target(folder, run, report);
  if (!options.replace_edited) {
    transfer::StoreSource stored(from.session(), run);
    target.keep_edits(stored);
  }
  transfer::StoreSource source(from.session(), run);
  transfer::move(source, target, run);
  return report;
}

TransferReport import_contracts(const std::filesystem::path& folder, MetadataStore& to,
                                const TransferCallbacks& callbacks) {
  TransferReport report;
  const transfer::Run run(callbacks);
  transfer::FolderSource source(folder, run, report);
  transfer::StoreTarget target(to.session(), run, report);
  transfer::move(source, target, run);
  return report;
}

TransferReport copy_contracts(MetadataStore& from, MetadataStore& to, const TransferCallbacks& callbacks) {
  transfer::require_two(from, to);
  TransferReport report;
  const transfer::Run run(callbacks);
  transfer::StoreSource source(from.session(), run);
  transfer::StoreTarget target(to.session(), run, report);
  transfer::move(source, target, run);
  return report;
}

}  // namespace pycharter
