// The syntax tree of a script. Nodes belong to their Script and point at each other; positions are byte
// offsets into the source.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_AST_H
#define PYCHARTER_ALEMBIC_SCRIPT_AST_H

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alembic/script/native.h"
#include "alembic/script/source.h"
#include "alembic/script/value.h"

namespace pycharter::alembic::script {

enum class NodeKind : std::uint8_t {
  // expressions
  constant,
  name,
  tuple,
  list,
  set,
  dict,
  unary,
  not_,
  binary,
  boolean,
  compare,
  call,
  attribute,
  subscript,
  slice,
  conditional,
  lambda,
  comprehension,
  joined,
  formatted,
  starred,
  assign_expression,
  yield_,
  pattern,
  // statements
  expression,
  assign,
  augmented,
  annotated,
  return_,
  if_,
  while_,
  for_,
  match,
  try_,
  with,
  raise,
  assert_,
  delete_,
  import,
  import_from,
  scope,
  pass,
  break_,
  continue_,
  function,
  cls,
};

struct Node {
  Node(NodeKind k, std::uint32_t o) : kind(k), offset(o) {}
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  const NodeKind kind;
  std::uint32_t offset;  // where an error about it points: the operator of a binary expression, the name of
                         // an attribute
  std::uint16_t height = 1;  // of the expression tree below, bounded by the parser
  bool yields = false;       // of a statement: it has a yield of its function's own
};
using Body = std::vector<Node*>;

struct ConstantNode final : Node {
  enum class Type : std::uint8_t { none, true_, false_, integer, real, string, bytes, ellipsis };
  ConstantNode(std::uint32_t o, Type t, std::string x = {})
      : Node(NodeKind::constant, o), type(t), text(std::move(x)) {}
  Type type;
  std::string text;  // of string and bytes; the digits of an integer past 64 bits, as written
  std::int64_t integer = 0;
  double real = 0;
  mutable Value value;  // made at first use
};

// What a name is, found before the script runs (scopes.h).
enum class NameScope : std::uint8_t { global, local, class_body };
struct NameNode final : Node {
  NameNode(std::uint32_t o, std::string n) : Node(NodeKind::name, o), name(std::move(n)) {}
  std::string name;
  NameScope scope = NameScope::global;
  std::uint16_t hops = 0;  // of local: environments outwards
  std::uint32_t slot = 0;
};

struct SequenceNode final : Node {  // tuple, list, set; joined: ConstantNode and FormattedNode
  SequenceNode(NodeKind k, std::uint32_t o, std::vector<Node*> i) : Node(k, o), items(std::move(i)) {}
  std::vector<Node*> items;
};
struct DictNode final : Node {
  explicit DictNode(std::uint32_t o) : Node(NodeKind::dict, o) {}
  std::vector<std::pair<Node*, Node*>> items;  // first null: `**second`
};
struct UnaryNode final : Node {  // unary and not_
  UnaryNode(NodeKind k, std::uint32_t o, UnaryOperator p, Node* x) : Node(k, o), operation(p), operand(x) {}
  UnaryOperator operation;
  Node* operand;
};
struct BinaryNode final : Node {
  BinaryNode(std::uint32_t o, BinaryOperator p, Node* l, Node* r)
      : Node(NodeKind::binary, o), operation(p), left(l), right(r) {}
  BinaryOperator operation;
  Node *left, *right;
};
struct BooleanNode final : Node {
  BooleanNode(std::uint32_t o, bool c) : Node(NodeKind::boolean, o), conjunction(c) {}
  bool conjunction;  // and
  std::vector<Node*> operands;
};
enum class Relation : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  not_in,
  is,
  is_not
};
struct CompareNode final : Node {
  CompareNode(std::uint32_t o, Node* f) : Node(NodeKind::compare, o), first(f) {}
  Node* first;
  std::vector<std::pair<Relation, Node*>> rest;
};
struct CallNode final : Node {
  CallNode(std::uint32_t o, Node* f) : Node(NodeKind::call, o), function(f) {}
  Node* function;
  std::vector<Node*> positional;                        // may hold starred
  std::vector<std::pair<std::string, Node*>> keywords;  // empty name: `**`
};
struct AttributeNode final : Node {
  AttributeNode(std::uint32_t o, Node* b, std::string n)
      : Node(NodeKind::attribute, o), object(b), name(std::move(n)) {}
  Node* object;
  std::string name;
};
struct SubscriptNode final : Node {
  SubscriptNode(std::uint32_t o, Node* b, Node* i) : Node(NodeKind::subscript, o), object(b), index(i) {}
  Node *object, *index;
};
struct SliceNode final : Node {
  SliceNode(std::uint32_t o, Node* a, Node* b, Node* c)
      : Node(NodeKind::slice, o), start(a), stop(b), step(c) {}
  Node *start, *stop, *step;  // null where left out
};
struct ConditionalNode final : Node {
  ConditionalNode(std::uint32_t o, Node* c, Node* t, Node* f)
      : Node(NodeKind::conditional, o), condition(c), yes(t), no(f) {}
  Node *condition, *yes, *no;
};
struct FormattedNode final : Node {
  FormattedNode(std::uint32_t o, Node* v) : Node(NodeKind::formatted, o), value(v) {}
  Node* value;
  char conversion = 0;                    // 'r', 's', 'a' or 0
  SequenceNode* specification = nullptr;  // joined, or null
};
struct StarredNode final : Node {
  StarredNode(std::uint32_t o, Node* v) : Node(NodeKind::starred, o), value(v) {}
  Node* value;
};
struct AssignExpressionNode final : Node {
  AssignExpressionNode(std::uint32_t o, NameNode* t, Node* v)
      : Node(NodeKind::assign_expression, o), target(t), value(v) {}
  NameNode* target;
  Node* value;
};

