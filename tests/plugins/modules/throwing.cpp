// A backend that throws wherever it can, in the ways an author might.
#include <new>
#include <stdexcept>

#include <pycharter/plugin/plugin.h>

namespace {

using namespace pycharter::plugin;

class Throwing : public Backend {
 public:
  static constexpr Description description{"throwing", "1.0", PYCHARTER_CAP_PERSISTENT};

  Throwing(Host, const Settings& settings) {
    if (settings.contains("refuse")) throw std::runtime_error("the cluster is closed on Mondays");
  }
  void connect(const ConnectOptions& options) override {
    throw pycharter::Error(pycharter::ErrorCode::auth, "no entry with " + options.url, {.sqlstate = "28P01"});
  }
  void disconnect() noexcept override {}
  void ping() override { throw 42; }
  std::uint64_t capabilities() const override { throw std::logic_error("unknown"); }
  StoreInfo info() override { throw std::bad_alloc(); }
  void initialise() override { throw std::runtime_error("disk full"); }
  std::vector<std::string> put(std::span<const Record>) override { throw "text"; }
  void find(const Query&, const RecordSink&) override { throw std::out_of_range("at()"); }
  std::uint64_t remove(const Query&) override { throw std::runtime_error(""); }
  void snapshot(const std::string&, const std::optional<std::string>&, const RecordSink&) override {
    throw std::runtime_error("snapshot");
  }
};

}  // namespace

PYCHARTER_PLUGIN(Throwing)
