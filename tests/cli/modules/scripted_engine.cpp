// An engine that answers what the configuration's [scripted] section says, so that the tool's words, streams
// and exit codes are tested apart from any migration. An answer is JSON, or "error CODE MESSAGE", or "wait"
// for being cancelled. Each request is logged to the logger "scripted".
#include <time.h>

#include <string>

#include <pycharter/plugin/plugin.h>

namespace {

using pycharter::Error;
using pycharter::ErrorCode;
using pycharter::plugin::Host;
using pycharter::plugin::Settings;
using pycharter::plugin::SqlClient;
using pycharter::plugin::TextSink;

class ScriptedEngine : public pycharter::plugin::Engine {
 public:
  static constexpr pycharter::plugin::Description description{"scripted", "0.1.0", 0};

  ScriptedEngine(Host host, const Settings&) : host_(host) {}

  void load(std::string_view) override {}
  std::string query(std::string_view request) override { return answer("query", request); }
  std::string current(SqlClient&, std::string_view request) override { return answer("current", request); }
  std::string plan(SqlClient&, std::string_view request) override { return answer("plan", request); }
  std::string apply(SqlClient&, std::string_view request) override {
    host_.info("alembic.runtime.migration", "Running upgrade  -> 1111aaaa, create users");
    return answer("apply", request);
  }
  void render(SqlClient&, std::string_view request, const TextSink& sink) override {
    sink(answer("render", request));
  }
  std::string write(SqlClient*, std::string_view request) override { return answer("write", request); }
  std::string compare(SqlClient&, std::string_view request) override { return answer("compare", request); }

 private:
  std::string answer(std::string_view what, std::string_view request) {
    host_.info("scripted", std::string(what) + " " + std::string(request));
    const auto text = host_.setting("scripted", what);
    if (!text) throw Error(ErrorCode::internal, "[scripted] " + std::string(what) + " is not set");
    if (*text == "wait") wait_until_cancelled();
    if (!text->starts_with("error ")) return *text;
    const auto end = text->find(' ', 6);
    const auto word = text->substr(6, end - 6);
    for (int code = 0; code <= static_cast<int>(ErrorCode::cancelled); ++code)
      if (word == to_string(static_cast<ErrorCode>(code)))
        throw Error(static_cast<ErrorCode>(code), text->substr(end + 1));
    throw Error(ErrorCode::internal, "no such code: " + word);
  }

  [[noreturn]] void wait_until_cancelled() {
    const timespec pause{0, 10'000'000};
    host_.warning("scripted", "waiting");
    while (!host_.cancelled())
      nanosleep(&pause, nullptr);
    throw Error(ErrorCode::cancelled, "stopped before revision 1111aaaa");
  }

  Host host_;
};

}  // namespace

PYCHARTER_PLUGIN(ScriptedEngine)
