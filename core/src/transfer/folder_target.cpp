#include "transfer/folder_target.h"

#include <pycharter/plugin/error.h>

#include "transfer/file_name.h"
#include "transfer/fingerprint.h"
#include "transfer/folder_edits.h"
#include "transfer/item_file.h"

namespace pycharter::transfer {
namespace {

const Form* form_in(const std::string& path) {
  for (const auto& form : items())
    if (path.starts_with(form.folder)) return &form;
  return nullptr;
}

}  // namespace

FolderTarget::FolderTarget(const std::filesystem::path& folder, const Run& run, TransferReport& report)
    : folder_(folder, Folder::Use::write), run_(run), report_(report) {
  const auto path = folder_.shown(std::string(manifest_name));
  if (const auto text = folder_.read(std::string(manifest_name))) {
    // Also that it is one of ours, and of a format that may be replaced.
    exported_ = read_manifest(*text, path);
    return;
  }
  if (folder_.empty()) return;
  throw Error(ErrorCode::config,
              folder.string() + ": this folder holds something that is no export (there is no " +
                  std::string(manifest_name) + " in it). Name a new or empty folder.",
              ErrorFacts{.file = folder.string()});
}

void FolderTarget::keep_edits(Source& source) const {
  refuse_to_lose(edits_since(folder_, exported_), folder_, source, run_);
}

void FolderTarget::begin(const Inventory&) {
  folder_.write(std::string(manifest_name), write_manifest({}));
}

void FolderTarget::write(const std::vector<Item>& items) {
  for (const auto& item : items)
    write(item);
}

void FolderTarget::write(const Item& item) {
  const auto key = key_of(item.record);
  const auto path = path_of(key);
  if (!manifest_.files.emplace(path, fingerprint(item, Comparison::text)).second)
    throw Error(ErrorCode::conflict, shown(key) + " is in the store twice: remove one of the two.");
  const auto text = write_item(item);
  const auto present = folder_.read(path);
  auto& counts = counts_of(report_, key.kind);
  ++(present == text ? counts.unchanged : present ? counts.replaced : counts.created);
  if (present != text) folder_.write(path, text);
}

void FolderTarget::verify() {
  std::size_t done = 0;
  for (const auto& [path, expected] : manifest_.files) {
    run_.step(done++, manifest_.files.size(), "verifying");
    const auto shown_path = folder_.shown(path);
    const auto text = folder_.read(path);
    if (!text || fingerprint(read_item(*text, shown_path), Comparison::text) != expected)
      throw Error(
          ErrorCode::conflict,
          shown_path + ": the file is not what was written. Run this again when nothing else writes there.",
          ErrorFacts{.file = shown_path});
  }
}

void FolderTarget::remove_what_is_gone() {
  const auto listing = folder_.list();
  for (const auto& path : listing.left_behind)
    folder_.remove(path);
  for (const auto& path : listing.items) {
    if (manifest_.files.contains(path)) continue;
    folder_.remove(path);
    run_.log(Run::Level::info, "Removed " + path + ": the store does not have it");
    if (const auto* form = form_in(path)) ++counts_of(report_, form->kind).removed;
  }
}

void FolderTarget::finish() {
  remove_what_is_gone();
  folder_.flush();
  manifest_.complete = true;
  folder_.write(std::string(manifest_name), write_manifest(manifest_));
  folder_.flush();
}

}  // namespace pycharter::transfer
