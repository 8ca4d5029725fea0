#include "sql/comparison/equal.h"

#include "sql/comparison/items.h"
#include "sql/comparison/types.h"

namespace pycharter::sql::comparison {
namespace {

using Answer = std::optional<bool> (*)(const json::object& declared, const json::object& found,
                                       const Tools& tools);

struct Kind {
  std::string_view name;
  Answer answer;
};

constexpr Kind kinds[] = {
    {"type", &same_type},         {"check", &same_check},       {"index", &same_index},
    {"unique", &same_unique},     {"computed", &same_computed}, {"foreign_key", &same_foreign_key},
    {"identity", &same_identity}, {"exclude", &same_exclude},
};

const json::value& side(const json::object& pair, std::string_view key) {
  const auto* value = ddl::find(pair, key);
  if (value == nullptr) ddl::malformed("operation: a pair needs \"" + std::string(key) + "\"");
  return *value;
}

// An item of "expected" stands for its definition, where a definition is asked for.
const json::object& definition(const json::object& declared) {
  const auto* inner = ddl::given(declared, "definition");
  return inner != nullptr ? ddl::as_object(*inner, "definition") : declared;
}

// A column stands for its type.
const json::object& type_of(const json::object& declared) {
  const auto* inner = ddl::given(declared, "type");
  return inner != nullptr && inner->is_object() ? inner->get_object() : declared;
}

class Pairs {
 public:
  explicit Pairs(const ddl::Dialect& dialect) : tools_(dialect) {}

  void add(const json::object& pair) {
    const auto name = ddl::text(pair, "kind");
    const auto& declared = side(pair, "declared");
    const auto& found = side(pair, "reflected");
    if (name == "comment") return answers_.push_back(same_comment(declared, found, tools_));
    const auto& one = ddl::as_object(declared, "declared");
    const auto& other = ddl::as_object(found, "reflected");
    if (name == "default") return add_default(definition(one), other);
    for (const auto& kind : kinds)
      if (kind.name == name)
        return answers_.push_back(kind.answer(name == "type" ? type_of(one) : one, other, tools_));
    ddl::malformed("operation: pairs of the kind \"" + name + "\" are not known");
  }

  json::object answer(const AskServer& ask) {
    if (!questions_.empty() && ask) {
      const auto told = ask(questions_);
      for (std::size_t i = 0; i < told.size() && i < places_.size(); ++i)
        if (told[i]) answers_[places_[i]] = told[i];
    }
    json::array all;
    for (const auto& one : answers_)
      all.push_back(one ? json::value(*one) : json::value(nullptr));
    return {{"equal", std::move(all)}};
  }

 private:
  void add_default(const json::object& declared, const json::object& found) {
    auto verdict = same_default(declared, found, tools_);
    if (verdict.question) {
      questions_.push_back(*std::move(verdict.question));
      places_.push_back(answers_.size());
    }
    answers_.push_back(verdict.equal);
  }

  Tools tools_;
  std::vector<std::optional<bool>> answers_;
  std::vector<DefaultVerdict::Question> questions_;
  std::vector<std::size_t> places_;  // of the questions among the answers
};

}  // namespace

json::object equal_pairs(const json::object& request, const ddl::Dialect& dialect, const AskServer& ask) {
  Pairs pairs(dialect);
  for (const auto& pair : ddl::list(request, "pairs"))
    pairs.add(ddl::as_object(pair, "pairs"));
  return pairs.answer(ask);
}

}  // namespace pycharter::sql::comparison
