// A value of a script: None, bool, int and float stand in the Value itself, everything else is an Object on
// the Heap.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_VALUE_H
#define PYCHARTER_ALEMBIC_SCRIPT_VALUE_H

#include <cstdint>
#include <string_view>

#include "alembic/script/heap.h"

namespace pycharter::alembic::script {

enum class Kind : std::uint8_t {
  undefined,  // no value: an unbound variable, an absent argument; never seen by a script
  none,
  boolean,
  integer,  // fits 64 bits
  real,
  big_integer,  // does not fit 64 bits
  string,
  bytes,
  tuple,
  list,
  dict,
  set,  // and frozenset
  range,
  slice,
  function,    // def and lambda
  native,      // implemented in C++
  bound,       // a function with its first argument
  descriptor,  // property, staticmethod, classmethod
  cls,
  instance,
  module,
  iterator,
  environment,  // the variables of a running or captured function; never seen by a script
  host,         // an object of the embedding engine (native.h)
  ellipsis,
};

// Base of everything on the Heap. The kind is fixed at birth.
class Object {
 public:
  virtual ~Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  Kind kind() const noexcept { return kind_; }
  Block& block() const noexcept { return *block_; }

 protected:
  explicit Object(Kind kind) noexcept : kind_(kind) {}
  // Accounts growth before it happens.
  void charge(std::size_t bytes) { block_->heap->charge(*block_, bytes); }

 private:
  friend class Heap;
  Block* block_ = nullptr;
  Kind kind_;
};

class Value {
 public:
  Value() noexcept : kind_(Kind::undefined) { data_.integer = 0; }
  static Value none() noexcept { return Value(Kind::none); }
  static Value boolean(bool value) noexcept { return make(Kind::boolean, value ? 1 : 0); }
  static Value integer(std::int64_t value) noexcept { return make(Kind::integer, value); }
  static Value real(double value) noexcept {
    Value result(Kind::real);
    result.data_.real = value;
    return result;
  }
  // Takes over the reference that Heap::create made.
  static Value adopt(Object* object) noexcept {
    Value result(object->kind());
    result.data_.block = &object->block();
    return result;
  }
  // One more reference to an object that others hold as well.
  static Value of(const Object& object) noexcept {
    ++object.block().references;
    Value result(object.kind());
    result.data_.block = &object.block();
    return result;
  }

  Value(const Value& other) noexcept : kind_(other.kind_), data_(other.data_) {
    if (is_object()) ++data_.block->references;
  }
  Value(Value&& other) noexcept : kind_(other.kind_), data_(other.data_) { other.kind_ = Kind::undefined; }
  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Value moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Value() {
    if (is_object()) Heap::release(data_.block);
  }
  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(data_, other.data_);
  }

  Kind kind() const noexcept { return kind_; }
  bool is(Kind kind) const noexcept { return kind_ == kind; }
  bool defined() const noexcept { return kind_ != Kind::undefined; }
  bool is_none() const noexcept { return kind_ == Kind::none; }
  bool is_object() const noexcept { return kind_ > Kind::real; }
  bool is_int() const noexcept { return kind_ == Kind::integer || kind_ == Kind::boolean; }  // fits 64 bits

  bool as_bool() const noexcept { return data_.integer != 0; }      // of boolean
  std::int64_t as_int() const noexcept { return data_.integer; }    // of integer and boolean
  double as_real() const noexcept { return data_.real; }            // of real
  Object& object() const noexcept { return *data_.block->object; }  // of objects

  // The object as T when it is one: `if (auto* list = value.get_if<List>())`. T names its kind as T::kind_of.
  template <class T>
  T* get_if() const noexcept {
    return kind_ == T::kind_of ? static_cast<T*>(data_.block->object) : nullptr;
  }
  template <class T>
  T& get() const noexcept {
    return *static_cast<T*>(data_.block->object);
  }

  // Python's `is`.
  bool same(const Value& other) const noexcept {
    if (kind_ != other.kind_) return false;
    if (is_object()) return data_.block == other.data_.block;
    return kind_ == Kind::none || kind_ == Kind::undefined || data_.integer == other.data_.integer;
  }

 private:
  explicit Value(Kind kind) noexcept : kind_(kind) { data_.integer = 0; }
  static Value make(Kind kind, std::int64_t integer) noexcept {
    Value result(kind);
    result.data_.integer = integer;
    return result;
  }

  Kind kind_;
  union {
    std::int64_t integer;
    double real;
    Block* block;
  } data_;
};

}  // namespace pycharter::alembic::script

#endif
