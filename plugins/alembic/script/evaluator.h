// The evaluator's inside: frames, and the walk over the syntax tree.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_EVALUATOR_H
#define PYCHARTER_ALEMBIC_SCRIPT_EVALUATOR_H

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alembic/script/ast.h"
#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

class Unknown;  // unknown.h

// One call, class body or module level that is running.
struct Frame {
  Frame* outer = nullptr;
  const Script* script = nullptr;
  Value module;
  Value environment;         // undefined at module level
  Class* cls = nullptr;      // while a class body runs
  Value function;            // the Function; undefined at module level and in class bodies
  std::uint32_t offset = 0;  // what is being evaluated
  Value result;              // of `return`
  Value undecided;           // the Unknown on which it depends whether the loop that is being left goes on
  Value handled;             // the exception that a running `except` handles
};

struct Place {
  std::string path;
  Position position;
  std::string function;  // empty at module level
  std::string source_line;
};

class Interpreter::State {
 public:
  explicit State(Interpreter& interpreter) : in(interpreter) {}

  Interpreter& in;
  std::vector<std::unique_ptr<Script>> scripts;
  std::map<std::string, Value> modules;
  Frame* frame = nullptr;
  std::vector<Place> unwound;  // calls left by the exception on its way, innermost first
  std::uint64_t steps = 0;
  std::size_t depth = 0;
  std::size_t printed = 0;
  const char* stack_base = nullptr;
  int repr_depth = 0;
  // What the embedder looks for in modules, such as "Table": a statement with one of these names counts, and
  // so does what fails while the embedder makes of it what it is to be.
  std::set<std::string, std::less<>> declaring;
  // Called, where the embedder sets them, with each class once its decorators are done, and with each call of
  // an unknown value: what may declare something without a base that would notice.
  std::function<void(const Value& cls)> class_made;
  std::function<void(const Unknown& called, const Arguments& arguments)> unknown_called;
  // Names of modules with a source that the registry gives: their own statements do not change them.
  std::map<std::string, std::set<std::string>, std::less<>> described;
  // How much was declared so far.
  std::function<std::size_t()> declared;
  bool declaration_failed = false;  // such a statement failed: nothing that imports its module may go on
  std::map<std::string, Value, std::less<>> builtins;         // those that were asked for
  Value types[static_cast<std::size_t>(Kind::ellipsis) + 1];  // Class by kind, likewise

  void check_stack() const {
    const auto here = static_cast<const char*>(__builtin_frame_address(0));
    const auto used = here < stack_base ? stack_base - here : here - stack_base;
    if (static_cast<std::size_t>(used) > in.limits_.stack_bytes)
      stop("depth", "expressions and calls are nested too deep");
  }
};

// Makes a frame the current one; on the way out with an exception notes where it was.
class FrameScope {
 public:
  FrameScope(Interpreter::State& state, Frame& frame);
  ~FrameScope();
  FrameScope(const FrameScope&) = delete;
  FrameScope& operator=(const FrameScope&) = delete;

 private:
  Interpreter::State& state_;
  Frame& frame_;
  int exceptions_;
};

enum class Flow : std::uint8_t { normal, break_, continue_, return_ };

class Evaluator {
 public:
  Evaluator(Interpreter& interpreter, Frame& frame)
      : in_(interpreter), state_(interpreter.state()), frame_(frame) {}

  Flow run(const Body& body);
  // A module's level, where a statement that fails leaves its names unknown.
  void run_leniently(const Body& body);
  Value evaluate(const Node& node);
  Value evaluate_text(const std::string& text);
  void assign(const Node& target, const Value& value);

 private:
  friend class ComprehensionIterator;
  friend class Generator;

