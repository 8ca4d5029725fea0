#include <algorithm>

#include "config/suggest.h"
#include "store/names.h"
#include "transfer/item_file.h"
#include "transfer/json_file.h"
#include "transfer/layout.h"

namespace pycharter::transfer {
namespace {

using store::Member;
using store::Range;

constexpr std::string_view format_key = "format";
constexpr std::string_view layout_key = "layout";
constexpr std::string_view before_key = "before";
constexpr std::string_view after_key = "after";

// An object of the file that holds a record.
class RecordReader {
 public:
  RecordReader(const JsonFile& file, Range object, const Form& form)
      : file_(file), object_(object), form_(form), members_(file.members(object)) {}

  Record read() const {
    Record record;
    record.kind = form_.kind;
    for (const auto& text : form_.fields())
      if (const auto* member = find(text.name))
        record.*text.field = file_.string(*member);
      else if (text.required)
        missing(text.name);
    record.document = document();
    return record;
  }

  const Member* find(std::string_view key) const {
    const auto found =
        std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.key == key; });
    return found == members_.end() ? nullptr : &*found;
  }

  // What is not known is refused: passed over, a word written wrong would lose what it holds.
  void refuse_others(std::vector<std::string_view> known) const {
    known.insert(known.end(), {layout_key, before_key, after_key, form_.document});
    for (const auto& text : form_.fields())
      known.push_back(text.name);
    for (const auto& member : members_)
      if (std::find(known.begin(), known.end(), member.key) == known.end())
        file_.fail(member.key_text, "The member " + store::shown(member.key) + " is not known here" +
                                        config::did_you_mean(member.key, known) + '.');
  }

 private:
  [[noreturn]] void missing(std::string_view key) const {
    file_.fail(object_, "The member \"" + std::string(key) + "\" is missing: add it.");
  }

  std::string blanks(std::string_view key) const {
    const auto* member = find(key);
    if (member == nullptr) return {};
    auto text = file_.string(*member);
    if (text.find_first_not_of(" \t\r\n") != std::string::npos)
      file_.fail(member->value, "The member \"" + std::string(key) + "\" may hold nothing but blanks.");
    return text;
  }

  std::string document() const {
    const auto* member = find(form_.document);
    if (member == nullptr) missing(form_.document);
    if (!file_.is_object(member->value))
      file_.fail(member->value, "The member \"" + member->key + "\" is not an object: write { … }.");
    return blanks(before_key) + in_layout(file_.text(member->value)) + blanks(after_key);
  }

  std::string in_layout(std::string_view text) const {
    const auto* member = find(layout_key);
    const auto name = member == nullptr ? std::string(layouts[0].name) : file_.string(*member);
    if (name == kept) return std::string(text);
    if (const auto* layout = find_layout(name)) return on_one_line(text, *layout);
    file_.fail(member->value,
               "The layout " + store::shown(name) + " is not known: write \"line\", \"dense\" or \"kept\".");
  }

  const JsonFile& file_;
  Range object_;
  const Form& form_;
  std::vector<Member> members_;
};

const Form& form_of(const JsonFile& file) {
  for (const auto& member : file.members(file.root())) {
    if (member.key != format_key) continue;
    const auto format = file.string(member);
    for (const auto& form : items())
      if (form.format == format) return form;
    file.fail(member.value,
              "The format " + store::shown(format) +
                  " is not known: this is no file of an export, or one of a newer pycharter-admin.");
  }
  file.fail(file.root(),
            "The member \"format\" is missing: this is no file of an export. If it is not meant to"
            " be one, move it out of the folder.");
}

Record read_part(const JsonFile& file, Range object, const Form& form) {
  if (!file.is_object(object))
    file.fail(object, "What \"" + std::string(form.name) + "\" holds is not an object: write { … }.");
  const RecordReader reader(file, object, form);
  reader.refuse_others({});
  return reader.read();
}

void read_parts(const JsonFile& file, const Member& member, const Form& form, Item& item) {
  if (!form.many) {
    item.parts.push_back(read_part(file, member.value, form));
    return;
  }
  const auto first = item.parts.size();
  for (const auto element : file.elements(member)) {
    auto part = read_part(file, element, form);
    for (auto i = first; i < item.parts.size(); ++i)
      if (item.parts[i].name == part.name && item.parts[i].version == part.version)
        file.fail(element, "\"" + std::string(form.name) + "\" holds this twice: remove one.");
    item.parts.push_back(std::move(part));
  }
}

}  // namespace

Item read_item(std::string_view text, const std::string& path) {
  const JsonFile file(text, path);
  const auto& form = form_of(file);
  const RecordReader reader(file, file.root(), form);
  Item item{reader.read()};
  std::vector<std::string_view> known{format_key};
  if (form.kind == RecordKind::schema) {
    for (const auto& part : parts()) {
      known.push_back(part.name);
      if (const auto* member = reader.find(part.name)) read_parts(file, *member, part, item);
    }
  }
  reader.refuse_others(std::move(known));
  try {
    check(item);
  } catch (const Error& error) {
    // A line that it names is one of the document, not of the file.
    throw in_file(Error(error.code(), error.message()), path);
  }
  return item;
}

}  // namespace pycharter::transfer