// The whole of an expression statement, or what `=` assigns.
struct YieldNode final : Node {
  YieldNode(std::uint32_t o, Node* v, bool f) : Node(NodeKind::yield_, o), value(v), from(f) {}
  Node* value;  // null: None
  bool from;
};

enum class ComprehensionKind : std::uint8_t { list, set, dict, generator };
struct ComprehensionNode final : Node {
  ComprehensionNode(std::uint32_t o, ComprehensionKind k) : Node(NodeKind::comprehension, o), type(k) {}
  struct Clause {
    Node* target;
    Node* iterable;
    std::vector<Node*> conditions;
  };
  ComprehensionKind type;
  Node* element = nullptr;  // the key of a dict
  Node* value = nullptr;    // of a dict
  std::vector<Clause> clauses;
  std::size_t slots = 0;  // its own variables
};

struct Parameter {
  std::string name;
  Node* default_value = nullptr;
  std::uint32_t offset = 0;
};
// What a script cannot do here, found before it runs.
struct Problem {
  std::uint32_t offset;
  std::string message;
};

struct FunctionNode final : Node {  // def and lambda
  FunctionNode(NodeKind k, std::uint32_t o, std::string n) : Node(k, o), name(std::move(n)) {}
  std::string name;
  std::vector<Node*> decorators;
  std::vector<Parameter> parameters;  // positional
  std::size_t positional_only = 0;    // the first so many
  std::vector<Parameter> keyword_only;
  std::string rest, keywords;      // *rest, **keywords; empty: none
  Body body;                       // of def
  Node* result = nullptr;          // of lambda
  Node* returns = nullptr;         // the annotation of what def gives; of functions of modules
  bool generator = false;          // has a yield
  std::optional<Problem> problem;  // why the body, which is then empty, could not be read
  std::string docstring;
  NameNode* target = nullptr;  // what def binds
  // Slots: parameters, keyword-only ones, rest, keywords, then the other variables.
  std::vector<std::string> variables;
};

struct ClassNode final : Node {
  ClassNode(std::uint32_t o, std::string n) : Node(NodeKind::cls, o), name(std::move(n)) {}
  std::string name;
  std::vector<Node*> decorators;
  std::vector<Node*> bases;
  std::vector<std::pair<std::string, Node*>> keywords;
  Body body;
  NameNode* target = nullptr;
};

