#include "migrations/answers.h"

#include <utility>

#include <boost/json.hpp>

namespace pycharter::migrations {
namespace {

namespace json = boost::json;

[[noreturn]] void malformed(const std::string& what) {
  throw Error(ErrorCode::plugin, "the migration engine's answer can't be read: " + what +
                                     "; install the engine that came with this pycharter");
}

json::object parse(const std::string& text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error) malformed(error.message());
  if (!value.is_object()) malformed("it is no JSON object");
  return std::move(value.as_object());
}

// Reads keys of one object of an answer.
class Reader {
 public:
  explicit Reader(const json::value& value) : object_(value.if_object()) {
    if (object_ == nullptr) malformed("an element is no object");
  }
  explicit Reader(const json::object& object) : object_(&object) {}

  std::string text(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) return {};
    if (!value->is_string()) wrong(key, "text");
    return std::string(value->get_string());
  }
  bool flag(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) return false;
    if (!value->is_bool()) wrong(key, "a boolean");
    return value->get_bool();
  }
  std::vector<std::string> texts(std::string_view key) const {
    return list<std::string>(key, [&](const json::value& item) {
      if (!item.is_string()) wrong(key, "a list of texts");
      return std::string(item.get_string());
    });
  }
  template <class Item, class Make>
  std::vector<Item> list(std::string_view key, Make make) const {
    std::vector<Item> items;
    const auto* value = find(key);
    if (value == nullptr) return items;
    if (!value->is_array()) wrong(key, "a list");
    for (const auto& item : value->get_array())
      items.push_back(make(item));
    return items;
  }

 private:
  // JSON null stands for an absent key.
  const json::value* find(std::string_view key) const {
    const auto* value = object_->if_contains(key);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  [[noreturn]] static void wrong(std::string_view key, const char* expected) {
    malformed("`" + std::string(key) + "` is not " + expected);
  }

  const json::object* object_;
};

Revision to_revision(const json::value& value) {
  const Reader reader(value);
  return {reader.text("revision"),
          reader.texts("down_revision"),
          reader.texts("branch_labels"),
          reader.texts("depends_on"),
          reader.flag("is_head"),
          reader.flag("is_base"),
          reader.flag("is_branch_point"),
          reader.flag("is_merge_point"),
          reader.text("doc"),
          reader.text("path")};
}

CurrentHead to_current_head(const json::value& value) {
  const Reader reader(value);
  return {reader.text("revision"), reader.flag("is_head"), reader.flag("known"), reader.text("line")};
}

// A statement of a plan is text, or an object with the text in `sql`.
std::string to_statement(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return Reader(value).text("sql");
}

MigrationStep to_step(const json::value& value) {
  const Reader reader(value);
  return {reader.text("revision"),
          reader.texts("down_revision"),
          reader.text("direction"),
          reader.text("doc"),
          reader.list<std::string>("statements", to_statement),
          reader.text("depends_on_data")};
}

EditedScript to_edited_script(const json::value& value) {
  const Reader reader(value);
  return {reader.text("revision"), reader.text("path"), reader.text("applied"), reader.text("now")};
}

std::string to_operation(const json::value& value) {
  return json::serialize(value);
}

}  // namespace

RevisionList to_revision_list(std::string json) {
  const auto object = parse(json);
  const Reader reader(object);
  return {reader.texts("lines"), reader.list<Revision>("revisions", to_revision), std::move(json)};
}

CurrentState to_current_state(std::string json) {
  const auto object = parse(json);
  const Reader reader(object);
  return {reader.flag("initialized"),
          reader.flag("at_head"),
          reader.list<CurrentHead>("heads", to_current_head),
          reader.texts("script_heads"),
          reader.texts("rows"),
          std::move(json)};
}

MigrationResult to_migration_result(std::string json) {
  const auto object = parse(json);
  const Reader reader(object);
  return {reader.text("status"), reader.list<MigrationStep>("steps", to_step), reader.texts("heads"),
          std::move(json)};
}

WrittenFiles to_written_files(std::string json) {
  const auto object = parse(json);
  const Reader reader(object);
  return {reader.text("path"), reader.texts("paths"), std::move(json)};
}

Comparison to_comparison(std::string json) {
  const auto object = parse(json);
  const Reader reader(object);
  return {reader.list<std::string>("operations", to_operation),
          reader.list<EditedScript>("drift", to_edited_script),
          reader.texts("pending"),
          reader.texts("summary"),
          reader.texts("notes"),
          reader.texts("statements"),
          std::move(json)};
}

}  // namespace pycharter::migrations
