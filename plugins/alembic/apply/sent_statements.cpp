#include "alembic/apply/sent_statements.h"

#include <utility>

#include "alembic/apply/statements.h"

namespace pycharter::alembic {

namespace {

// Enough to keep a server busy, too few to fill what lies between it and us.
constexpr std::size_t most_on_their_way = 16;

Error with_facts(Error error, const ErrorFacts& about) {
  add_facts(error.facts(), about);
  return error;
}

}  // namespace

void SentStatements::send(const std::string& sql, std::span<const plugin::Value> binds, ErrorFacts about,
                          Check check) {
  if (sent_.size() >= most_on_their_way) settle_oldest();
  about.statement = sql;
  std::optional<plugin::ExecuteResult> done;
  try {
    done = database_.send(sql, binds);
  } catch (const Error& error) {
    settle();  // what was sent before may be why
    throw with_facts(error, about);
  }
  if (!done)
    sent_.push_back({std::move(about), std::move(check)});
  else if (check)
    check(*done);
}

void SentStatements::settle() {
  while (!sent_.empty())
    settle_oldest();
}

void SentStatements::settle_oldest() {
  const Sent oldest = std::move(sent_.front());
  sent_.pop_front();
  try {
    const plugin::ExecuteResult effect = database_.receive();
    if (oldest.check) oldest.check(effect);
  } catch (const Error& error) {
    throw with_facts(error, oldest.about);
  }
}

}  // namespace pycharter::alembic