struct ExpressionNode final : Node {  // expression, return_ (value may be null)
  ExpressionNode(NodeKind k, std::uint32_t o, Node* v) : Node(k, o), value(v) {}
  Node* value;
};
struct AssignNode final : Node {
  AssignNode(std::uint32_t o, std::vector<Node*> t, Node* v)
      : Node(NodeKind::assign, o), targets(std::move(t)), value(v) {}
  std::vector<Node*> targets;
  Node* value;
};
struct AugmentedNode final : Node {
  AugmentedNode(std::uint32_t o, Node* t, BinaryOperator p, Node* v)
      : Node(NodeKind::augmented, o), target(t), operation(p), value(v) {}
  Node* target;
  BinaryOperator operation;
  Node* value;
};
// The annotation is no child: nothing runs it but what a class's maker asks for (Class, "__annotate__").
struct AnnotatedNode final : Node {
  AnnotatedNode(std::uint32_t o, Node* t, Node* a, Node* v)
      : Node(NodeKind::annotated, o), target(t), annotation(a), value(v) {}
  Node *target, *annotation, *value;  // value may be null
};
struct IfNode final : Node {  // if_ and while_
  IfNode(NodeKind k, std::uint32_t o, Node* c) : Node(k, o), condition(c) {}
  Node* condition;
  Body body, otherwise;
};
struct ForNode final : Node {
  ForNode(std::uint32_t o, Node* t, Node* i) : Node(NodeKind::for_, o), target(t), iterable(i) {}
  Node *target, *iterable;
  Body body, otherwise;
};
// What stands behind `case`. Binds its names once all of it fits (match.cpp).
struct PatternNode final : Node {
  enum class Type : std::uint8_t {
    value,     // equal to `value`
    constant,  // None, True, False: `value` itself
    capture,   // anything, or what `items` has to fit; bound to `target` unless that is null
    sequence,  // `items`, one of which may be a star
    star,      // the rest of a sequence, to `target` unless that is null
    mapping,   // a value for each of `keys` that fits the item; the others to `target` unless that is null
    cls,       // an instance of `value`: items by position, then one for each of `names`
    either,    // one of `items`
  };
  PatternNode(std::uint32_t o, Type t) : Node(NodeKind::pattern, o), type(t) {}
  Type type;
  Node* value = nullptr;
  NameNode* target = nullptr;
  std::vector<Node*> keys;
  std::vector<PatternNode*> items;
  std::vector<std::string> names;
};
struct MatchNode final : Node {
  explicit MatchNode(std::uint32_t o) : Node(NodeKind::match, o) {}
  struct Case {
    PatternNode* pattern = nullptr;
    Node* guard = nullptr;  // null: none
    Body body;
  };
  Node* subject = nullptr;
  std::vector<Case> cases;
};
struct TryNode final : Node {
  explicit TryNode(std::uint32_t o) : Node(NodeKind::try_, o) {}
  struct Handler {
    std::uint32_t offset = 0;
    Node* type = nullptr;        // null: everything
    NameNode* target = nullptr;  // null: not named
    Body body;
  };
  Body body;
  std::vector<Handler> handlers;
  Body otherwise, finally;
};
struct WithNode final : Node {
  explicit WithNode(std::uint32_t o) : Node(NodeKind::with, o) {}
  std::vector<std::pair<Node*, Node*>> items;  // manager, target or null
  Body body;
};
struct RaiseNode final : Node {  // raise and assert_
  RaiseNode(NodeKind k, std::uint32_t o, Node* a, Node* b) : Node(k, o), first(a), second(b) {}
  Node *first, *second;  // exception and cause; condition and message; null where left out
};
struct DeleteNode final : Node {
  explicit DeleteNode(std::uint32_t o) : Node(NodeKind::delete_, o) {}
  std::vector<Node*> targets;
};
struct ImportNode final : Node {  // import and import_from
  ImportNode(NodeKind k, std::uint32_t o) : Node(k, o) {}
  struct Alias {
    std::string name;
    NameNode* target = nullptr;
    std::uint32_t offset = 0;
    bool whole = true;  // `import a.b` binds `a`; with `as`, and in `from`, the whole thing
  };
  std::string module;  // of import_from
  bool all = false;    // from … import *
  int level = 0;       // dots before it
  std::vector<Alias> names;
};
struct ScopeNode final : Node {  // global, nonlocal
  ScopeNode(std::uint32_t o, bool g) : Node(NodeKind::scope, o), global(g) {}
  bool global;
  std::vector<std::string> names;
};
struct PlainNode final : Node {  // pass, break_, continue_
  using Node::Node;
};

// A parsed script. Keeps all of its nodes; destroying it is no recursion.
struct Script {
  Source source;
  Body body;
  std::string docstring;
  std::vector<std::unique_ptr<Node>> nodes;
  std::map<const Node*, Problem> problems;  // inside functions: they matter to what runs these (check_names)
  std::map<std::string, Problem> foreign;   // names that the module's level imports and that are not there

  template <class T, class... A>
  T* make(A&&... arguments) {
    auto node = std::make_unique<T>(std::forward<A>(arguments)...);
    T* made = node.get();
    nodes.push_back(std::move(node));
    return made;
  }
};

template <class T>
const T& as(const Node& node) {
  return static_cast<const T&>(node);
}

}  // namespace pycharter::alembic::script

#endif
