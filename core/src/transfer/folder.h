// The folder of an export: which files it has, and writing them so that none is ever half there.
#ifndef PYCHARTER_TRANSFER_FOLDER_H
#define PYCHARTER_TRANSFER_FOLDER_H

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::transfer {

class Folder {
 public:
  enum class Use { read, write };

  // Throws config when it is no folder or can't be made (write) or is missing (read); conflict when another
  // run holds it.
  Folder(std::filesystem::path path, Use use);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Paths are relative to the folder, with '/'. For messages:
  std::string shown(const std::string& path) const;

  // The text of a regular file, nothing when there is none. Throws config for anything else.
  std::optional<std::string> read(const std::string& path) const;
  // Writes the whole file beside the old one and puts it in its place. Makes the folders.
  void write(const std::string& path, std::string_view text) const;
  // Removes the file, and folders that it leaves empty.
  void remove(const std::string& path) const;
  // The .json files of items, sorted, and what else lies in their folders (a README, what a killed run left).
  struct Listing {
    std::vector<std::string> items;
    std::vector<std::string> left_behind;  // by a run that was killed
  };
  Listing list() const;
  // Nothing is there but what hides behind a dot (.git).
  bool empty() const;
  // What was written is on the disk when this returns.
  void flush() const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace pycharter::transfer

#endif
