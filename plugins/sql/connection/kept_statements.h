// Prepared statements of a connection, kept by their text.
#ifndef PYCHARTER_SQL_CONNECTION_KEPT_STATEMENTS_H
#define PYCHARTER_SQL_CONNECTION_KEPT_STATEMENTS_H

#include <memory>
#include <string>
#include <unordered_map>

namespace pycharter::sql {

template <class Statement>
class KeptStatements {
 public:
  // The statement with this text; `make` gives one, as a unique_ptr, where there is none yet.
  template <class Make>
  Statement& get(const std::string& sql, const Make& make) {
    if (last_ != nullptr && last_->first == sql) return *last_->second;
    last_ = &found_or_made(sql, make);
    return *last_->second;
  }

  void drop(const std::string& sql) {
    last_ = nullptr;
    statements_.erase(sql);
  }

  // What `work` makes of the statement. One that fails is dropped, whatever state it is in.
  template <class Make, class Work>
  auto run(const std::string& sql, const Make& make, const Work& work) {
    auto& statement = get(sql, make);
    try {
      return work(statement);
    } catch (...) {
      drop(sql);
      throw;
    }
  }

 private:
  using Map = std::unordered_map<std::string, std::unique_ptr<Statement>>;

  template <class Make>
  typename Map::value_type& found_or_made(const std::string& sql, const Make& make) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return *found;
    last_ = nullptr;
    if (statements_.size() >= greatest_number) statements_.clear();
    return *statements_.emplace(sql, make()).first;
  }

  // The store has some forty statements; a caller with endless variety must not fill the memory.
  static constexpr std::size_t greatest_number = 128;

  Map statements_;
  // Programs ask the same again and again, and comparing costs less than a hash of the text.
  typename Map::value_type* last_ = nullptr;
};

}  // namespace pycharter::sql

#endif
