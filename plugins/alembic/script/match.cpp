// The match statement: which case fits, and what its pattern binds.
#include <algorithm>
#include <array>

#include "alembic/script/evaluator.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

using Type = PatternNode::Type;

// Types whose one pattern by position is for the whole of the value.
constexpr std::array<std::string_view, 10> whole_types = {"bool", "bytes", "dict", "float", "frozenset",
                                                          "int",  "list",  "set",  "str",   "tuple"};

// Of the host's objects, those that are sequences (collections.abc.Sequence).
constexpr std::array<std::string_view, 2> sequence_types = {"deque", "Row"};

bool is_sequence(const Value& value) {
  if (value.is(Kind::list) || value.is(Kind::tuple) || value.is(Kind::range)) return true;
  const auto* host = value.get_if<HostObject>();
  return host != nullptr &&
         std::find(sequence_types.begin(), sequence_types.end(), host->type_name()) != sequence_types.end();
}

bool is_whole(Interpreter& in, const Class& cls) {
  const auto named = [&](std::string_view name) {
    const Value builtin = in.builtin(name);
    return &builtin.get<Class>() == &cls || cls.derives_from(builtin.get<Class>());
  };
  return std::any_of(whole_types.begin(), whole_types.end(), named);
}

std::string plural(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

const Body* Evaluator::choose_case(const MatchNode& node) {
  const Value subject = evaluate(*node.subject);
  for (const auto& option : node.cases) {
    Captures captures;
    if (!fits(*option.pattern, subject, captures)) continue;
    for (const auto& [target, value] : captures)
      assign_name(*target, value);
    if (option.guard == nullptr || in_.truth(evaluate(*option.guard))) return &option.body;
  }
  return nullptr;
}

bool Evaluator::fits(const PatternNode& pattern, const Value& subject, Captures& captures) {
  at(pattern);
  in_.step();
  state_.check_stack();
  switch (pattern.type) {
    case Type::value: {
      const Value wanted = evaluate(*pattern.value);
      at(pattern);
      return in_.equals(subject, wanted);
    }
    case Type::constant:
      return subject.same(evaluate(*pattern.value));
    case Type::capture:
      if (!pattern.items.empty() && !fits(*pattern.items.front(), subject, captures)) return false;
      if (pattern.target != nullptr) captures.emplace_back(pattern.target, subject);
      return true;
    case Type::sequence:
      return fits_sequence(pattern, subject, captures);
    case Type::mapping:
      return fits_mapping(pattern, subject, captures);
    case Type::cls:
      return fits_class(pattern, subject, captures);
    case Type::either:
      for (const PatternNode* item : pattern.items) {
        const std::size_t before = captures.size();
        if (fits(*item, subject, captures)) return true;
        captures.resize(before);
      }
      return false;
    case Type::star:
      break;  // its sequence sees to it
  }
  return false;
}

bool Evaluator::fits_sequence(const PatternNode& pattern, const Value& subject, Captures& captures) {
  const Value& inner = unwrap(subject);
  if (!is_sequence(inner)) return false;
  const auto& items = pattern.items;
  const auto star =
      std::find_if(items.begin(), items.end(), [](const auto* item) { return item->type == Type::star; });
  const bool starred = star != items.end();
  const auto length = static_cast<std::size_t>(in_.length(inner));
  if (starred ? length + 1 < items.size() : length != items.size()) return false;
  const std::vector<Value> values = in_.collect(inner);
  const auto before = static_cast<std::size_t>(star - items.begin());
  const std::size_t inside = starred ? values.size() + 1 - items.size() : 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!starred || i != before) {
      if (!fits(*items[i], values[starred && i > before ? i - 1 + inside : i], captures)) return false;
    } else if ((*star)->target != nullptr) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(before);
      captures.emplace_back((*star)->target, in_.list({first, first + static_cast<std::ptrdiff_t>(inside)}));
    }
  }
  return true;
}

bool Evaluator::fits_mapping(const PatternNode& pattern, const Value& subject, Captures& captures) {
  const Value& inner = unwrap(subject);
  if (!inner.is(Kind::dict)) return false;
  const Value rest = in_.dict();
  std::vector<Value> keys;
  for (std::size_t i = 0; i < pattern.keys.size(); ++i) {
    keys.push_back(evaluate(*pattern.keys[i]));
    at(*pattern.keys[i]);
    const Value* found = inner.get<Dict>().table.find(in_, keys.back());
    if (found == nullptr || !fits(*pattern.items[i], Value(*found), captures)) return false;
  }
  if (pattern.target == nullptr) return true;
  const auto& entries = inner.get<Dict>().table.entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto entry = entries[i];
    const auto taken = [&](const Value& key) { return in_.key_equals(key, entry.key); };
    if (entry.key.defined() && std::none_of(keys.begin(), keys.end(), taken))
      rest.get<Dict>().put(in_, entry.key, entry.value);
  }
  captures.emplace_back(pattern.target, rest);
  return true;
}

bool Evaluator::fits_class(const PatternNode& pattern, const Value& subject, Captures& captures) {
  const Value type = evaluate(*pattern.value);
  at(pattern);
  if (!type.is(Kind::cls)) in_.raise("TypeError", "called match pattern must be a type");
  if (!in_.is_instance(subject, type)) return false;
  const auto& cls = type.get<Class>();
  const std::size_t positional = pattern.items.size() - pattern.names.size();
  std::vector<std::string> names;
  if (positional > 0) {
    const auto declared = in_.find_attribute(type, "__match_args__");
    const bool whole = !declared && is_whole(in_, cls);
    const std::size_t accepted = declared
                                     ? declared->is(Kind::tuple) ? declared->get<Tuple>().items.size() : 0
                                 : whole ? 1
                                         : 0;
    if (positional > accepted) {
      in_.raise("TypeError", cls.name + "() accepts " + plural(accepted, "positional sub-pattern") + " (" +
                                 std::to_string(positional) + " given)");
    }
    if (whole && !fits(*pattern.items.front(), subject, captures)) return false;
    for (std::size_t i = 0; declared && i < positional; ++i)
      names.push_back(in_.text(declared->get<Tuple>().items[i], "__match_args__ element"));
    if (whole) names.emplace_back();
  }
  names.insert(names.end(), pattern.names.begin(), pattern.names.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) continue;
    const auto found = in_.find_attribute(subject, names[i]);
    if (!found || !fits(*pattern.items[i], *found, captures)) return false;
  }
  return true;
}

}  // namespace pycharter::alembic::script
