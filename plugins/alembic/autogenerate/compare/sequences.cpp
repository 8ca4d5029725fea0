#include "alembic/autogenerate/compare/sequences.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

std::vector<Change> compare_sequences(Context& context, const json::array& declared,
                                      const std::set<TableName>& there) {
  std::vector<Change> changes;
  for (const json::value& value : declared) {
    const json::object& sequence = value.as_object();
    const TableName name{text_at(sequence, "schema"), text_at(sequence, "name")};
    if (there.contains(name)) continue;
    const auto operation = [&](std::string_view op) {
      return json::object{{"op", op}, {"sequence", sequence}, {"checkfirst", false}};
    };
    changes.push_back({operation("create_sequence"), operation("drop_sequence")});
    context.detect(logger::sequences, "Detected added sequence " + quoted(name.label()));
  }
  return changes;
}

}  // namespace pycharter::alembic::compare
