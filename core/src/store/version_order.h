// The order of versions, from which "the latest" follows. It takes what both semver.org and PEP 440 allow:
//
//   what cannot be parsed < 0.9 < 1.0.dev1 < 1.0-alpha.2 < 1.0a3 < 1.0-beta < 1.0rc1 < 1.0 < 1.0+build
//   < 1.0.post1 < 10.0
//
// Numbers compare as numbers of any length, 1.0 equals 1.0.0, words compare alike in either case. What is
// equal so far, and what cannot be parsed, compares by code points, so that the order is total and the same
// everywhere.
#ifndef PYCHARTER_STORE_VERSION_ORDER_H
#define PYCHARTER_STORE_VERSION_ORDER_H

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::store {

class VersionKey {
 public:
  explicit VersionKey(std::string_view version);

  bool parsed() const { return parsed_; }
  std::strong_ordering operator<=>(const VersionKey& other) const;
  bool operator==(const VersionKey& other) const { return (*this <=> other) == std::strong_ordering::equal; }

  // A part of a version: a number without leading zeros, or a word in lower case.
  struct Part {
    bool number = false;
    std::string text;
  };

 private:
  bool parse(std::string_view version);

  std::string text_;
  bool parsed_ = false;
  Part epoch_;
  std::vector<Part> release_;  // without trailing zeros
  std::vector<Part> suffix_;   // pre-release, post-release, in the order written
  std::vector<Part> build_;    // after '+'
};

bool version_less(std::string_view left, std::string_view right);

}  // namespace pycharter::store

#endif
