#include "alembic/script/children.h"

namespace pycharter::alembic::script {

namespace {

class Walker {
 public:
  explicit Walker(const ChildVisitor& visit) : visit_(visit) {}

  void one(Node* node) const {
    if (node != nullptr) visit_(*node);
  }
  void all(const std::vector<Node*>& nodes) const {
    for (Node* node : nodes)
      one(node);
  }
  template <class Pairs>
  void seconds(const Pairs& pairs) const {
    for (const auto& pair : pairs)
      one(pair.second);
  }

  void expression(Node& node) const {
    switch (node.kind) {
      case NodeKind::tuple:
      case NodeKind::list:
      case NodeKind::set:
      case NodeKind::joined:
        return all(as<SequenceNode>(node).items);
      case NodeKind::dict:
        for (const auto& [key, value] : as<DictNode>(node).items)
          one(key), one(value);
        return;
      case NodeKind::unary:
      case NodeKind::not_:
        return one(as<UnaryNode>(node).operand);
      case NodeKind::binary:
        return one(as<BinaryNode>(node).left), one(as<BinaryNode>(node).right);
      case NodeKind::boolean:
        return all(as<BooleanNode>(node).operands);
      case NodeKind::compare:
        return one(as<CompareNode>(node).first), seconds(as<CompareNode>(node).rest);
      case NodeKind::call: {
        const auto& call = as<CallNode>(node);
        return one(call.function), all(call.positional), seconds(call.keywords);
      }
      case NodeKind::attribute:
        return one(as<AttributeNode>(node).object);
      case NodeKind::subscript:
        return one(as<SubscriptNode>(node).object), one(as<SubscriptNode>(node).index);
      case NodeKind::slice: {
        const auto& slice = as<SliceNode>(node);
        return one(slice.start), one(slice.stop), one(slice.step);
      }
      case NodeKind::conditional: {
        const auto& conditional = as<ConditionalNode>(node);
        return one(conditional.condition), one(conditional.yes), one(conditional.no);
      }
      case NodeKind::comprehension: {
        const auto& comprehension = as<ComprehensionNode>(node);
        for (const auto& clause : comprehension.clauses)
          one(clause.iterable), one(clause.target), all(clause.conditions);
        return one(comprehension.element), one(comprehension.value);
      }
      case NodeKind::formatted:
        return one(as<FormattedNode>(node).value), one(as<FormattedNode>(node).specification);
      case NodeKind::starred:
        return one(as<StarredNode>(node).value);
      case NodeKind::yield_:
        return one(as<YieldNode>(node).value);
      case NodeKind::pattern: {
        const auto& pattern = as<PatternNode>(node);
        one(pattern.value), all(pattern.keys);
        for (PatternNode* item : pattern.items)
          one(item);
        return one(pattern.target);
      }
      case NodeKind::assign_expression:
        return one(as<AssignExpressionNode>(node).value), one(as<AssignExpressionNode>(node).target);
      default:
        return statement(node);
    }
  }

 private:
  void statement(Node& node) const {
    switch (node.kind) {
      case NodeKind::expression:
      case NodeKind::return_:
        return one(as<ExpressionNode>(node).value);
      case NodeKind::assign:
        return one(as<AssignNode>(node).value), all(as<AssignNode>(node).targets);
      case NodeKind::augmented:
        return one(as<AugmentedNode>(node).target), one(as<AugmentedNode>(node).value);
      case NodeKind::annotated:
        return one(as<AnnotatedNode>(node).value), one(as<AnnotatedNode>(node).target);
      case NodeKind::if_:
      case NodeKind::while_: {
        const auto& branch = as<IfNode>(node);
        return one(branch.condition), all(branch.body), all(branch.otherwise);
      }
      case NodeKind::for_: {
        const auto& loop = as<ForNode>(node);
        return one(loop.iterable), one(loop.target), all(loop.body), all(loop.otherwise);
      }
      case NodeKind::match:
        one(as<MatchNode>(node).subject);
        for (const auto& option : as<MatchNode>(node).cases)
          one(option.pattern), one(option.guard), all(option.body);
        return;
      case NodeKind::try_:
        return attempt(as<TryNode>(node));
      case NodeKind::with:
        for (const auto& [manager, target] : as<WithNode>(node).items)
          one(manager), one(target);
        return all(as<WithNode>(node).body);
      case NodeKind::raise:
      case NodeKind::assert_:
        return one(as<RaiseNode>(node).first), one(as<RaiseNode>(node).second);
      case NodeKind::delete_:
        return all(as<DeleteNode>(node).targets);
      case NodeKind::import:
      case NodeKind::import_from:
        for (const auto& alias : as<ImportNode>(node).names)
          one(alias.target);
        return;
      case NodeKind::function:
      case NodeKind::lambda:
        return function(as<FunctionNode>(node));
      case NodeKind::cls: {
        const auto& cls = as<ClassNode>(node);
        return all(cls.decorators), all(cls.bases), seconds(cls.keywords), all(cls.body), one(cls.target);
      }
      default:
        return;
    }
  }

  void attempt(const TryNode& node) const {
    all(node.body);
    for (const auto& handler : node.handlers)
      one(handler.type), one(handler.target), all(handler.body);
    all(node.otherwise), all(node.finally);
  }

  void function(const FunctionNode& node) const {
    all(node.decorators);
    for (const auto& parameter : node.parameters)
      one(parameter.default_value);
    for (const auto& parameter : node.keyword_only)
      one(parameter.default_value);
    all(node.body), one(node.result), one(node.target);
  }

  const ChildVisitor& visit_;
};

}  // namespace

void visit_children(Node& node, const ChildVisitor& visit) {
  Walker(visit).expression(node);
}

}  // namespace pycharter::alembic::script
