#include "alembic/script/native.h"

#include <algorithm>

#include "alembic/script/interpreter.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

// Splits at commas outside of brackets and quotes: defaults may hold both.
std::vector<std::string_view> split_parameters(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  char quote = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ',';
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && (depth == 0 || i == text.size())) {
      parts.push_back(trimmed(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

}  // namespace

Signature::Signature(std::string function, std::string_view parameters) : function_(std::move(function)) {
  bool keyword_only = false;
  for (const std::string_view part : split_parameters(parameters)) {
    if (part.starts_with("**")) {
      keywords_ = true;
    } else if (part.starts_with("*")) {
      keyword_only = true;
      rest_ = part.size() > 1;
    } else if (part == "/") {
      for (Parameter& parameter : parameters_)
        parameter.positional_only = true;
    } else {
      const std::size_t equals = part.find('=');
      Parameter parameter;
      parameter.name = trimmed(part.substr(0, equals));
      parameter.optional = equals != std::string_view::npos;
      parameter.keyword_only = keyword_only;
      parameters_.push_back(std::move(parameter));
      if (!keyword_only) positional_ = parameters_.size();
    }
  }
}

std::size_t Signature::index_of(std::string_view keyword) const {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(), [&](const Parameter& p) {
    return !p.positional_only && p.name == keyword;
  });
  return static_cast<std::size_t>(found - parameters_.begin());
}

Bindings Signature::bind(Interpreter& in, const Arguments& arguments) const {
  Bindings bound;
  bound.values.resize(parameters_.size());
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
    if (i < positional_) {
      bound.values[i] = arguments.positional[i];
    } else if (rest_) {
      bound.rest.push_back(arguments.positional[i]);
    } else {
      refuse_count(in, arguments.positional.size());
    }
  }
  for (const auto& [name, value] : arguments.keywords) {
    const std::size_t index = index_of(name);
    if (index == parameters_.size()) {
      if (!keywords_)
        in.raise("TypeError", function_ + "() got an unexpected keyword argument '" + name + "'");
      bound.keywords.emplace_back(name, value);
    } else if (bound.values[index].defined()) {
      in.raise("TypeError", function_ + "() got multiple values for argument '" + name + "'");
    } else {
      bound.values[index] = value;
    }
  }
  require_all(in, bound);
  return bound;
}

void Signature::require_all(Interpreter& in, const Bindings& bound) const {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].optional && !bound.values[i].defined())
      missing.push_back("'" + parameters_[i].name + "'");
  }
  if (missing.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    names += (i == 0                   ? ""
              : i + 1 < missing.size() ? ", "
              : missing.size() == 2    ? " and "
                                       : ", and ") +
             missing[i];
  }
  in.raise("TypeError", function_ + "() missing " + std::to_string(missing.size()) +
                            " required positional argument" + (missing.size() == 1 ? ": " : "s: ") + names);
}

void Signature::refuse_count(Interpreter& in, std::size_t given) const {
  const auto least = static_cast<std::size_t>(
      std::count_if(parameters_.begin(), parameters_.begin() + static_cast<std::ptrdiff_t>(positional_),
                    [](const Parameter& p) { return !p.optional; }));
  const std::string takes = least == positional_
                                ? std::to_string(positional_)
                                : "from " + std::to_string(least) + " to " + std::to_string(positional_);
  in.raise("TypeError", function_ + "() takes " + takes + " positional argument" +
                            (positional_ == 1 ? "" : "s") + " but " + std::to_string(given) +
                            (given == 1 ? " was given" : " were given"));
}

Value make_native(Interpreter& in, const std::string& name, NativeCode code) {
  return make<Native>(in.heap(), name, std::move(code));
}

namespace {

// Takes its text apart at the first call: an interpreter has hundreds of natives, and a script calls few.
class LazySignature {
 public:
  LazySignature(std::string function, std::string_view parameters)
      : function_(std::move(function)), parameters_(parameters) {}

  Bindings bind(Interpreter& in, const Arguments& arguments) const {
    if (!signature_) signature_ = std::make_shared<Signature>(function_, parameters_);
    return signature_->bind(in, arguments);
  }

