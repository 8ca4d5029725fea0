#include "alembic/operations/runner.h"

#include <fstream>
#include <sstream>

#include "alembic/operations/host_services.h"
#include "alembic/operations/modules.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/session.h"

namespace pycharter::alembic {
namespace {

std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf() || in.peek() == std::ifstream::traits_type::eof())) {
    ErrorFacts facts;
    facts.file = file;
    throw Error(ErrorCode::not_found,
                "cannot read the revision script " + file + "; check that it exists and is readable", facts);
  }
  return text.str();
}

}  // namespace

struct ScriptLibrary::Impl {
  explicit Impl(ScriptOptions given) : options(std::move(given)) {
    script::add_standard_library(registry);
    add_modules(registry);
    add_foreign_names(registry, options.foreign_names);
  }
  const ScriptOptions options;
  script::ModuleRegistry registry;
  mutable ParameterLists parameter_lists;  // a cache
};

ScriptLibrary::ScriptLibrary(ScriptOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ScriptLibrary::~ScriptLibrary() = default;

namespace {

// One evaluation of a script: its interpreter and the module that came of it. Members end in reverse order,
// also when loading fails, so that values go before the heap they live on.
struct Evaluation {
  Evaluation(const ScriptOptions& options, const script::ModuleRegistry& registry, ParameterLists& lists,
             const std::string& file, const std::string& text)
      : interpreter(registry, script_limits(options), host_services(options)), session(options, lists) {
    session.interpreter = &interpreter;
    interpreter.host().embedder = &session;
    module = interpreter.load(file, text);
  }
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  Interpreter interpreter;
  Session session;
  Value module;
};

}  // namespace

const char* to_string(Direction direction) {
  return direction == Direction::upgrade ? "upgrade" : "downgrade";
}

struct RevisionScript::Impl {
  std::shared_ptr<const ScriptLibrary> library;
  std::string file;
  std::string text;
  std::unique_ptr<Evaluation> evaluation;
  bool used = false;                 // a run has changed the module's globals
  std::optional<Direction> checked;  // passed check() last: evaluating again changes nothing of it

  void evaluate() {
    const ScriptLibrary::Impl& shared = *library->impl_;
    evaluation =
        std::make_unique<Evaluation>(shared.options, shared.registry, shared.parameter_lists, file, text);
    used = false;
  }
};

RevisionScript::RevisionScript(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RevisionScript::RevisionScript(RevisionScript&&) noexcept = default;
RevisionScript& RevisionScript::operator=(RevisionScript&&) noexcept = default;
RevisionScript::~RevisionScript() = default;

RevisionScript RevisionScript::load(const std::string& file, ScriptOptions options) {
  return from_text(read_file(file), file, std::move(options));
}

RevisionScript RevisionScript::from_text(std::string text, const std::string& file, ScriptOptions options) {
  return from_text(std::move(text), file, std::make_shared<const ScriptLibrary>(std::move(options)));
}

RevisionScript RevisionScript::from_text(std::string text, const std::string& file,
                                         std::shared_ptr<const ScriptLibrary> library) {
  auto impl = std::make_unique<Impl>();
  impl->library = std::move(library);
  impl->file = file;
  impl->text = std::move(text);
  impl->evaluate();
  return RevisionScript(std::move(impl));
}

bool RevisionScript::has(Direction direction) const {
  const auto& module = impl_->evaluation->module.get<script::Module>();
  return module.members.find(std::string_view(to_string(direction))) != nullptr;
}

void RevisionScript::check(Direction direction) const {
  const auto& module = impl_->evaluation->module.get<script::Module>();
  if (const auto* function = module.members.find(std::string_view(to_string(direction)))) {
    impl_->evaluation->interpreter.check(*function);
    impl_->checked = direction;
    return;
  }
  ErrorFacts facts;
  facts.file = impl_->file;
  throw Error(ErrorCode::script,
              impl_->file + " has no function " + to_string(direction) +
                  "(); write one, with `pass` in it when there is nothing to do",
              facts);
}

void RevisionScript::run(Direction direction, OperationSink& sink) {
  if (impl_->checked != direction) check(direction);
  if (impl_->used) impl_->evaluate();
  impl_->used = true;
  auto& evaluation = *impl_->evaluation;
  auto& session = evaluation.session;
  auto& in = evaluation.interpreter;
  session.sink = &sink;
  const struct Reset {
    Session& session;
    ~Reset() { session.sink = nullptr; }
  } reset{session};
  const auto& module = evaluation.module.get<script::Module>();
  try {
    in.run(*module.members.find(std::string_view(to_string(direction))));
  } catch (const Error& error) {
    if (error.code() == ErrorCode::script) session.rethrow_database_error(error);
    throw;
  }
  if (session.rolled_back()) {
    ErrorFacts facts;
    facts.file = impl_->file;
    throw Error(ErrorCode::script, std::string(Session::rolled_back_message), facts);
  }
}

}  // namespace pycharter::alembic
