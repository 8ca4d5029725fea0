#include "transfer/folder_source.h"

#include <algorithm>
#include <unordered_map>

#include "transfer/fingerprint.h"
#include "transfer/item_file.h"
#include "transfer/manifest.h"
#include "transfer/store_reader.h"

namespace pycharter::transfer {
namespace {

constexpr std::size_t batch_bytes = std::size_t{8} * 1024 * 1024;
constexpr std::size_t most_items = 500;

std::size_t place_of(RecordKind kind) {
  std::size_t place = 0;
  while (items()[place].kind != kind)
    ++place;
  return place;
}

}  // namespace

FolderSource::FolderSource(const std::filesystem::path& folder, const Run& run, TransferReport& report)
    : folder_(folder, Folder::Use::read), run_(run), report_(report) {}

Inventory FolderSource::inventory() {
  Inventory inventory;
  for (const auto& form : items())
    inventory.counts[form.kind] = 0;
  const auto listing = folder_.list();
  for (const auto& path : listing.items) {
    run_.step(files_.size(), listing.items.size(), "checking files");
    files_.push_back(read(path, inventory));
  }
  // As a store gives them.
  std::sort(files_.begin(), files_.end(), [](const File& left, const File& right) {
    if (left.key.kind != right.key.kind) return place_of(left.key.kind) < place_of(right.key.kind);
    if (left.key.first != right.key.first) return left.key.first < right.key.first;
    if (left.version != right.version) return left.version < right.version;
    return left.path < right.path;
  });
  refuse_doubles();
  compare_with_manifest();
  return inventory;
}

FolderSource::File FolderSource::read(const std::string& path, Inventory& inventory) {
  const auto text = folder_.read(path).value_or("");
  const auto item = read_item(text, folder_.shown(path));
  ++inventory.counts[item.record.kind];
  if (item.record.kind != RecordKind::schema && item.record.kind != RecordKind::governance)
    if (const auto id = schema_named(item.record)) inventory.resources[item.record.kind].insert(*id);
  const auto key = key_of(item.record);
  return {key, store::VersionKey(key.second), path, fingerprint(item, Comparison::text), text.size()};
}

void FolderSource::refuse_doubles() const {
  const auto found =
      std::adjacent_find(files_.begin(), files_.end(),
                         [](const File& left, const File& right) { return left.key == right.key; });
  if (found == files_.end()) return;
  throw Error(ErrorCode::conflict,
              folder_.shown((found + 1)->path) + ": " + shown(found->key) + " is also in " +
                  folder_.shown(found->path) + ": remove one of the two, or give it another name.",
              ErrorFacts{.file = folder_.shown((found + 1)->path)});
}

void FolderSource::compare_with_manifest() {
  const auto text = folder_.read(std::string(manifest_name));
  const auto shown_path = folder_.shown(std::string(manifest_name));
  if (!text)
    throw Error(ErrorCode::config,
                shown_path +
                    ": there is no such file, so that this folder is no export. Name the folder that"
                    " 'pycharter-admin store export' was given.",
                ErrorFacts{.file = shown_path});
  const auto manifest = read_manifest(*text, shown_path);
  if (!manifest.complete)
    throw Error(ErrorCode::config,
                shown_path +
                    ": this export was not finished. Run 'pycharter-admin store export' into the folder"
                    " again; it goes on where it was.",
                ErrorFacts{.file = shown_path});
  auto missing = manifest.files;
  for (const auto& file : files_) {
    const auto exported = manifest.files.find(file.path);
    if (exported == manifest.files.end())
      report_.added.push_back(file.path);
    else if (exported->second != file.fingerprint)
      report_.edited.push_back(file.path);
    missing.erase(file.path);
  }
  for (const auto& [path, hash] : missing)
    report_.missing.push_back(path);
  std::sort(report_.added.begin(), report_.added.end());
  std::sort(report_.edited.begin(), report_.edited.end());
}

std::vector<Item> FolderSource::next() {
  std::vector<Item> found;
  std::size_t bytes = 0;
  const auto first = next_;
  while (next_ < files_.size() && files_[next_].key.kind == files_[first].key.kind && bytes < batch_bytes &&
         found.size() < most_items) {
    bytes += files_[next_].bytes;
    found.push_back(item_of(files_[next_++]));
  }
  return found;
}

Item FolderSource::item_of(const File& file) const {
  const auto path = folder_.shown(file.path);
  auto item = read_item(folder_.read(file.path).value_or(""), path);
  if (key_of(item.record) != file.key || fingerprint(item, Comparison::text) != file.fingerprint)
    throw Error(ErrorCode::conflict, path + ": the file changed while it was imported. Run this again.",
                ErrorFacts{.file = path});
  return item;
}

}  // namespace pycharter::transfer
