// backref=: the attribute that a relationship gives to the class it refers to.
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {

Value backref(Session& session, const Given& given) {
  auto& in = session.in();
  const Value options = in.dict();
  for (const auto& [name, value] : given.keywords())
    options.get<script::Dict>().put(name, value);
  return in.tuple({given["name"], options});
}

// As when SQLAlchemy configures its mappers: once both classes are there. Until then it is asked again.
void Relationship::give_back() {
  const Value given = option("backref"), argument = option("argument");
  if (given_back_ || given.is_none() || argument.is(Kind::function)) return;
  const auto wanted = string_of(argument);
  const Model* other = wanted ? find_model(session, *wanted) : find_model(session, argument);
  if (other == nullptr) return;
  given_back_ = true;
  const auto* pair = given.get_if<script::Tuple>();
  const bool described = pair != nullptr && pair->items.size() == 2 && pair->items[1].is(Kind::dict);
  const auto name = string_of(described ? pair->items[0] : given);
  if (!name) refuse("backref is to be a name or backref(\"name\")");
  std::vector<std::pair<std::string, Value>> reverse{{"argument", owner_->cls}};
  for (const auto* kept : {"secondary", "foreign_keys", "primaryjoin", "secondaryjoin"})
    if (const Value value = option(kept); !value.is_none()) reverse.emplace_back(kept, value);
  if (described) {
    for (const auto& entry : pair->items[1].get<script::Dict>().table.entries())
      if (entry.key.defined()) reverse.emplace_back(session.in().to_text(entry.key), entry.value);
  }
  const Value made = script::make<Relationship>(session.in().heap(), session, std::move(reverse));
  auto& model = *registry(session).models.at(&other->cls.object());
  script::host_cast<Relationship>(made)->attach(model, *name);
  model.relationships.push_back(*name);
  model.cls.get<script::Class>().set(*name, made);
}

void give_back_references(Session& session) {
  std::vector<Value> relationships;
  for (const auto& [cls, model] : registry(session).models)
    for (const auto& key : model->relationships)
      if (const Value* member = model->cls.get<script::Class>().own(key)) relationships.push_back(*member);
  for (const Value& value : relationships)
    if (auto* relationship = script::host_cast<Relationship>(value)) relationship->give_back();
}

}  // namespace pycharter::alembic::orm
