// What only the database's own dialect can judge: whether a declared and a reflected thing are the same.
// Those of many tables are asked at once.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_QUESTIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_QUESTIONS_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

// Gives {"what": "equal"}'s answers: true, false, or null where it cannot tell, one for each pair.
using Judge = std::function<boost::json::array(const boost::json::array& pairs)>;

enum class Verdict { equal, different, unknown };

class Questions {
 public:
  struct Subject {
    const TableName& table;
    std::string_view column = {};
  };
  // The number by which the answer is found.
  std::size_t ask(std::string_view kind, const Subject& about, const boost::json::value& declared,
                  const boost::json::value& reflected);

  // Of a column's type. Columns of one type are asked about once.
  std::size_t ask_type(const Subject& about, const boost::json::value& declared,
                       const boost::json::object& reflected);

  // Those that wait; their answers stay, the pairs do not. Throws internal unless each is answered.
  void put_to(const Judge& judge);
  Verdict verdict(std::size_t question) const;
  bool differs(std::size_t question) const { return verdict(question) == Verdict::different; }

 private:
  std::size_t next() const { return answers_.size() + pairs_.size(); }

  boost::json::array pairs_;  // that wait
  boost::json::array answers_;
  std::unordered_map<std::string, std::size_t> types_;  // asked about, by both sides' text
};

}  // namespace pycharter::alembic::compare

#endif
