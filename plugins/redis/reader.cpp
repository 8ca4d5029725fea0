#include "redis/reader.h"

#include <algorithm>
#include <tuple>

#include "redis/errors.h"
#include "redis/records.h"
#include "redis/scripts.h"

namespace pycharter::redis {
namespace {

using plugin::RecordSink;

constexpr std::string_view doing_find = "find records";
constexpr std::string_view doing_snapshot = "read a schema with its rules";

// Hands records on by name, then id, as soon as no earlier one can follow; counts names.
class ByName {
 public:
  ByName(const RecordSink& sink, std::uint64_t limit) : sink_(sink), limit_(limit) {}

  void add(Record&& record) { pending_.push_back(std::move(record)); }

  // Those whose name is less than that, or all. False when that was enough.
  bool flush(const std::string* before) {
    const auto key = [](const Record& one) { return std::tie(one.name, one.id); };
    const auto less = [&](const Record& a, const Record& b) { return key(a) < key(b); };
    if (!std::is_sorted(pending_.begin(), pending_.end(), less))
      std::sort(pending_.begin(), pending_.end(), less);
    std::size_t count = 0;
    for (; count < pending_.size() && (before == nullptr || pending_[count].name.value_or("") < *before);
         ++count)
      if (!hand_on(pending_[count])) return false;
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    return limit_ == 0 || names_ < limit_;
  }

 private:
  bool hand_on(const Record& record) {
    if (record.name != last_ || names_ == 0) {
      if (limit_ != 0 && names_ == limit_) return false;
      ++names_;
      last_ = record.name;
    }
    return sink_(record);
  }

  const RecordSink& sink_;
  std::uint64_t limit_;
  std::uint64_t names_ = 0;
  std::optional<std::string> last_;
  std::vector<Record> pending_;
};

}  // namespace

void Reader::find(const Query& query, const RecordSink& sink) {
  auto candidates = find_candidates(connection_, keys_, query);
  if (candidates.all.empty()) return;
  if (is_named(query.match.kind)) return find_named(query, candidates, sink);
  if (query.last_created) std::reverse(candidates.all.begin(), candidates.all.end());
  find_in_order(query, candidates, sink);
}

void Reader::find_named(const Query& query, const Candidates& candidates, const RecordSink& sink) {
  ByName by_name(sink, query.last_created ? 1 : query.limit);
  const std::span<const Candidate> all = candidates.all;
  for (std::size_t i = 0; i < all.size(); i += Connection::slice) {
    const auto some = all.subspan(i, std::min(Connection::slice, all.size() - i));
    for (auto& record : records(query, some, candidates.single))
      if (!query.after || record.name > query.after) by_name.add(std::move(record));
    const auto next = i + some.size();
    if (!by_name.flush(next < all.size() ? &all[next].least_name : nullptr)) return;
  }
}

void Reader::find_in_order(const Query& query, const Candidates& candidates, const RecordSink& sink) {
  const std::uint64_t limit = query.last_created ? 1 : query.limit;
  std::uint64_t count = 0;
  const std::span<const Candidate> all = candidates.all;
  for (std::size_t i = 0; i < all.size();) {
    auto size = std::min(Connection::slice, all.size() - i);
    if (limit != 0) size = std::min<std::size_t>(size, limit - count);
    for (const auto& record : records(query, all.subspan(i, size), candidates.single)) {
      if (!sink(record)) return;
      if (++count == limit) return;
    }
    i += size;
  }
}

std::vector<Record> Reader::records(const Query& query, std::span<const Candidate> candidates, bool single) {
  const auto found = texts(candidates, single);
  std::vector<Record> records;
  records.reserve(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& text = found[i];
    if (!text) continue;
    auto record = to_record(candidates[i].known, candidates[i].key, *text, !query.without_document);
    if (matches(record, query)) records.push_back(std::move(record));
  }
  return records;
}

Reader::Texts Reader::texts(std::span<const Candidate> candidates, bool single) {
  std::vector<std::string> keys;
  keys.reserve(candidates.size());
  for (const auto& one : candidates)
    keys.push_back(one.key);
  auto found = connection_.texts(std::move(keys), doing_find);
  drop_others(candidates, found);
  // MGET is silent about what is no text.
  if (single && !found.front()) {
    const auto& key = candidates.front().key;
    const auto type = connection_.ask({"TYPE", key}, doing_find);
    const bool is_index = type.text == "set" && key.ends_with(":rules");
    if (type.text != "none" && type.text != "string" && !is_index)
      throw error(ErrorCode::invalid_document, "The key " + key + " holds a " + type.text +
                                                   ", where a record belongs. Another program has written it:"
                                                   " rename or delete it.");
  }
  return found;
}

void Reader::drop_others(std::span<const Candidate> candidates, Texts& texts) {
  std::vector<Command> commands;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].needs_membership || !texts[i]) continue;
    const auto& known = candidates[i].known;
    commands.push_back({"SISMEMBER", keys_.metadata_of_type(known.resource_type.value_or("")),
                        known.resource_id.value_or("")});
    places.push_back(i);
  }
  if (commands.empty()) return;
  const auto replies = connection_.ask_all(commands, doing_find);
  for (std::size_t i = 0; i < places.size(); ++i)
    if (replies[i].is(Reply::Type::integer) && replies[i].integer == 0) texts[places[i]].reset();
}

void Reader::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                      const RecordSink& sink) {
  ScriptCall call;
  call.keys = {keys_.schema(schema_id), keys_.rule_sets(RecordKind::coercion, schema_id),
               keys_.rule_sets(RecordKind::validation, schema_id)};
  call.arguments = {keys_.rule_set_base(RecordKind::coercion, schema_id),
                    keys_.rule_set_base(RecordKind::validation, schema_id)};
  if (version) call.arguments.push_back(rule_set_member(version));
  const auto reply = connection_.call(snapshot_script, call, doing_snapshot);
  if (reply.elements.size() != 5) throw unexpected(reply, doing_snapshot, connection_.location());
  const auto hand_on = [&](RecordKind kind, const std::string& key, const Reply& text) {
    Record known;
    known.kind = kind;
    if (!text.is(Reply::Type::text)) return true;
    const auto record = to_record(known, key, text.text, true);
    const auto& of = kind == RecordKind::schema ? record.id : record.schema_id;
    return of != schema_id || sink(record);
  };
  const auto& parts = reply.elements;
  if (!hand_on(RecordKind::schema, call.keys[0], parts[0])) return;
  if (!hand_on(RecordKind::coercion, call.arguments[0] + parts[1].text, parts[2])) return;
  hand_on(RecordKind::validation, call.arguments[1] + parts[3].text, parts[4]);
}

}  // namespace pycharter::redis
