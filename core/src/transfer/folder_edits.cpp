#include "transfer/folder_edits.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <set>

#include "transfer/fingerprint.h"
#include "transfer/item_file.h"

namespace pycharter::transfer {
namespace {

constexpr std::size_t most_named = 5;

std::optional<Item> item_in(const Folder& folder, const std::string& path) {
  try {
    return read_item(folder.read(path).value_or(""), folder.shown(path));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_document && error.code() != ErrorCode::version_mismatch) throw;
    return std::nullopt;  // half an edit is one too
  }
}

std::string listed(const FolderEdits& edits, const Folder& folder) {
  std::string text;
  std::size_t named = 0;
  for (const auto& [path, hash] : edits) {
    if (named++ == most_named) return text + ", and " + std::to_string(edits.size() - most_named) + " more";
    text += (text.empty() ? "" : ", ") + folder.shown(path);
  }
  return text;
}

}  // namespace

FolderEdits edits_since(const Folder& folder, const Manifest& manifest) {
  FolderEdits edits;
  if (!manifest.complete) return edits;
  for (const auto& path : folder.list().items) {
    const auto item = item_in(folder, path);
    const auto exported = manifest.files.find(path);
    const bool unchanged =
        item && exported != manifest.files.end() && exported->second == fingerprint(*item, Comparison::text);
    if (unchanged) continue;
    edits.emplace(path, item ? std::optional(fingerprint(*item, Comparison::value)) : std::nullopt);
  }
  return edits;
}

void refuse_to_lose(FolderEdits edits, const Folder& folder, Source& source, const Run& run) {
  if (edits.empty()) return;
  const auto total = source.inventory().all();
  std::set<std::string> stored;
  for (auto items = source.next(); !items.empty(); items = source.next()) {
    for (const auto& item : items)
      stored.insert(fingerprint(item, Comparison::value));
    run.step(stored.size(), total, "looking for what was edited");
  }
  std::erase_if(edits, [&](const auto& edit) { return edit.second && stored.contains(*edit.second); });
  if (edits.empty()) return;
  throw Error(ErrorCode::conflict,
              listed(edits, folder) +
                  ": edited since the last export, and the store does not have what was written there. Run "
                  "'pycharter-admin store import' to bring it into the store, or export with "
                  "--replace-edited to give it up.",
              ErrorFacts{.file = folder.shown(edits.begin()->first)});
}

}  // namespace pycharter::transfer
