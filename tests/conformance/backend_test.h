// The base of tests of what only one backend has, with that backend's server behind a proxy.
#ifndef PYCHARTER_CONFORMANCE_BACKEND_TEST_H
#define PYCHARTER_CONFORMANCE_BACKEND_TEST_H

#include "../support/tcp_proxy.h"
#include "store_test.h"

namespace pycharter::conformance {

template <class Kind>
class BackendTest : public StoreTest {
 protected:
  Kind& server() { return dynamic_cast<Kind&>(*target().server); }

  // A store, not connected, whose URL has these parameters too.
  MetadataStore with(const std::string& parameters) {
    const auto& url = target().shared.url;
    return MetadataStore(url + (url.find('?') == std::string::npos ? '?' : '&') + parameters,
                         target().shared.options);
  }

  // The faults of the proxy end with this.
  struct Mended {
    testing::TcpProxy& proxy;
    ~Mended() {
      proxy.swallow_answers(false);
      proxy.cut_answers_after(0);
      proxy.refuse(false);
      proxy.cut();
    }
  };
};

// The targets with a server of that kind, be it through a pooler.
template <class Kind>
std::vector<const Target*> targets_of() {
  auto fitting = targets_with(Needs::server);
  std::erase_if(fitting,
                [](const Target* target) { return dynamic_cast<Kind*>(target->server.get()) == nullptr; });
  return fitting;
}

}  // namespace pycharter::conformance

// Runs the tests of a suite on the targets with a server of that kind.
#define PYCHARTER_CONFORMANCE_OF(Suite, Kind)                                                 \
  GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Suite);                                       \
  INSTANTIATE_TEST_SUITE_P(conformance, Suite,                                                \
                           ::testing::ValuesIn(::pycharter::conformance::targets_of<Kind>()), \
                           ::pycharter::conformance::target_name)

#endif
