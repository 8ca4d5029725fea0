// Reading a request: absent keys have their meaning, wrong types are refused by name.
#ifndef PYCHARTER_ALEMBIC_REQUEST_H
#define PYCHARTER_ALEMBIC_REQUEST_H

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic {

class Request {
 public:
  // Throws usage for text that is no JSON object.
  explicit Request(std::string_view text);

  const boost::json::object& object() const { return object_; }
  bool flag(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<std::string> text(std::string_view key) const;
  std::string text_or(std::string_view key, std::string absent) const;
  // A string counts as a list of one.
  std::vector<std::string> texts(std::string_view key) const;

 private:
  const boost::json::value* find(std::string_view key) const;  // null where it is absent or null

  boost::json::object object_;
};

}  // namespace pycharter::alembic

#endif
