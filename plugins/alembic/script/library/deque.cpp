// collections.deque.
#include <deque>

#include "alembic/script/library/install.h"

namespace pycharter::alembic::script {

namespace {

class Deque final : public HostObject {
 public:
  explicit Deque(std::optional<std::size_t> most) : most_(most) {}

  void add(const Value& value, bool left) {
    if (most_ == 0) return;
    if (most_ && items_.size() == *most_) take(!left);
    if (items_.size() == accounted_) {
      charge(sizeof(Value));
      ++accounted_;
    }
    left ? items_.push_front(value) : items_.push_back(value);
  }
  Value take(bool left) {
    Value taken = left ? items_.front() : items_.back();
    left ? items_.pop_front() : items_.pop_back();
    return taken;
  }
  std::deque<Value>& items() { return items_; }

  std::string type_name() const override { return "deque"; }
  Value type(Interpreter& in) const override {
    return in.attribute(in.import_module("collections"), "deque");
  }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override;
  std::optional<std::int64_t> length(Interpreter&) override {
    return static_cast<std::int64_t>(items_.size());
  }
  std::optional<Value> iterate(Interpreter& in) override {
    return make_iterator(in.heap(),
                         [self = Value::of(*this), at = std::size_t{0},
                          size = items_.size()](Interpreter& i) mutable -> std::optional<Value> {
                           const auto& items = host_cast<Deque>(self)->items_;
                           if (items.size() != size)
                             i.raise("RuntimeError", "deque mutated during iteration");
                           return at < size ? std::optional(items[at++]) : std::nullopt;
                         });
  }
  std::optional<Value> subscript(Interpreter& in, const Value& key) override {
    const std::int64_t given = in.integer(key, "deque index"),
                       size = static_cast<std::int64_t>(items_.size());
    const std::int64_t at = given < 0 ? given + size : given;
    if (at < 0 || at >= size) in.raise("IndexError", "deque index out of range");
    return items_[static_cast<std::size_t>(at)];
  }
  std::string repr(Interpreter& in) override {
    const std::string limit = most_ ? ", maxlen=" + std::to_string(*most_) : "";
    return "deque(" + in.to_repr(in.list({items_.begin(), items_.end()})) + limit + ")";
  }

 private:
  std::deque<Value> items_;
  std::optional<std::size_t> most_;
  std::size_t accounted_ = 0;
};

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Interpreter&, Deque&, Bindings&);
};

template <bool left>
Value append(Interpreter&, Deque& deque, Bindings& given) {
  deque.add(given[0], left);
  return Value::none();
}
template <bool left>
Value extend(Interpreter& in, Deque& deque, Bindings& given) {
  for (const Value& item : in.collect(given[0]))
    deque.add(item, left);
  return Value::none();
}
template <bool left>
Value pop(Interpreter& in, Deque& deque, Bindings&) {
  if (deque.items().empty()) in.raise("IndexError", "pop from an empty deque");
  return deque.take(left);
}

constexpr Method methods[] = {
    {"append", "x, /", append<false>},
    {"appendleft", "x, /", append<true>},
    {"extend", "iterable, /", extend<false>},
    {"extendleft", "iterable, /", extend<true>},
    {"pop", "", pop<false>},
    {"popleft", "", pop<true>},
    {"clear", "",
     [](Interpreter&, Deque& deque, Bindings&) {
       deque.items().clear();
       return Value::none();
     }},
    {"rotate", "n=1, /",
     [](Interpreter& in, Deque& deque, Bindings& given) {
       std::int64_t n = given.given(0) ? in.integer(given[0], "n") : 1;
       const auto size = static_cast<std::int64_t>(deque.items().size());
       if (size == 0) return Value::none();
       for (n = (n % size + size) % size; n > 0; --n)
         deque.items().push_front(deque.take(false));
       return Value::none();
     }},
};

std::optional<Value> Deque::attribute(Interpreter& in, std::string_view name) {
  if (name == "maxlen") return most_ ? Value::integer(static_cast<std::int64_t>(*most_)) : Value::none();
  for (const Method& method : methods) {
    if (method.name != name) continue;
    return make_native(in, std::string(name), method.parameters,
                       [self = Value::of(*this), code = method.code](Interpreter& i, Bindings& given) {
                         return code(i, *host_cast<Deque>(self), given);
                       });
  }
  return std::nullopt;
}

}  // namespace

Value make_deque_class(Interpreter& in) {
  return make_class(in, "deque", "collections", {}, [](Interpreter& i, const Arguments& arguments) {
    static const Signature signature("deque", "iterable=(), maxlen=None");
    const Bindings given = signature.bind(i, arguments);
    std::optional<std::size_t> most;
    if (given.given(1) && !given[1].is_none()) {
      const std::int64_t limit = i.integer(given[1], "maxlen");
      if (limit < 0) i.raise("ValueError", "maxlen must be non-negative");
      most = static_cast<std::size_t>(limit);
    }
    Value made = Value::adopt(i.heap().create<Deque>(most));
    if (given.given(0)) {
      for (const Value& item : i.collect(given[0]))
        host_cast<Deque>(made)->add(item, false);
    }
    return made;
  });
}

}  // namespace pycharter::alembic::script
