#include "target.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace pycharter::conformance {
namespace {

struct Chosen {
  std::vector<Target> targets;
  std::vector<std::string> problems;
};

Chosen& chosen() {
  static Chosen all;
  return all;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> all;
  for (std::string word; stream >> word;)
    all.push_back(word);
  return all;
}

void choose(const Provider& provider) {
  const char* url = provider.url_variable == nullptr ? "" : std::getenv(provider.url_variable);
  if (url == nullptr) {
    chosen().problems.push_back(
        "The " + provider.name + " backend is built, but " + provider.url_variable +
        " is not set. Start servers with tools/servers.sh, or name the backends to test in"
        " PYCHARTER_TEST_BACKENDS.");
    return;
  }
  try {
    chosen().targets.push_back(provider.make(url));
  } catch (const std::exception& error) {
    chosen().problems.push_back("The " + provider.name + " backend can't be tested: " + error.what());
  }
}

}  // namespace

MetadataStore Database::open() const {
  auto opened = store();
  opened.connect();
  return opened;
}

bool Target::has(const std::string& capability) const {
  const auto all = shared.open().capabilities();
  return std::find(all.begin(), all.end(), capability) != all.end();
}

void choose_targets(const std::optional<std::string>& url) {
  if (url) {
    Target target;
    target.name = url->substr(0, url->find(':'));
    target.shared.url = *url;
    chosen().targets.push_back(std::move(target));
    return;
  }
  const char* restriction = std::getenv("PYCHARTER_TEST_BACKENDS");
  const auto names = words(restriction != nullptr ? restriction : PYCHARTER_BUILT_BACKENDS);
  for (const auto& name : names) {
    const auto& all = providers();
    const auto provider =
        std::find_if(all.begin(), all.end(), [&](const Provider& p) { return p.name == name; });
    if (provider != all.end())
      choose(*provider);
    else
      chosen().problems.push_back("No databases are known for the backend '" + name +
                                  "': give its URL with --url, or add it to the table of providers.");
  }
  if (chosen().targets.empty()) chosen().problems.push_back("There is no backend to test.");
}

const std::vector<Target>& targets() {
  return chosen().targets;
}
const std::vector<std::string>& target_problems() {
  return chosen().problems;
}

}  // namespace pycharter::conformance
