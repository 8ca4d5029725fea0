// A call of a function that has `yield`: runs from one yield to the next.
//
// The blocks it is inside of are kept as a list instead of C++ calls, so that it can be left and entered
// again. `yield` stands alone or right of `=`, never inside an expression: the parser sees to that.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_GENERATOR_H
#define PYCHARTER_ALEMBIC_SCRIPT_GENERATOR_H

#include "alembic/script/evaluator.h"

namespace pycharter::alembic::script {

class Generator final : public Iterator {
 public:
  // `frame` is the call's, its parameters bound.
  Generator(const Frame& frame, const FunctionNode& function) : empty_(), frame_(frame) {
    blocks_.push_back({Block::Type::body, nullptr, &function.body, 0, {}, {}, {}});
  }

  std::optional<Value> next(Interpreter& interpreter) override { return send(interpreter, Value::none()); }
  // Goes on with `value` as what the yield gives.
  std::optional<Value> send(Interpreter& interpreter, const Value& value);
  // Goes on with the yield raising `exception`; raises it again unless the function handles it.
  std::optional<Value> raise_inside(Interpreter& interpreter, const Value& exception);
  void close(Interpreter& interpreter);
  // What it returned; None before its end.
  Value result() const { return done_ && frame_.result.defined() ? frame_.result : Value::none(); }
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name);

 private:
  // How a statement or block ended.
  struct Completion {
    Flow flow = Flow::normal;
    std::optional<Raised> raised;
    std::vector<Place> unwound;
    std::uint32_t offset = 0;
    bool plain() const { return flow == Flow::normal && !raised; }
  };
  struct Block {
    enum class Type : std::uint8_t { body, while_, for_, try_, handler, otherwise, finally, with };
    Type type;
    const Node* node;
    const Body* body;
    std::size_t at;      // the next statement of the body
    Value value;         // iterator of a for, manager of a with, exception handled around a handler
    Completion pending;  // what a finally goes on with
    NameNode* target;    // of a handler
  };

  std::optional<Value> resume(Interpreter& interpreter, const Value& sent,
                              const std::optional<Raised>& thrown);
  std::optional<Value> run(Interpreter& interpreter, Completion completion);
  Completion caught(Interpreter& interpreter, const Raised& raised);
  Completion execute(Interpreter& interpreter, const Node& node);
  void execute_yield(Interpreter& interpreter, const Node& statement);
  void deliver(Interpreter& interpreter, const Value& sent);
  void enter_with(Interpreter& interpreter, const WithNode& node);
  Completion at_end(Interpreter& interpreter, Block& block);
  Completion unwind(Interpreter& interpreter, Completion completion);
  Completion handle(Interpreter& interpreter, Block& block, Completion completion);
  Completion leave_try(const TryNode& node, Completion completion);
  void leave_handler(Interpreter& interpreter, const Block& block);
  Completion run_instead(Block& block, const Body& body);
  std::optional<Value> go_on(Interpreter& interpreter, const Value& sent,
                             const std::optional<Raised>& thrown);
  std::optional<Value> from_delegate(Interpreter& interpreter, const Value& sent,
                                     const std::optional<Raised>& thrown);

  const Body empty_;
  Frame frame_;
  std::vector<Block> blocks_;      // outermost first
  const Node* waiting_ = nullptr;  // the statement whose yield was left
  std::optional<Value> yielded_;
  Value delegate_;  // of `yield from`
  bool running_ = false;
  bool done_ = false;
};

}  // namespace pycharter::alembic::script

#endif
