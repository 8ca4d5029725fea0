// Integers past 64 bits. Apart from objects.h, since its header is a slow one.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_BIG_INTEGER_H
#define PYCHARTER_ALEMBIC_SCRIPT_BIG_INTEGER_H

#include <boost/multiprecision/cpp_int.hpp>

#include "alembic/script/objects.h"

namespace pycharter::alembic::script {

using BigInteger = boost::multiprecision::cpp_int;

struct Integer final : Object {
  static constexpr Kind kind_of = Kind::big_integer;
  explicit Integer(BigInteger v) : Object(kind_of), value(std::move(v)) {}
  const BigInteger value;  // outside 64 bits, always
};

Value make_integer(Heap& heap, BigInteger value);  // in the Value itself when it fits
BigInteger to_big(const Value& integer);           // of bool and int

}  // namespace pycharter::alembic::script

#endif