  // ---- statements ----
  Flow execute(const Node& node);
  void assign_name(const NameNode& name, const Value& value);
  void unbind(const NameNode& name);
  void unpack(const SequenceNode& targets, const Value& value);
  void augment(const AugmentedNode& node);
  void remove(const Node& target);
  Flow run_while(const IfNode& node);
  Flow run_for(const ForNode& node);
  Flow left(const Node& loop);
  const Body* choose_case(const MatchNode& node);  // null: none fits
  using Captures = std::vector<std::pair<const NameNode*, Value>>;
  bool fits(const PatternNode& pattern, const Value& subject, Captures& captures);
  bool fits_sequence(const PatternNode& pattern, const Value& subject, Captures& captures);
  bool fits_mapping(const PatternNode& pattern, const Value& subject, Captures& captures);
  bool fits_class(const PatternNode& pattern, const Value& subject, Captures& captures);
  Flow run_try(const TryNode& node);
  Flow run_guarded(const TryNode& node);
  Flow run_handler(const TryNode& node, const Raised& raised);
  Flow run_with(const WithNode& node, std::size_t item);
  [[noreturn]] void run_raise(const RaiseNode& node);
  void run_assert(const RaiseNode& node);
  void run_import(const ImportNode& node);
  void run_import_from(const ImportNode& node);
  bool is_missing(const ImportNode::Alias& alias) const;
  std::string absolute_name(const ImportNode& node);
  void import_all(const Value& from);
  std::optional<Value> unknown_member(const Value& module, const std::string& name);
  Value decorated_by_unknown(const Value& made, const Value& decorator);
  // What only Python knows (unknown.h) decides about a statement: passes over it where nothing in it could
  // matter, and leaves the names that it binds unknown.
  Flow skip_unknown(const Node& node, const Value& unknown);
  Flow leave_unknown(const Node& node, const Value& unknown);
  bool is_inert(const Node& node);
  bool is_inert_class(const ClassNode& node);
  bool imports_quietly(const Node& node);
  bool imports_source(const ImportNode& node);
  bool may_declare(const Node& node, int depth = 0);
  std::optional<Value> plain_value(const Node& node);
  void bind_unknown(const Node& node, const Value& unknown);
  void define_function(const FunctionNode& node);
  void define_class(const ClassNode& node);
  Value annotate_function(const Frame& body, std::map<std::string, const Node*> annotations);
  Value decorated(Value made, const std::vector<Node*>& decorators);

  // ---- expressions ----
  Value constant(const ConstantNode& node);
  Value name(const NameNode& node);
  Value binary(const BinaryNode& node);
  Value compare(const CompareNode& node);
  bool relates(Relation relation, const Value& left, const Value& right);
  Value call(const CallNode& node);
  Value super_object(const CallNode& node);
  Value joined(const SequenceNode& node);
  std::string joined_text(const SequenceNode& node);
  std::string formatted(const FormattedNode& node);
  Value dict(const DictNode& node);
  std::vector<Value> items(const std::vector<Node*>& nodes);
  Value function(const FunctionNode& node);
  Value comprehension(const ComprehensionNode& node);
  Environment& environment_at(std::uint16_t hops);
  void at(const Node& node) { frame_.offset = node.offset; }

  Interpreter& in_;
  Interpreter::State& state_;
  Frame& frame_;
};

// Calls of functions of the script.
Value call_function(Interpreter& interpreter, const Function& function, const Arguments& arguments,
                    const Value* self);
// Calls of classes.
Value instantiate(Interpreter& interpreter, const Value& cls, const Arguments& arguments);
Value make_user_class(Interpreter& interpreter, const Value& cls, const std::vector<std::string>& annotated);
// The builtin of a name; undefined when there is none. Interpreter::find_builtin keeps what was made.
Value make_builtin(Interpreter& interpreter, std::string_view name);
std::vector<std::string_view> builtin_names();
// The name in builtins of a kind's class: "str".
std::string_view type_of_kind(Kind kind);

// Names that no script may use, and what to say of them; null for others (refusals.cpp).
const char* refusal_of(std::string_view name);

// What can be told of a script without running it: imports and names of modules that are not there, refused
// names. Throws what concerns the module's level, keeps the rest in the script for check_names.
void check_script(Interpreter& interpreter, Script& script);

// Names that are not defined in `function` and what it can reach by name, once its module has run.
void check_names(Interpreter& interpreter, const Function& function);

}  // namespace pycharter::alembic::script

#endif
