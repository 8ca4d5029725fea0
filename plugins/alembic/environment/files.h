// Files of an environment: reading, listing, writing without leaving halves behind.
#ifndef PYCHARTER_ALEMBIC_ENVIRONMENT_FILES_H
#define PYCHARTER_ALEMBIC_ENVIRONMENT_FILES_H

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic {

// The whole file. Throws config with the system's reason.
std::string read_file(const std::filesystem::path& path);
std::optional<std::string> read_file_if_exists(const std::filesystem::path& path);

// What changes when somebody writes a file, or puts another in its place: cheaper to compare than the text.
struct FileStamp {
  std::uint64_t device = 0, file = 0, size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;  // of its last change
  bool operator==(const FileStamp&) const = default;
};
// All zero for a file that is not there.
FileStamp stamp_of(const std::filesystem::path& path) noexcept;

// The files of a folder by name, then those of its subfolders if `recursive`, in Alembic's order. Paths are
// absolute, symbolic links resolved, a file that is reached twice listed once. A folder that is not there has
// none.
std::vector<std::filesystem::path> list_files(const std::filesystem::path& folder, bool recursive);

// Writes a new file in one step: it is there whole or not at all. Throws conflict if it exists, config
// otherwise.
void write_new_file(const std::filesystem::path& path, std::string_view text);

// SHA-256 in hexadecimal.
std::string checksum(std::string_view text);

}  // namespace pycharter::alembic

#endif
