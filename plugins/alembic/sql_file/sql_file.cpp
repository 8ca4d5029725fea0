#include "alembic/sql_file/sql_file.h"

#include <pycharter/plugin/suggest.h>

#include <algorithm>

#include "alembic/sql_file/header.h"
#include "alembic/sql_file/lines.h"

namespace pycharter::alembic {

namespace {

std::string join_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Anything but blank lines and comments.
bool says_something(std::string_view sql) {
  Lines lines(sql, 0);
  while (const auto line = lines.next())
    if (const auto text = trimmed(line->text); !text.empty() && !text.starts_with("--")) return true;
  return false;
}

bool names(const std::vector<std::string>& dialects, const std::string& dialect) {
  return std::find(dialects.begin(), dialects.end(), dialect) != dialects.end();
}

}  // namespace

SqlFile::SqlFile(const std::string& path, std::string bytes, std::vector<std::string> dialects)
    : source_(path, std::move(bytes)), dialects_(std::move(dialects)) {
  ReadHeader read = read_header_lines(source_);
  header_ = std::move(read.header);
  read_sections(read.end);
}

void SqlFile::read_sections(std::size_t begin) {
  Lines lines(source_.text(), begin);
  const std::size_t size = source_.text().size();
  while (const auto line = lines.next()) {
    const std::size_t next = std::min(line->offset + line->text.size() + 1, size);
    if (const auto section = section_opened_by(line->text)) {
      open_section(*section, line->offset);
    } else if (const auto dialects = value_of(line->text, "dialect")) {
      open_variant(*dialects, line->offset);
    } else {
      if (value_of(line->text, "transaction"))
        fail(line->offset, "`-- transaction:` holds for the whole file and stands before its first section");
      sections_.back().variants.back().end = next;
      continue;
    }
    Variant& opened = sections_.back().variants.back();
    opened.begin = opened.end = next;
  }
}

void SqlFile::open_section(std::string_view name, std::size_t offset) {
  if (find(name)) fail(offset, "a second `-- " + std::string(name) + "` section");
  sections_.push_back({name, offset, {Variant{}}});
}

void SqlFile::open_variant(std::string_view value, std::size_t offset) {
  const auto given = words_of(value);
  if (!given || given->empty())
    fail(offset, "`-- dialect:` needs the names of dialects, such as `-- dialect: postgresql`");
  Section& section = sections_.back();
  for (const std::string& name : *given) {
    if (!names(dialects_, name))
      fail(offset, "unknown dialect '" + name + "'" + plugin::did_you_mean(name, dialects_) + "; known are " +
                       join_names(dialects_));
    for (const Variant& other : section.variants)
      if (names(other.dialects, name))
        fail(offset, "a second variant of `-- " + std::string(section.name) + "` for " + name);
  }
  section.variants.push_back({*given, 0, 0});
}

const SqlFile::Section* SqlFile::find(std::string_view name) const {
  for (const Section& section : sections_)
    if (section.name == name) return &section;
  return nullptr;
}

std::string_view SqlFile::text_of(const Variant& variant) const {
  return source_.text().substr(variant.begin, variant.end - variant.begin);
}

SqlFile::Part SqlFile::part(std::string_view name, const std::vector<std::string>& dialects) const {
  const Section* section = find(name);
  if (!section) {
    const std::string line = "`-- " + std::string(name) + "`";
    fail(sections_.empty() ? 0 : sections_.back().offset,
         name == "downgrade"
             ? "revision " + header_.revision + " cannot be undone: the file has no " + line +
                   " section; write one, empty where there is nothing to undo"
             : "the file has no " + line + " section; write one, empty where there is nothing to do");
  }
  const auto give = [&](const Variant& variant) {
    return Part{text_of(variant), source_.position(static_cast<std::uint32_t>(variant.begin)).line};
  };
  std::vector<std::string> others;
  for (const std::string& dialect : dialects)
    for (const Variant& variant : section->variants)
      if (names(variant.dialects, dialect)) return give(variant);
  const Variant& common = section->variants.front();
  if (section->variants.size() == 1 || says_something(text_of(common))) return give(common);
  for (const Variant& variant : section->variants)
    others.insert(others.end(), variant.dialects.begin(), variant.dialects.end());
  fail(section->offset, "the section has no statements for " + dialects.front() + ", only for " +
                            join_names(others) + "; add a `-- dialect: " + dialects.front() +
                            "` variant, empty where there is nothing to do");
}

void SqlFile::fail(std::size_t offset, const std::string& message) const {
  source_.fail(static_cast<std::uint32_t>(offset), message);
}

}  // namespace pycharter::alembic
