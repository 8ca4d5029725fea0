// A store in one file, read for each question and replaced by each change.
#ifndef ONEFILE_BACKEND_H
#define ONEFILE_BACKEND_H

#include <pycharter/plugin/backend.h>

#include <string>

namespace onefile {

class Backend : public pycharter::plugin::Backend {
 public:
  static constexpr pycharter::plugin::Description description{
      "onefile", ONEFILE_VERSION, PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_TEXT_DOCUMENTS};

  Backend(pycharter::plugin::Host host, const pycharter::plugin::Settings& settings);

  // onefile:///absolute/path
  void connect(const pycharter::plugin::ConnectOptions& options) override;
  void disconnect() noexcept override { path_.clear(); }
  void ping() override;
  std::uint64_t capabilities() const override { return description.capabilities; }
  pycharter::plugin::StoreInfo info() override;
  void initialise() override;
  std::vector<std::string> put(std::span<const pycharter::plugin::Record> records) override;
  void find(const pycharter::plugin::Query& query, const pycharter::plugin::RecordSink& sink) override;
  std::uint64_t remove(const pycharter::plugin::Query& query) override;
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const pycharter::plugin::RecordSink& sink) override;

 private:
  const std::string& path() const;

  std::string path_;
};

}  // namespace onefile

#endif
