#include "plugin/shared_object.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace pycharter::plugin {
namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using Dynamic = ElfW(Dyn);
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

struct MachineName {
  int machine;
  const char* name;
};

constexpr MachineName machines[] = {
    {EM_386, "x86"},     {EM_X86_64, "x86-64"}, {EM_ARM, "ARM"},      {EM_AARCH64, "AArch64"},
    {EM_PPC64, "PPC64"}, {EM_S390, "S/390"},    {EM_RISCV, "RISC-V"}, {EM_MIPS, "MIPS"},
};

// This program's own header, as the loader mapped it: what a plugin's must agree with.
std::optional<Header> own_header() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&shared_object_problem), &info) == 0 || info.dli_fbase == nullptr)
    return std::nullopt;
  Header header{};
  std::memcpy(&header, info.dli_fbase, sizeof header);
  return header;
}

std::string machine_name(int machine) {
  for (const auto& known : machines)
    if (known.machine == machine) return known.name;
  return "machine " + std::to_string(machine);
}

std::string architecture(const Header& header) {
  const char* bits = header.e_ident[EI_CLASS] == ELFCLASS64 ? ", 64 bit" : ", 32 bit";
  const char* order = header.e_ident[EI_DATA] == ELFDATA2MSB ? ", big-endian" : "";
  return machine_name(header.e_machine) + bits + order;
}

File open_file(const std::string& path) {
  return {std::fopen(path.c_str(), "rbe"), &std::fclose};
}

bool read_at(std::FILE* file, std::uint64_t offset, void* to, std::size_t size) {
  if (offset > static_cast<std::uint64_t>(std::numeric_limits<long>::max())) return false;
  return std::fseek(file, static_cast<long>(offset), SEEK_SET) == 0 && std::fread(to, 1, size, file) == size;
}

bool within(std::uint64_t offset, std::uint64_t size, std::uint64_t file_size) {
  return offset <= file_size && size <= file_size - offset;
}

// None where the file ends before them.
std::vector<Segment> read_segments(std::FILE* file, const Header& header) {
  if (header.e_phentsize != sizeof(Segment)) return {};
  std::vector<Segment> segments(header.e_phnum);
  if (!read_at(file, header.e_phoff, segments.data(), segments.size() * sizeof(Segment))) return {};
  return segments;
}

// All that the header and the program headers point to is in the file.
bool complete(std::FILE* file, const Header& header, std::uint64_t file_size) {
  const auto sections = std::uint64_t{header.e_shentsize} * header.e_shnum;
  if (!within(header.e_shoff, sections, file_size)) return false;
  const auto segments = read_segments(file, header);
  if (segments.empty()) return false;
  for (const auto& segment : segments)
    if (segment.p_type == PT_LOAD && !within(segment.p_offset, segment.p_filesz, file_size)) return false;
  return true;
}

bool says_bind_now(const Dynamic& entry) {
  switch (entry.d_tag) {
    case DT_BIND_NOW:
      return true;
    case DT_FLAGS:
      return (entry.d_un.d_val & DF_BIND_NOW) != 0;
    case DT_FLAGS_1:
      return (entry.d_un.d_val & DF_1_NOW) != 0;
    default:
      return false;
  }
}

// How much of the dynamic section is looked at; those of real libraries have some thirty entries.
constexpr std::size_t most_dynamic_entries = 1024;

std::vector<Dynamic> read_dynamic(std::FILE* file, const std::vector<Segment>& segments) {
  for (const auto& segment : segments) {
    if (segment.p_type != PT_DYNAMIC) continue;
    std::vector<Dynamic> entries(
        std::min<std::size_t>(segment.p_filesz / sizeof(Dynamic), most_dynamic_entries));
    if (!read_at(file, segment.p_offset, entries.data(), entries.size() * sizeof(Dynamic))) return {};
    return entries;
  }
  return {};
}

// Where the names of the dynamic section are in the file: the section has their address in memory.
std::optional<std::uint64_t> string_table(const std::vector<Segment>& segments,
                                          const std::vector<Dynamic>& entries) {
  const auto table = std::find_if(entries.begin(), entries.end(),
                                  [](const Dynamic& entry) { return entry.d_tag == DT_STRTAB; });
  if (table == entries.end()) return std::nullopt;
  const std::uint64_t address = table->d_un.d_ptr;
  for (const auto& segment : segments)
    if (segment.p_type == PT_LOAD && within(address - segment.p_vaddr, 1, segment.p_filesz))
      return address - segment.p_vaddr + segment.p_offset;
  return std::nullopt;
}

// Empty where the file ends before the name does, and for one longer than any file's.
std::string read_name(std::FILE* file, std::uint64_t offset) {
  std::string name;
  if (offset > static_cast<std::uint64_t>(std::numeric_limits<long>::max()) ||
      std::fseek(file, static_cast<long>(offset), SEEK_SET) != 0)
    return {};
  for (int c = 0; (c = std::fgetc(file)) > 0 && name.size() <= NAME_MAX;)
    name += static_cast<char>(c);
  return std::feof(file) != 0 || name.size() > NAME_MAX ? std::string() : name;
}

}  // namespace

std::optional<std::string> shared_object_problem(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return path + ": " + std::strerror(errno);
  if (!S_ISREG(info.st_mode)) return path + " is not a regular file";
  const auto file = open_file(path);
  if (!file) return path + ": " + std::strerror(errno);

  Header header{};
  if (!read_at(file.get(), 0, &header, sizeof header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
    return path + " is no shared object (it has no ELF header)";
  static const auto own = own_header();  // the loader looks through all names for it
  if (!own) return "the system's loader can't tell what this program is built for";
  if (header.e_ident[EI_CLASS] != own->e_ident[EI_CLASS] ||
      header.e_ident[EI_DATA] != own->e_ident[EI_DATA] || header.e_machine != own->e_machine)
    return path + " is built for another architecture: " + architecture(header) + ", and this program is " +
           architecture(*own);
  if (header.e_type != ET_DYN)
    return path + " is no shared object (ELF type " + std::to_string(header.e_type) + ")";
  if (!complete(file.get(), header, static_cast<std::uint64_t>(info.st_size)))
    return path + " is damaged: it ends before what its headers promise; install it again";
  return std::nullopt;
}

LoadPlan load_plan(const std::string& path) {
  const auto file = open_file(path);
  Header header{};
  if (!file || !read_at(file.get(), 0, &header, sizeof header)) return {};
  const auto segments = read_segments(file.get(), header);
  const auto entries = read_dynamic(file.get(), segments);
  const auto names = string_table(segments, entries);
  LoadPlan plan;
  for (const auto& entry : entries) {
    if (entry.d_tag == DT_NULL) break;
    plan.binds_now = plan.binds_now || says_bind_now(entry);
    plan.has_search_path = plan.has_search_path || entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH;
    if (entry.d_tag != DT_NEEDED || !names) continue;
    auto name = read_name(file.get(), *names + entry.d_un.d_val);
    if (!name.empty()) plan.needed.push_back(std::move(name));
  }
  return plan;
}

}  // namespace pycharter::plugin
