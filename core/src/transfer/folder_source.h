#ifndef PYCHARTER_TRANSFER_FOLDER_SOURCE_H
#define PYCHARTER_TRANSFER_FOLDER_SOURCE_H

#include <filesystem>
#include <string>
#include <vector>

#include "store/version_order.h"
#include "transfer/ends.h"
#include "transfer/folder.h"

namespace pycharter::transfer {

class FolderSource : public Source {
 public:
  FolderSource(const std::filesystem::path& folder, const Run& run, TransferReport& report);

  // Reads and checks all files, and compares them with the manifest.
  Inventory inventory() override;
  std::vector<Item> next() override;

 private:
  struct File {
    Key key;
    store::VersionKey version;
    std::string path;
    std::string fingerprint;
    std::size_t bytes;
  };

  File read(const std::string& path, Inventory& inventory);
  void refuse_doubles() const;
  void compare_with_manifest();
  Item item_of(const File& file) const;

  Folder folder_;
  const Run& run_;
  TransferReport& report_;
  std::vector<File> files_;
  std::size_t next_ = 0;
};

}  // namespace pycharter::transfer

#endif
