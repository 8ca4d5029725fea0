// Contracts out of a store into files, back, and from one store to another.
//
//   pycharter::PostgresMetadataStore from("postgresql://user@host/db");
//   from.connect();
//   pycharter::export_contracts(from, "contracts");
//
// Everything goes along: each schema with its rules in the order of their creation, its governance rules, its
// ownership and metadata; global governance rules; ownership and metadata of other resources. Ids, which
// differ from one database to the other, do not: names and versions stand in their place. What was moved is
// read again at the end and compared, record by record.
//
// A run that ended in the middle, however it ended, is finished by running it again; one more run changes
// nothing. docs/moving-contracts.md has the files and what counts as equal.
//
// Stores are connected by the caller, who must use neither while a function here runs;
// MetadataStore::cancel() may be called from another thread. Besides the codes named at each function, each
// throws what the stores throw, `cancelled` when the callback asks to stop, and `conflict` when what was
// written reads differently.
#ifndef PYCHARTER_CONTRACT_TRANSFER_H
#define PYCHARTER_CONTRACT_TRANSFER_H

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/error.h>
#include <pycharter/export.h>
#include <pycharter/metadata_store.h>

namespace pycharter {

// Run on the calling thread. One that throws ends the run between two steps; its exception then leaves the
// function that was called.
struct TransferCallbacks {
  enum class Level { debug, info, warning };
  std::function<void(Level level, std::string_view message)> log = {};
  // `done` of `total` contracts and other records, and what is being done: "reading", "writing", "verifying".
  std::function<void(std::uint64_t done, std::uint64_t total, std::string_view what)> progress = {};
  // True to stop between two steps, with the error `cancelled`.
  std::function<bool()> cancelled = {};
};

// What became of the records of one kind. created + replaced + unchanged is all that the source has.
struct TransferCounts {
  std::uint64_t created = 0;
  std::uint64_t replaced = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t removed = 0;  // of an export: files of what the store has no more
  std::uint64_t others = 0;   // in the target alone, and left as they are

  std::uint64_t all() const { return created + replaced + unchanged; }
};

struct TransferReport {
  TransferCounts contracts;         // a contract is one version of a schema with all that belongs to it
  TransferCounts governance_rules;  // global ones
  TransferCounts ownership;         // of resources that are no schema of the source
  TransferCounts metadata;
  // Of an import, files relative to the folder: what differs from what was exported.
  std::vector<std::string> edited;
  std::vector<std::string> added;
  std::vector<std::string> missing;
};

struct ExportOptions {
  // Give up what was edited in the folder since the last export and is not in the store.
  bool replace_edited = false;
};

// Writes the store into a folder, which is made when missing, and removes the files of what the store no
// longer has: afterwards the folder is the store. Files whose content is right already are not touched.
// Throws config when the folder holds something else, or when a file can't be written; conflict when another
// run is at work in it, or when files were edited and the store does not have what they hold.
PYCHARTER_API TransferReport export_contracts(MetadataStore& from, const std::filesystem::path& folder,
                                              const TransferCallbacks& callbacks = {},
                                              const ExportOptions& options = {});

// Writes what such a folder holds into the store. All files are read and checked before the first write. A
// contract that is there is replaced as a whole; what only the store has is left alone. Throws config when
// the folder is no finished export, invalid_document with file and line for a file that is wrong, conflict
// when two files hold the same record.
PYCHARTER_API TransferReport import_contracts(const std::filesystem::path& folder, MetadataStore& to,
                                              const TransferCallbacks& callbacks = {});

// The same from one store into another, without files. Throws usage when both are the same database.
PYCHARTER_API TransferReport copy_contracts(MetadataStore& from, MetadataStore& to,
                                            const TransferCallbacks& callbacks = {});

}  // namespace pycharter

#endif