 private:
  std::string function_, parameters_;
  mutable std::shared_ptr<const Signature> signature_;
};

Value make_signed(Interpreter& in, const std::string& name, std::string_view parameters, BoundCode code,
                  bool method) {
  return make<Native>(in.heap(), name, with_signature(name, parameters, std::move(code)), method);
}

bool is_a(Interpreter& in, const Value& value, const Value& owner) {
  const Value type = in.type_of(value);
  return owner.same(in.builtin("object")) ||
         (type.is(Kind::cls) && type.get<Class>().derives_from(owner.get<Class>()));
}

// What the C++ of a method of `owner` gets as its self, which it takes for granted: any value can be given as
// one, by `str.upper(5)`. Of an instance of a subclass of str, it is the str inside.
Value self_of(Interpreter& in, const Value& owner, const std::string& method, const Value& given) {
  if (const Value& inner = unwrap(given); &inner != &given && is_a(in, inner, owner)) return inner;
  if (is_a(in, given, owner)) return given;
  in.raise("TypeError", "descriptor '" + method + "' for '" + owner.get<Class>().name +
                            "' objects doesn't apply to a '" + in.type_name(given) + "' object");
}

}  // namespace

NativeCode with_signature(std::string name, std::string_view parameters, BoundCode code) {
  return [signature = LazySignature(std::move(name), parameters), code = std::move(code)](
             Interpreter& in, const Arguments& arguments) {
    Bindings bound = signature.bind(in, arguments);
    return code(in, bound);
  };
}

Value make_native(Interpreter& in, const std::string& name, std::string_view parameters, BoundCode code) {
  return make_signed(in, name, parameters, std::move(code), false);
}

void define(Interpreter& in, Module& module, const std::string& name, std::string_view parameters,
            BoundCode code) {
  module.set(name, make_signed(in, name, parameters, std::move(code), false));
}

void define(Interpreter& in, Class& cls, const std::string& name, std::string_view parameters,
            BoundCode code) {
  const auto checked = [owner = Value::of(cls), name, code = std::move(code)](Interpreter& i,
                                                                              Bindings& given) {
    given.values[0] = self_of(i, owner, name, given.values[0]);
    return code(i, given);
  };
  cls.set(name, make_signed(in, name, parameters, checked, true));
}

void define_static(Interpreter& in, Class& cls, const std::string& name, std::string_view parameters,
                   BoundCode code) {
  cls.set(name, make<Descriptor>(in.heap(), Descriptor::Role::static_method,
                                 make_signed(in, name, parameters, std::move(code), false)));
}

void define_property(Interpreter& in, Class& cls, const std::string& name,
                     std::function<Value(Interpreter&, const Value& self)> get) {
  Value code =
      make_native(in, name, "self, /",
                  [owner = Value::of(cls), name, get = std::move(get)](Interpreter& i, Bindings& given) {
                    return get(i, self_of(i, owner, name, given[0]));
                  });
  cls.set(name, make<Descriptor>(in.heap(), Descriptor::Role::property, std::move(code)));
}

Value make_class(Interpreter& in, std::string name, std::string module, std::vector<Value> bases,
                 NativeCode construct) {
  Value value = make<Class>(in.heap(), std::move(name));
  auto& cls = value.get<Class>();
  cls.module = std::move(module);
  cls.construct = std::move(construct);
  for (const Value& base : bases) {
    cls.order.push_back(base);
    const auto& further = base.get<Class>().order;
    for (const Value& ancestor : further) {
      const bool known = std::any_of(cls.order.begin(), cls.order.end(),
                                     [&](const Value& other) { return other.same(ancestor); });
      if (!known) cls.order.push_back(ancestor);
    }
  }
  cls.bases = std::move(bases);
  return value;
}

Value make_exception(Interpreter& in, Module& module, const std::string& name, const Value& base) {
  Value cls = make_class(in, name, module.name, {base});
  module.set(name, cls);
  return cls;
}

}  // namespace pycharter::alembic::script
