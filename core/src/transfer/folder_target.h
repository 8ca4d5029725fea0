#ifndef PYCHARTER_TRANSFER_FOLDER_TARGET_H
#define PYCHARTER_TRANSFER_FOLDER_TARGET_H

#include <filesystem>
#include <vector>

#include "transfer/ends.h"
#include "transfer/folder.h"
#include "transfer/manifest.h"

namespace pycharter::transfer {

class FolderTarget : public Target {
 public:
  // Throws config when the folder holds something that is no export.
  FolderTarget(const std::filesystem::path& folder, const Run& run, TransferReport& report);

  // Before begin(): throws conflict when `source`, which it reads whole, lacks what somebody wrote here.
  void keep_edits(Source& source) const;

  // Marks the export as not finished.
  void begin(const Inventory& coming) override;
  void write(const std::vector<Item>& items) override;
  void verify() override;
  // Removes what is no longer in the store, then marks the export as finished.
  void finish() override;

 private:
  void write(const Item& item);
  void remove_what_is_gone();

  Folder folder_;
  const Run& run_;
  TransferReport& report_;
  Manifest exported_;  // of the export that was here
  Manifest manifest_;  // of the one that is made
};

}  // namespace pycharter::transfer

#endif
