#include "transfer/json_file.h"

#include <set>

#include "store/names.h"

namespace pycharter::transfer {
namespace {

// Levels that the file has around a document.
constexpr std::size_t envelope_depth = 4;

store::Document parsed(std::string_view text, const std::string& path) {
  try {
    return store::Document(text, "file", store::max_depth + envelope_depth);
  } catch (const Error& error) {
    throw in_file(error, path);
  }
}

}  // namespace

Error in_file(const Error& error, const std::string& path) {
  auto facts = error.facts();
  facts.file = path;
  auto place = path;
  if (facts.line > 0) place += ':' + std::to_string(facts.line) + ':' + std::to_string(facts.column);
  return Error(error.code(), place + ": " + error.message(), std::move(facts));
}

JsonFile::JsonFile(std::string_view text, const std::string& path)
    : text_(text), path_(path), document_(parsed(text, path)) {}

std::vector<store::Member> JsonFile::members(store::Range object) const {
  auto members = document_.members(object);
  std::set<std::string_view> seen;
  for (const auto& member : members)
    if (!seen.insert(member.key).second)
      fail(member.key_text, "The member " + store::shown(member.key) + " is there twice: remove one.");
  return members;
}

std::vector<store::Range> JsonFile::elements(const store::Member& member) const {
  if (text_[member.value.begin] != '[')
    fail(member.value, "The member " + store::shown(member.key) + " is not a list: write [ … ].");
  return document_.elements(member.value);
}

std::string JsonFile::string(const store::Member& member) const {
  if (!document_.is_string(member.value))
    fail(member.value, "The member " + store::shown(member.key) + " is not a string: write \"…\".");
  return document_.string(member.value);
}

void JsonFile::fail(store::Range at, const std::string& why) const {
  const auto place = store::place_of(text_, at.begin);
  throw in_file(
      Error(ErrorCode::invalid_document, why, ErrorFacts{.line = place.line, .column = place.column}), path_);
}

}  // namespace pycharter::transfer
