// uuid.UUID as a value that the host can read and make.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_UUID_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_UUID_H

#include <string>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

class Uuid final : public HostObject {
 public:
  explicit Uuid(std::string bytes) : bytes_(std::move(bytes)) {}
  const std::string& bytes() const { return bytes_; }  // 16
  std::string text() const;                            // with hyphens, lower case
  std::string hex() const;                             // without

  std::string type_name() const override { return "UUID"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::string repr(Interpreter&) override { return "UUID('" + text() + "')"; }
  std::optional<std::string> str(Interpreter&) override { return text(); }
  std::optional<std::string> format(Interpreter& interpreter, std::string_view specification) override;
  std::optional<std::size_t> hash(Interpreter&) override { return std::hash<std::string>()(bytes_); }
  bool key_equals(Interpreter&, const Value& other) override;

 private:
  std::string bytes_;
};

// Of 32 hexadecimal digits, hyphens, braces and "urn:uuid:" disregarded. Raises ValueError.
Value make_uuid(Interpreter& interpreter, const std::string& text);

}  // namespace pycharter::alembic::script

#endif
