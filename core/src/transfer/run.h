// The caller's callbacks, in one place.
#ifndef PYCHARTER_TRANSFER_RUN_H
#define PYCHARTER_TRANSFER_RUN_H

#include <cstdint>
#include <string>
#include <string_view>

#include <pycharter/contract_transfer.h>

namespace pycharter::transfer {

class Run {
 public:
  using Level = TransferCallbacks::Level;

  explicit Run(const TransferCallbacks& callbacks) : callbacks_(callbacks) {}

  void log(Level level, const std::string& message) const {
    if (callbacks_.log) callbacks_.log(level, message);
  }
  // Says how far it is, and stops when asked to. Between two steps only.
  void step(std::uint64_t done, std::uint64_t total, std::string_view what) const {
    if (callbacks_.progress) callbacks_.progress(done, total, what);
    if (callbacks_.cancelled && callbacks_.cancelled())
      throw Error(ErrorCode::cancelled, "Stopped while " + std::string(what) + ", at " +
                                            std::to_string(done) + " of " + std::to_string(total) +
                                            ". Nothing is half written; run it again to go on.");
  }

 private:
  const TransferCallbacks& callbacks_;
};

// The counts of a kind in a report.
TransferCounts& counts_of(TransferReport& report, plugin::RecordKind kind);

}  // namespace pycharter::transfer

#endif
