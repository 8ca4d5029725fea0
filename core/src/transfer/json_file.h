// A JSON file of an export, whose faults are told with file, line and column.
#ifndef PYCHARTER_TRANSFER_JSON_FILE_H
#define PYCHARTER_TRANSFER_JSON_FILE_H

#include <string>
#include <string_view>
#include <vector>

#include <pycharter/plugin/error.h>

#include "store/document.h"

namespace pycharter::transfer {

class JsonFile {
 public:
  // Views of the text, which must outlive it. Throws invalid_document when it is not one JSON object.
  JsonFile(std::string_view text, const std::string& path);

  const std::string& path() const { return path_; }
  store::Range root() const { return document_.root(); }
  std::string_view text(store::Range range) const { return document_.text(range); }
  bool is_object(store::Range value) const { return document_.is_object(value); }

  // The members of an object. Throws when a key is there twice: which of them counts is nobody's guess.
  std::vector<store::Member> members(store::Range object) const;
  // The elements of an array; throws when it is none.
  std::vector<store::Range> elements(const store::Member& member) const;
  // The characters of a string; throws when it is none.
  std::string string(const store::Member& member) const;

  [[noreturn]] void fail(store::Range at, const std::string& why) const;

 private:
  std::string_view text_;
  std::string path_;
  store::Document document_;
};

// The same error, told of the file: "contracts/user/1.json:3:5: …".
Error in_file(const Error& error, const std::string& path);

}  // namespace pycharter::transfer

#endif
