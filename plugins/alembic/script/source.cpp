#include "alembic/script/source.h"

#include <algorithm>

#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

// The length of the sequence at `at`, or 0 when it is not valid.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0u;
  };
  const unsigned lead = byte(at);
  const unsigned second = byte(at + 1);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || !is_continuation(static_cast<unsigned char>(second))) return 0;
  if (lead < 0xE0) return 2;
  if (!is_continuation(static_cast<unsigned char>(byte(at + 2)))) return 0;
  if (lead < 0xF0) return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ? 0 : 3;
  if (lead > 0xF4 || !is_continuation(static_cast<unsigned char>(byte(at + 3)))) return 0;
  return (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90) ? 0 : 4;
}

std::string latin1_to_utf8(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes)
    append_utf8(text, static_cast<unsigned char>(byte));
  return text;
}

// What can be shown of a line of bytes: a NUL and what is not UTF-8 as U+FFFD, one a byte.
std::string shown_line(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size() && text.size() < 200;) {
    const std::size_t length = line[at] == '\0' ? 0 : sequence_length(line, at);
    text += length == 0 ? std::string_view("\xEF\xBF\xBD") : line.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return text;
}

// Position and source line of a place in bytes that may not be text at all.
[[noreturn]] void fail_in_bytes(const std::string& path, std::string_view bytes, std::size_t offset,
                                const std::string& message) {
  const std::string_view before = bytes.substr(0, offset);
  const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  ErrorFacts facts;
  facts.file = path;
  facts.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  facts.column = static_cast<int>(code_count(before.substr(begin))) + 1;
  facts.source_line = shown_line(bytes.substr(begin, bytes.find_first_of("\r\n", begin) - begin));
  throw Error(ErrorCode::script, message, facts);
}

std::string to_utf8(const std::string& path, std::string bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.erase(0, byte_order_mark.size());
  const std::string coding = coding_name(bytes);
  if (coding == "latin-1" || coding == "iso-8859-1" || coding == "iso-latin-1") return latin1_to_utf8(bytes);
  if (!coding.empty() && coding != "utf-8" && coding != "utf8" && coding != "ascii" && coding != "us-ascii" &&
      coding != "utf-8-sig") {
    fail_in_bytes(path, bytes, 0, "the coding '" + coding + "' is not known here: save the file as UTF-8");
  }
  const std::size_t invalid = find_invalid_utf8(bytes);
  if (invalid != std::string::npos) {
    static constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(bytes[invalid]);
    fail_in_bytes(path, bytes, invalid,
                  std::string("the file is not UTF-8: byte 0x") + digits[byte >> 4] + digits[byte & 15] +
                      " cannot stand here; save it as UTF-8, or name its encoding in a coding line");
  }
  return bytes;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::string unify_line_ends(std::string text) {
  std::size_t from = text.find('\r');
  if (from == std::string::npos) return text;
  std::size_t to = from;
  for (; from < text.size(); ++from) {
    const bool carriage_return = text[from] == '\r';
    if (carriage_return && from + 1 < text.size() && text[from + 1] == '\n') continue;
    text[to++] = carriage_return ? '\n' : text[from];
  }
  text.resize(to);
  return text;
}

std::string coding_name(std::string_view text) {
  for (int line = 0; line < 2 && !text.empty(); ++line) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view row = text.substr(0, end);
    row.remove_prefix(std::min(row.find_first_not_of(" \t\f"), row.size()));
    if (row.starts_with('#')) {
      const std::size_t at = row.find("coding");
      if (at != std::string_view::npos && at + 6 < row.size() && (row[at + 6] == ':' || row[at + 6] == '=')) {
        row.remove_prefix(at + 7);
        row.remove_prefix(std::min(row.find_first_not_of(" \t"), row.size()));
        std::string name;
        for (const char c : row) {
          if (!is_letter(static_cast<unsigned char>(c)) && !is_digit(static_cast<unsigned char>(c)) &&
              c != '-' && c != '_' && c != '.')
            break;
          name.push_back(c == '_' ? '-' : static_cast<char>(to_lower(static_cast<unsigned char>(c))));
        }
        return name;
      }
    } else if (!row.empty()) {
      return {};
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

Source::Source(std::string path, std::string bytes) : path_(std::move(path)) {
  if (bytes.size() > (64u << 20))
    fail_in_bytes(path_, bytes, 0, "the file is larger than 64 MiB: this is no revision script");
  const std::size_t nul = bytes.find('\0');
  if (nul != std::string::npos)
    fail_in_bytes(path_, bytes, nul, "the file holds a NUL byte: a revision is text");
  text_ = unify_line_ends(to_utf8(path_, std::move(bytes)));
  lines_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    lines_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

Position Source::position(std::uint32_t offset) const {
  if (lines_.empty()) return {};
  const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
  const std::uint32_t begin = lines_[static_cast<std::size_t>(line - 1)];
  const std::string_view before = std::string_view(text_).substr(begin, offset - begin);
  return {static_cast<int>(line), static_cast<int>(code_count(before)) + 1};
}

void Source::fail(std::uint32_t offset, const std::string& message) const {
  fail_at(path_, text_, position(offset), message);
}

std::string source_line(std::string_view source, int line) {
  for (; line > 1; --line) {
    const std::size_t end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  const std::string_view whole = source.substr(0, source.find('\n'));
  return std::string(whole.substr(0, offset_of(whole, 200)));
}

void fail_at(const std::string& path, std::string_view source, Position position,
             const std::string& message) {
  ErrorFacts facts;
  facts.file = path;
  facts.line = position.line;
  facts.column = position.column;
  facts.source_line = source_line(source, position.line);
  throw Error(ErrorCode::script, message, facts);
}

void stop(std::string_view bound, const std::string& detail) {
  throw Error(ErrorCode::script,
              "stopped: the script went past its bound on " + std::string(bound) + ": " + detail);
}

}  // namespace pycharter::alembic::script
