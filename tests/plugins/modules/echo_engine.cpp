// An engine that answers with what it was asked.
#include <pycharter/plugin/plugin.h>

namespace {

using namespace pycharter::plugin;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class Echo : public Engine {
 public:
  static constexpr Description description{"echo", "1.0"};

  Echo(Host host, const Settings&) : host_(host) {}

  void load(std::string_view request) override { loaded_ = request; }
  std::string query(std::string_view request) override {
    if (request.find("\"what\":\"show\"") != std::string_view::npos) return "not JSON";
    if (request.find("\"what\":\"branches\"") != std::string_view::npos) return "{\"lines\": 1}";
    return "{\"lines\": [" + quoted(request) + ", " + quoted(loaded_) +
           "], \"revisions\": [{\"revision\": \"b\", \"down_revision\": [\"a\"], \"is_head\": true, \"doc\": "
           "\"x\"}]}";
  }
  std::string current(SqlClient& backend, std::string_view) override {
    return "{\"initialized\": true, \"at_head\": true, \"heads\": [{\"revision\": \"b\", \"is_head\": true, "
           "\"known\": true, \"line\": " +
           quoted(backend.facts()) + "}], \"script_heads\": [\"b\"]}";
  }
  std::string plan(SqlClient&, std::string_view) override {
    return "{\"status\": \"done\", \"steps\": [{\"revision\": \"b\", \"direction\": \"upgrade\", "
           "\"statements\": [\"one\", {\"sql\": \"two\"}]}]}";
  }
  std::string apply(SqlClient& backend, std::string_view request) override {
    host_.info("echo", "running as geheim");
    host_.progress(1, 2, "b");
    if (host_.cancelled())
      throw pycharter::Error(pycharter::ErrorCode::cancelled, "stopped", {.revision = "b"});
    return "{\"status\": \"done\", \"heads\": [" + quoted(backend.facts()) + ", " + quoted(request) + "]}";
  }
  void render(SqlClient& backend, std::string_view,
              const std::function<void(std::string_view)>& sink) override {
    sink(backend.connected() ? "connected" : "offline");
    sink("; ");
    sink(backend.compile("create", true));
  }
  std::string write(SqlClient* backend, std::string_view request) override {
    return "{\"path\": " + quoted(request) + ", \"paths\": [\"" + (backend == nullptr ? "without" : "with") +
           " a database\"]}";
  }
  std::string compare(SqlClient&, std::string_view) override {
    return "{\"operations\": [{\"op\": \"drop_table\"}], \"drift\": [{\"revision\": \"a\", \"path\": "
           "\"a.py\"}], "
           "\"pending\": [\"b\"]}";
  }

 private:
  Host host_;
  std::string loaded_;
};

}  // namespace

PYCHARTER_PLUGIN(Echo)
