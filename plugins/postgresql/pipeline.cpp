#include "postgresql/pipeline.h"

#include <algorithm>

#include "postgresql/errors.h"
#include "postgresql/parameters.h"

namespace pycharter::postgresql {

void Pipeline::send(std::string_view sql, const std::string& name, std::span<const plugin::Value> values) {
  sql::refuse_nul(sql, backend_name);
  const Parameters parameters(values);
  const auto count = static_cast<int>(values.size());
  Sent sent{std::string(sql), {}};
  const bool done =
      PQenterPipelineMode(connection_) == 1 &&
      (name.empty() ? PQsendQueryParams(connection_, sent.sql.c_str(), count, parameters.types.data(),
                                        parameters.pointers.data(), nullptr, nullptr, 0)
                    : PQsendQueryPrepared(connection_, name.c_str(), count, parameters.pointers.data(),
                                          nullptr, nullptr, 0)) == 1 &&
      PQpipelineSync(connection_) == 1;
  if (!done) throw result_error(connection_, nullptr, sql, sql::Work::script);
  sent_.push_back(std::move(sent));
}

// A result, the end of the results, and the answer to the Sync.
void Pipeline::read_answer(Sent& sent) noexcept {
  sent.answered = true;
  int ends = 0;
  while (PQstatus(connection_) == CONNECTION_OK && ends < 2) {
    ResultHandle result(PQgetResult(connection_));
    if (!result)
      ++ends;
    else if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC)
      return;
    else if (!sent.result)
      sent.result = std::move(result);
  }
}

plugin::ExecuteResult Pipeline::receive() {
  if (sent_.empty()) throw sql::usage_error(backend_name, "no statement is on its way");
  if (!sent_.front().answered) read_answer(sent_.front());
  const Sent sent = std::move(sent_.front());
  sent_.pop_front();
  if (sent_.empty()) PQexitPipelineMode(connection_);
  require_done(connection_, sent.result.get(), sent.sql);
  return effect_of(sent.result.get());
}

void Pipeline::settle() noexcept {
  for (auto& sent : sent_)
    if (!sent.answered) read_answer(sent);
  PQexitPipelineMode(connection_);
}

void Pipeline::abandon() noexcept {
  settle();
  sent_.clear();
}

}  // namespace pycharter::postgresql
