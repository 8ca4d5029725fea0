#include "transfer/manifest.h"

#include <algorithm>

#include "store/document.h"
#include "store/names.h"
#include "transfer/fingerprint.h"
#include "transfer/item.h"
#include "transfer/json_file.h"

namespace pycharter::transfer {
namespace {

constexpr std::string_view format = "pycharter-export/1";

std::size_t count_in(const Manifest& manifest, std::string_view folder) {
  return static_cast<std::size_t>(
      std::count_if(manifest.files.begin(), manifest.files.end(), [&](const auto& file) {
        return file.first.starts_with(folder) && file.first.substr(folder.size()).starts_with('/');
      }));
}

// Of paths and fingerprints, as sha256sum would print them.
std::string checksum(const Manifest& manifest) {
  std::string lines;
  for (const auto& [path, hash] : manifest.files)
    lines.append(hash).append("  ").append(path).append("\n");
  return sha256(lines);
}

const store::Member* find(const std::vector<store::Member>& members, std::string_view key) {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.key == key; });
  return found == members.end() ? nullptr : &*found;
}

const store::Member& require(const JsonFile& file, const std::vector<store::Member>& members,
                             std::string_view key) {
  if (const auto* member = find(members, key)) return *member;
  file.fail(file.root(),
            "The member \"" + std::string(key) + "\" is missing: run 'pycharter-admin store export' again.");
}

}  // namespace

std::string write_manifest(const Manifest& manifest) {
  std::string text = "{\n  \"format\": " + store::quoted(format) + ",\n  \"complete\": ";
  if (!manifest.complete) return text + "false\n}\n";
  text += "true";
  for (const auto& form : items())
    text += ",\n  " + store::quoted(form.name) + ": " + std::to_string(count_in(manifest, form.folder));
  text += ",\n  \"sha256\": " + store::quoted(checksum(manifest)) + ",\n  \"files\": {";
  std::string_view separator = "\n";
  for (const auto& [path, hash] : manifest.files) {
    text.append(separator)
        .append("    ")
        .append(store::quoted(path))
        .append(": ")
        .append(store::quoted(hash));
    separator = ",\n";
  }
  return text + (manifest.files.empty() ? "}\n}\n" : "\n  }\n}\n");
}

Manifest read_manifest(std::string_view text, const std::string& path) {
  const JsonFile file(text, path);
  const auto members = file.members(file.root());
  const auto& given = require(file, members, "format");
  if (const auto name = file.string(given); name != format)
    file.fail(given.value, "The format " + store::shown(name) + " is not known; this version reads \"" +
                               std::string(format) +
                               "\". Use the version of pycharter-admin that wrote it, or a newer one.");
  Manifest manifest;
  const auto complete = file.text(require(file, members, "complete").value);
  if (complete != "true") return manifest;
  manifest.complete = true;
  const auto& files = require(file, members, "files");
  if (!file.is_object(files.value))
    file.fail(files.value, "The member \"files\" is not an object: write { … }.");
  for (const auto& member : file.members(files.value))
    manifest.files.emplace(member.key, file.string(member));
  for (const auto& form : items()) {
    const auto& count = require(file, members, form.name);
    if (file.text(count.value) != std::to_string(count_in(manifest, form.folder)))
      file.fail(count.value,
                "The count is not that of the files below \"files\": the manifest was edited or"
                " merged. Take it whole from one export; files themselves may be edited.");
  }
  const auto& sum = require(file, members, "sha256");
  if (file.string(sum) != checksum(manifest))
    file.fail(sum.value,
              "The checksum is not that of the files below \"files\": the manifest was edited or"
              " merged. Take it whole from one export; files themselves may be edited.");
  return manifest;
}

}  // namespace pycharter::transfer
