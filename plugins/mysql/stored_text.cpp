#include "mysql/stored_text.h"

#include <algorithm>
#include <array>

namespace pycharter::mysql {
namespace {

constexpr char mark = '\x01';

// Ends in a blank and at least so many marks.
bool ends_in_blank(const std::string& text, std::size_t least_marks) {
  const auto last = text.find_last_not_of(mark);
  return last != std::string::npos && text[last] == ' ' && text.size() - last - 1 >= least_marks;
}

constexpr std::array marked_fields{&plugin::Record::id, &plugin::Record::name, &plugin::Record::version,
                                   &plugin::Record::resource_id, &plugin::Record::resource_type};

template <class Change>
plugin::Record changed(plugin::Record record, Change change) {
  for (const auto field : marked_fields)
    if (auto& text = record.*field) text = change(*std::move(text));
  return record;
}

}  // namespace

std::string to_stored(std::string text) {
  if (ends_in_blank(text, 0)) text += mark;
  return text;
}

std::string from_stored(std::string text) {
  if (ends_in_blank(text, 1)) text.pop_back();
  return text;
}

plugin::Record to_stored(plugin::Record record) {
  return changed(std::move(record), [](std::string text) { return to_stored(std::move(text)); });
}

plugin::Record from_stored(plugin::Record record) {
  return changed(std::move(record), [](std::string text) { return from_stored(std::move(text)); });
}

bool needs_marks(const plugin::Record& record) {
  return std::any_of(marked_fields.begin(), marked_fields.end(),
                     [&](const auto field) { return record.*field && ends_in_blank(*(record.*field), 0); });
}

bool holds_marks(const plugin::RecordView& record) {
  for (const auto& text :
       {record.id(), record.name(), record.version(), record.resource_id(), record.resource_type()})
    if (text && text->ends_with(mark)) return true;
  return false;
}

}  // namespace pycharter::mysql
