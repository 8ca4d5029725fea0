#include "store/version_order.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace pycharter::store {
namespace {

using Part = VersionKey::Part;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_separator(char c) {
  return c == '.' || c == '-' || c == '_';
}

// PEP 440's spellings of the same word; a word that stands here may also follow a number directly or after a
// dot.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> spellings{{{"a", "a"},
                                                                                   {"alpha", "a"},
                                                                                   {"b", "b"},
                                                                                   {"beta", "b"},
                                                                                   {"c", "rc"},
                                                                                   {"rc", "rc"},
                                                                                   {"pre", "rc"},
                                                                                   {"preview", "rc"},
                                                                                   {"dev", "dev"},
                                                                                   {"post", "post"},
                                                                                   {"rev", "post"},
                                                                                   {"r", "post"}}};

std::optional<std::string_view> known_word(std::string_view word) {
  for (const auto& [spelling, meaning] : spellings)
    if (spelling == word) return meaning;
  return std::nullopt;
}

// Takes digits or letters from the front of the text; nothing when neither stands there.
std::optional<Part> take_part(std::string_view& text) {
  std::size_t size = 0;
  const bool number = !text.empty() && is_digit(text.front());
  while (size < text.size() && (number ? is_digit(text[size]) : is_letter(text[size])))
    ++size;
  if (size == 0) return std::nullopt;
  Part part{number, std::string(text.substr(0, size))};
  text.remove_prefix(size);
  if (number) {
    part.text.erase(0, std::min(part.text.find_first_not_of('0'), part.text.size() - 1));
    return part;
  }
  for (char& c : part.text)
    c = static_cast<char>(c | 0x20);
  if (const auto meaning = known_word(part.text)) part.text = *meaning;
  return part;
}

// Parts up to the end of the text, with at most one separator between two.
std::optional<std::vector<Part>> take_parts(std::string_view text) {
  std::vector<Part> parts;
  while (!text.empty()) {
    if (!parts.empty() && is_separator(text.front())) text.remove_prefix(1);
    auto part = take_part(text);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  return parts;
}

std::strong_ordering compare_numbers(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

// Where the end of the suffix stands among what could follow: a release comes after its pre-releases and
// before its post-releases; further in, a longer pre-release comes after a shorter one, as semver has it.
enum Rank { rank_dev, rank_early_end, rank_number, rank_word, rank_end, rank_post };

Rank rank_of(const std::vector<Part>& suffix, std::size_t i) {
  if (i >= suffix.size()) return i == 0 ? rank_end : rank_early_end;
  if (suffix[i].number) return rank_number;
  if (suffix[i].text == "dev") return rank_dev;
  return suffix[i].text == "post" ? rank_post : rank_word;
}

std::strong_ordering compare_suffixes(const std::vector<Part>& a, const std::vector<Part>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const Rank left = rank_of(a, i);
    const Rank right = rank_of(b, i);
    if (left != right) return left <=> right;
    const auto order =
        left == rank_number ? compare_numbers(a[i].text, b[i].text) : a[i].text.compare(b[i].text) <=> 0;
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare_builds(const std::vector<Part>& a, const std::vector<Part>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i].number != b[i].number) return a[i].number <=> b[i].number;
    const auto order =
        a[i].number ? compare_numbers(a[i].text, b[i].text) : a[i].text.compare(b[i].text) <=> 0;
    if (order != 0) return order;
  }
  return a.size() <=> b.size();
}

std::strong_ordering compare_releases(const std::vector<Part>& a, const std::vector<Part>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (const auto order = compare_numbers(a[i].text, b[i].text); order != 0) return order;
  return a.size() <=> b.size();
}

}  // namespace

VersionKey::VersionKey(std::string_view version) : text_(version), epoch_{true, "0"} {
  parsed_ = parse(version);
}

bool VersionKey::parse(std::string_view version) {
  if (!version.empty() && (version.front() == 'v' || version.front() == 'V')) version.remove_prefix(1);
  if (version.empty() || !is_digit(version.front())) return false;

  if (const auto plus = version.find('+'); plus != std::string_view::npos) {
    auto build = take_parts(version.substr(plus + 1));
    if (!build || build->empty()) return false;
    build_ = std::move(*build);
    version = version.substr(0, plus);
  }
  release_.push_back(*take_part(version));
  if (version.size() > 1 && version.front() == '!' && is_digit(version[1])) {
    epoch_ = std::move(release_.back());
    version.remove_prefix(1);
    release_.back() = *take_part(version);
  }
  while (version.size() > 1 && version.front() == '.' && is_digit(version[1])) {
    version.remove_prefix(1);
    release_.push_back(*take_part(version));
  }
  while (release_.size() > 1 && release_.back().text == "0")
    release_.pop_back();

  const bool semver_suffix = !version.empty() && version.front() == '-';
  if (!version.empty() && is_separator(version.front())) {
    version.remove_prefix(1);
    if (version.empty()) return false;
  }
  auto suffix = take_parts(version);
  if (!suffix) return false;
  suffix_ = std::move(*suffix);
  // "1.x" and "1 beta" are no versions; "1-x" is one of semver's.
  return suffix_.empty() || semver_suffix || (!suffix_.front().number && known_word(suffix_.front().text));
}

std::strong_ordering VersionKey::operator<=>(const VersionKey& other) const {
  if (parsed_ != other.parsed_) return parsed_ <=> other.parsed_;
  if (parsed_) {
    if (const auto order = compare_numbers(epoch_.text, other.epoch_.text); order != 0) return order;
    if (const auto order = compare_releases(release_, other.release_); order != 0) return order;
    if (const auto order = compare_suffixes(suffix_, other.suffix_); order != 0) return order;
    if (const auto order = compare_builds(build_, other.build_); order != 0) return order;
  }
  return text_.compare(other.text_) <=> 0;
}

bool version_less(std::string_view left, std::string_view right) {
  return VersionKey(left) < VersionKey(right);
}

}  // namespace pycharter::store
