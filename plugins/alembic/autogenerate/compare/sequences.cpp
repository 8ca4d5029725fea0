#include "alembic/autogenerate/compare/sequences.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string_view>

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 7> options{"data_type", "start", "increment", "minvalue",
                                                  "maxvalue",  "cache", "cycle"};

TableName name_of(const json::object& sequence) {
  return {text_at(sequence, "schema"), text_at(sequence, "name")};
}

// "bigint" as the type that an operation takes.
json::value as_type(const json::value& data_type) {
  std::string name(data_type.as_string());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return json::object{{"type", name}};
}

json::object named(const TableName& name) {
  json::object sequence{{"name", name.name}};
  if (!name.schema.empty()) sequence["schema"] = name.schema;
  return sequence;
}

// Of a catalog's sequence, those options of which `takes` is true, as an operation has them.
template <class Takes>
json::object sequence_with(const json::object& of, Takes takes) {
  json::object sequence = named(name_of(of));
  for (const std::string_view key : options)
    if (const json::value* value = given(of, key); value != nullptr && takes(key))
      sequence[key] = key == "data_type" ? as_type(*value) : *value;
  return sequence;
}

std::int64_t number_at(const json::object& sequence, std::string_view key) {
  const json::value* number = given(sequence, key);
  return number != nullptr && number->is_int64() ? number->get_int64() : 0;
}

bool holds(const json::object& sequence, std::int64_t value) {
  return value >= number_at(sequence, "minvalue") && value <= number_at(sequence, "maxvalue");
}

bool differ_in(std::string_view option, const json::object& one, const json::object& other) {
  const json::value *a = given(one, option), *b = given(other, option);
  return (a == nullptr) != (b == nullptr) || (a != nullptr && *a != *b);
}

// A sequence that stands beyond its new bounds has to begin anew: the server refuses them otherwise.
json::object alteration(const json::object& from, const json::object& to, std::int64_t value) {
  json::object sequence =
      sequence_with(to, [&](std::string_view option) { return differ_in(option, from, to); });
  json::object op{{"op", "alter_sequence"}, {"sequence", std::move(sequence)}};
  if (!holds(to, value)) op["restart"] = true;
  return op;
}

json::object operation(std::string_view op, const json::object& sequence) {
  return {{"op", op}, {"sequence", sequence}, {"checkfirst", false}};
}

class SequencesComparison {
 public:
  SequencesComparison(Context& context, const SequenceSides& sides) : context_(context), sides_(sides) {
    for (const json::value& sequence : sides.reflected)
      there_.emplace(name_of(sequence.as_object()), &sequence.as_object());
  }

  SequenceChanges changes() {
    for (std::size_t i = 0; i < sides_.declared.size() && i < sides_.expected.size(); ++i)
      declared(sides_.declared[i].as_object(), sides_.expected[i].as_object());
    for (const auto& [name, sequence] : there_)
      if (!wanted_.contains(name) && is_unused(*sequence)) removed(name, *sequence);
    return std::move(changes_);
  }

 private:
  void detect(const char* what, const TableName& name) {
    context_.detect(logger::sequences, std::string("Detected ") + what + " sequence " + quoted(name.label()));
  }

  void declared(const json::object& sequence, const json::object& expected) {
    const TableName name = name_of(expected);
    wanted_.insert(name);
    const auto same = there_.find(name);
    if (same == there_.end()) {
      changes_.first.push_back(
          {operation("create_sequence", sequence), operation("drop_sequence", sequence)});
      return detect("added", name);
    }
    const json::object& there = *same->second;
    // Some other object's, which this model only takes from.
    if (flag_at(there, "owned")) return;
    const bool differs = std::any_of(options.begin(), options.end(), [&](std::string_view option) {
      return differ_in(option, expected, there);
    });
    if (!differs) return;
    const std::int64_t start = number_at(there, "start");
    const json::value* last = given(there, "last_value");
    changes_.first.push_back({alteration(there, expected, last != nullptr ? last->as_int64() : start),
                              alteration(expected, there, number_at(expected, "start"))});
    detect("changed", name);
  }

  bool is_unused(const json::object& sequence) const {
    if (flag_at(sequence, "owned") || flag_at(sequence, "needed")) return false;
    const json::array& uses = list_at(sequence, "used_by");
    return std::all_of(uses.begin(), uses.end(), [&](const json::value& value) {
      const json::object& use = value.as_object();
      return sides_.is_released({{text_at(use, "schema"), text_at(use, "table")}, text_at(use, "column")},
                                text_at(sequence, "name"));
    });
  }

  // Made again by the downgrade, it begins anew.
  void removed(const TableName& name, const json::object& sequence) {
    const json::object whole = sequence_with(sequence, [](std::string_view) { return true; });
    changes_.last.push_back({operation("drop_sequence", named(name)), operation("create_sequence", whole)});
    detect("removed", name);
  }

  Context& context_;
  const SequenceSides& sides_;
  std::map<TableName, const json::object*> there_;
  std::set<TableName> wanted_;
  SequenceChanges changes_;
};

}  // namespace

SequenceChanges compare_sequences(Context& context, const SequenceSides& sides) {
  return SequencesComparison(context, sides).changes();
}

}  // namespace pycharter::alembic::compare
