#include "alembic/autogenerate/models/env_target.h"

#include <pycharter/plugin/error.h>

#include <map>
#include <optional>

#include "alembic/environment/files.h"
#include "alembic/script/children.h"
#include "alembic/script/parser.h"

namespace pycharter::alembic {

namespace {

using namespace script;

class EnvReader {
 public:
  EnvTarget run(const Script& script) {
    for (Node* node : script.body)
      visit(*node);
    if (const Node* target = assigned("target_metadata")) read_target(*target);
    return std::move(target_);
  }

 private:
  void visit(Node& node) {
    if (node.kind == NodeKind::function || node.kind == NodeKind::cls) return;
    if (node.kind == NodeKind::import) return read_import(as<ImportNode>(node));
    if (node.kind == NodeKind::import_from) return read_from(as<ImportNode>(node));
    if (node.kind == NodeKind::assign)
      for (const Node* one : as<AssignNode>(node).targets)
        if (one->kind == NodeKind::name) assigned_[as<NameNode>(*one).name] = as<AssignNode>(node).value;
    if (node.kind == NodeKind::annotated && as<AnnotatedNode>(node).target->kind == NodeKind::name &&
        as<AnnotatedNode>(node).value != nullptr)
      assigned_[as<NameNode>(*as<AnnotatedNode>(node).target).name] = as<AnnotatedNode>(node).value;
    visit_children(node, [&](Node& child) { visit(child); });
  }

  void read_import(const ImportNode& node) {
    for (const auto& alias : node.names) {
      target_.imports.push_back(alias.name);
      bound_[alias.target->name] = {alias.whole ? alias.name : alias.name.substr(0, alias.name.find('.')),
                                    {}};
    }
  }

  void read_from(const ImportNode& node) {
    if (node.level > 0) return;
    target_.imports.push_back(node.module);
    for (const auto& alias : node.names) {
      target_.imports.push_back(node.module + "." + alias.name);
      bound_[alias.target->name] = {node.module, {alias.name}};
    }
  }

  const Node* assigned(const std::string& name) const {
    const auto found = assigned_.find(name);
    return found == assigned_.end() ? nullptr : found->second;
  }

  void read_target(const Node& node) {
    if (node.kind == NodeKind::list || node.kind == NodeKind::tuple) {
      for (const Node* item : as<SequenceNode>(node).items)
        read_target(*item);
      return;
    }
    if (auto path = path_of(node, 0)) target_.targets.push_back(std::move(*path));
  }

  std::optional<MetadataPath> path_of(const Node& node, int depth) const {
    if (node.kind == NodeKind::attribute) {
      auto made = path_of(*as<AttributeNode>(node).object, depth);
      if (made) made->path.push_back(as<AttributeNode>(node).name);
      return made;
    }
    if (node.kind != NodeKind::name || depth > 8) return std::nullopt;
    const std::string& name = as<NameNode>(node).name;
    if (const auto found = bound_.find(name); found != bound_.end()) return found->second;
    const Node* value = assigned(name);
    return value == nullptr ? std::nullopt : path_of(*value, depth + 1);
  }

  EnvTarget target_;
  std::map<std::string, MetadataPath> bound_;
  std::map<std::string, const Node*> assigned_;
};

}  // namespace

EnvTarget read_env_target(const std::filesystem::path& env_py) {
  const auto text = env_py.empty() ? std::nullopt : read_file_if_exists(env_py);
  if (!text) return {};
  try {
    return EnvReader().run(*parse(env_py.string(), *text, Grammar::module));
  } catch (const Error&) {
    return {};  // Python's business; models that are listed are read without it
  }
}

}  // namespace pycharter::alembic
