#include "alembic/script/library/re_objects.h"

#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

// A method of the Match that `self` is.
Value method(Interpreter& in, const Value& self, const char* name, std::string_view parameters,
             Value (*code)(Interpreter&, const Match&, Bindings&)) {
  return make_native(in, name, parameters, [self, code](Interpreter& i, Bindings& given) {
    return code(i, *host_cast<Match>(self), given);
  });
}

Value groups_of(Interpreter& in, const Match& match, Bindings& given) {
  std::vector<Value> groups;
  for (std::size_t i = 1; i < match.groups().size(); ++i)
    groups.push_back(match.groups()[i].is_none() ? given.get(0) : match.groups()[i]);
  return in.tuple(std::move(groups));
}

Value group_of(Interpreter& in, const Match& match, Bindings& given) {
  if (given.rest.empty()) return match.groups()[0];
  std::vector<Value> groups;
  for (const Value& group : given.rest)
    groups.push_back(match.groups()[match.index(in, group)]);
  return groups.size() == 1 ? groups.front() : in.tuple(std::move(groups));
}

Value names_of(Interpreter& in, const Match& match, Bindings& given) {
  Value names = in.dict();
  std::map<std::size_t, std::string> ordered;
  for (const auto& [name, index] : match.program().tree.names)
    ordered[index] = name;
  for (const auto& [index, name] : ordered)
    names.get<Dict>().put(name, match.groups()[index].is_none() ? given.get(0) : match.groups()[index]);
  return names;
}

std::size_t index_given(Interpreter& in, const Match& match, const Bindings& given) {
  return given.given(0) ? match.index(in, given[0]) : 0;
}

}  // namespace

Value re_error(Interpreter& in) {
  return in.attribute(in.import_module("re"), "error");
}

Value Pattern::type(Interpreter& in) const {
  return in.attribute(in.import_module("re"), "Pattern");
}

std::optional<Value> Pattern::attribute(Interpreter& in, std::string_view name) {
  const ReTree& tree = program_.tree;
  if (name == "pattern") return text_;
  if (name == "flags") {
    const unsigned flags = tree.flags | ((tree.flags & re_ascii) != 0 ? 0U : re_unicode);
    return Value::integer(flags);
  }
  if (name == "groups") return Value::integer(static_cast<std::int64_t>(tree.groups));
  if (name != "groupindex") return std::nullopt;
  Value names = in.dict();
  for (const auto& [group, index] : tree.names)
    names.get<Dict>().put(group, Value::integer(static_cast<std::int64_t>(index)));
  return names;
}

std::string Pattern::repr(Interpreter& in) {
  return "re.compile(" + in.to_repr(text_) + ")";
}

std::size_t Match::index(Interpreter& in, const Value& group) const {
  if (group.is_int() && group.as_int() >= 0 && static_cast<std::size_t>(group.as_int()) < groups_.size())
    return static_cast<std::size_t>(group.as_int());
  if (group.is(Kind::string)) {
    const auto& names = program().tree.names;
    const auto found = names.find(in.text(group, "group"));
    if (found != names.end()) return found->second;
  }
  in.raise("IndexError", "no such group");
}

Value Match::type(Interpreter& in) const {
  return in.attribute(in.import_module("re"), "Match");
}

std::optional<Value> Match::attribute(Interpreter& in, std::string_view name) {
  const Value self = Value::of(*this);
  if (name == "re") return pattern_;
  if (name == "string") return subject_;
  if (name == "group") return method(in, self, "group", "*groups", group_of);
  if (name == "groups") return method(in, self, "groups", "default=None", groups_of);
  if (name == "groupdict") return method(in, self, "groupdict", "default=None", names_of);
  if (name == "start") {
    return method(in, self, "start", "group=0, /", [](Interpreter& i, const Match& match, Bindings& given) {
      return Value::integer(match.spans()[2 * index_given(i, match, given)]);
    });
  }
  if (name == "end") {
    return method(in, self, "end", "group=0, /", [](Interpreter& i, const Match& match, Bindings& given) {
      return Value::integer(match.spans()[2 * index_given(i, match, given) + 1]);
    });
  }
  if (name == "span") {
    return method(in, self, "span", "group=0, /", [](Interpreter& i, const Match& match, Bindings& given) {
      const std::size_t index = index_given(i, match, given);
      return i.tuple(
          {Value::integer(match.spans()[2 * index]), Value::integer(match.spans()[2 * index + 1])});
    });
  }
  return std::nullopt;
}

std::optional<Value> Match::subscript(Interpreter& in, const Value& key) {
  return groups_[index(in, key)];
}

std::string Match::repr(Interpreter& in) {
  return "<re.Match object; span=(" + std::to_string(spans_[0]) + ", " + std::to_string(spans_[1]) +
         "), match=" + in.to_repr(groups_[0]) + ">";
}

Value span_text(Interpreter& in, std::u32string_view text, std::int64_t begin, std::int64_t end) {
  if (begin < 0 || end < begin) return Value::none();
  return in.str(encode(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))));
}

Value make_match(Interpreter& in, const Value& pattern, const Value& subject, std::u32string_view text,
                 ReSpans spans) {
  std::vector<Value> groups;
  for (std::size_t i = 0; i < spans.size(); i += 2)
    groups.push_back(span_text(in, text, spans[i], spans[i + 1]));
  return Value::adopt(in.heap().create<Match>(pattern, subject, std::move(spans), std::move(groups)));
}

void for_each_match(Interpreter& in, const ReProgram& program, std::u32string_view text,
                    const std::function<bool(ReSpans)>& visit) {
  bool not_empty = false;  // a match of nothing is not found twice at one place
  for (std::size_t from = 0;;) {
    auto spans = search_from(in, program, text, from, not_empty);
    if (!spans) return;
    from = static_cast<std::size_t>((*spans)[1]);
    not_empty = (*spans)[0] == (*spans)[1];
    if (!visit(std::move(*spans))) return;
  }
}

}  // namespace pycharter::alembic::script
