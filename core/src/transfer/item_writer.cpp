#include <vector>

#include "store/document.h"
#include "transfer/item_file.h"
#include "transfer/layout.h"

namespace pycharter::transfer {
namespace {

using store::quoted;
using Lines = std::vector<std::string>;

std::string member(std::string_view name, const std::string& value) {
  return quoted(name) + ": " + value;
}

// Members on lines of their own, the closing bracket `depth` levels in.
std::string enclosed(char open, const Lines& lines, char close, std::size_t depth) {
  std::string text(1, open);
  std::string_view separator;
  for (const auto& line : lines) {
    text.append(separator).append("\n").append(2 * (depth + 1), ' ').append(line);
    separator = ",";
  }
  return text.append("\n").append(2 * depth, ' ') + close;
}

// The document, and before it what its text had that the file's layout does not show.
void add_document(Lines& lines, std::string_view name, std::string_view text, std::size_t depth) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  const auto end = text.find_last_not_of(blanks) + 1;
  const auto document = text.substr(begin, end - begin);
  const auto* layout = layout_of(document);
  if (layout != &layouts[0])
    lines.push_back(member("layout", quoted(layout == nullptr ? kept : layout->name)));
  if (begin != 0) lines.push_back(member("before", quoted(text.substr(0, begin))));
  if (end != text.size()) lines.push_back(member("after", quoted(text.substr(end))));
  lines.push_back(member(name, layout == nullptr ? std::string(document) : indented(document, depth)));
}

// The members of a record that stands `depth` levels in.
void add_record(Lines& lines, const Record& record, const Form& form, std::size_t depth) {
  for (const auto& text : form.fields())
    if (const auto& value = record.*text.field) lines.push_back(member(text.name, quoted(*value)));
  add_document(lines, form.document, record.document.value_or("{}"), depth);
}

std::string part_text(const Record& part, const Form& form, std::size_t depth) {
  Lines lines;
  add_record(lines, part, form, depth + 1);
  return enclosed('{', lines, '}', depth);
}

void add_parts(Lines& lines, const Item& item, const Form& form) {
  Lines texts;
  for (const auto& part : item.parts)
    if (part.kind == form.kind) texts.push_back(part_text(part, form, form.many ? 2 : 1));
  if (texts.empty()) return;
  lines.push_back(member(form.name, form.many ? enclosed('[', texts, ']', 1) : texts.front()));
}

}  // namespace

std::string write_item(const Item& item) {
  const auto& form = item_form(item.record.kind);
  Lines lines{member("format", quoted(form.format))};
  add_record(lines, item.record, form, 1);
  for (const auto& part : parts())
    add_parts(lines, item, part);
  return enclosed('{', lines, '}', 0) + '\n';
}

}  // namespace pycharter::transfer
