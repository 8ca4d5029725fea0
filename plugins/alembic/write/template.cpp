#include "alembic/write/template.h"

#include <pycharter/plugin/error.h>

namespace pycharter::alembic {

namespace {

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_true(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  if (const auto* items = std::get_if<std::vector<std::string>>(&value)) return !items->empty();
  return false;
}

// Python's repr() of a str: single quotes unless only those occur inside.
std::string quoted(const std::string& text) {
  const bool single = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
  const char quote = single ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      if (c == quote || c == '\\') result += '\\';
      result += c;
    }
  }
  return result + quote;
}

std::string comma_list(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  std::string result;
  if (const auto* items = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& item : *items)
      result += (result.empty() ? "" : ", ") + item;
  return result;
}

std::string as_text(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return python_repr(value);
}

class Template {
 public:
  Template(std::string_view text, const std::string& file, const TemplateValues& values)
      : text_(text), file_(file), values_(values) {}

  std::string render() {
    while (at_ < text_.size())
      line();
    if (!shown_.empty()) unknown("% if without % endif");
    return std::move(out_);
  }

 private:
  [[noreturn]] void unknown(std::string_view construct) const {
    throw Error(ErrorCode::config,
                file_ + ":" + std::to_string(line_) + ": '" + std::string(construct) +
                    "' is more of Mako than is read here; write it as Alembic's own script.py.mako does",
                {.file = file_, .line = line_});
  }

  const TemplateValue& value(std::string_view name) const {
    const auto at = values_.find(name);
    if (at == values_.end()) unknown(name);
    return at->second;
  }

  bool is_shown() const {
    for (const bool shown : shown_)
      if (!shown) return false;
    return true;
  }

  void line() {
    ++line_;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    const std::string_view whole = text_.substr(at_, std::min(end + 1, text_.size()) - at_);
    const std::string_view content = trim(text_.substr(at_, end - at_));
    at_ = end + 1;
    if (content.starts_with("##")) return;
    if (content.starts_with("%%")) {
      const std::size_t sign = whole.find("%%");
      if (is_shown()) expand(std::string(whole.substr(0, sign)) + std::string(whole.substr(sign + 1)));
      return;
    }
    if (content.starts_with("%")) return control(trim(content.substr(1)));
    if (content.starts_with("<%")) unknown(content);
    if (is_shown()) expand(whole);
  }

  void control(std::string_view words) {
    if (words.starts_with("if ") && words.ends_with(":")) {
      shown_.push_back(is_true_expression(trim(words.substr(3, words.size() - 4))));
    } else if (words == "else:" && !shown_.empty()) {
      shown_.back() = !shown_.back();
    } else if (words == "endif" && !shown_.empty()) {
      shown_.pop_back();
    } else {
      unknown("% " + std::string(words));
    }
  }

  bool is_true_expression(std::string_view expression) const {
    if (expression.starts_with("not ")) return !is_true(value(trim(expression.substr(4))));
    return is_true(value(expression));
  }

  void expand(std::string_view line) {
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t start = std::min(line.find("${", at), line.size());
      out_ += line.substr(at, start - at);
      if (start == line.size()) break;
      const std::size_t end = line.find('}', start);
      if (end == std::string_view::npos) unknown(line.substr(start));
      out_ += evaluate(line.substr(start + 2, end - start - 2));
      at = end + 1;
    }
  }

  std::string evaluate(std::string_view source) const {
    std::string_view expression = trim(source), filter;
    if (const std::size_t bar = expression.find('|'); bar != std::string_view::npos) {
      filter = trim(expression.substr(bar + 1));
      expression = trim(expression.substr(0, bar));
    }
    if (filter == "comma,n" || filter == "comma, n" || filter == "n,comma")
      return comma_list(value(expression));
    if (!filter.empty() && filter != "n") unknown(source);
    if (expression.starts_with("repr(") && expression.ends_with(")"))
      return python_repr(value(trim(expression.substr(5, expression.size() - 6))));
    const std::size_t condition = expression.find(" if ");
    if (condition == std::string_view::npos) return as_text(operand(expression, source));
    const std::size_t otherwise = expression.find(" else ", condition);
    if (otherwise == std::string_view::npos) unknown(source);
    const std::string_view test = trim(expression.substr(condition + 4, otherwise - condition - 4));
    return as_text(operand(is_true_expression(test) ? trim(expression.substr(0, condition))
                                                    : trim(expression.substr(otherwise + 6)),
                           source));
  }

  // A name, or a plain string.
  TemplateValue operand(std::string_view text, std::string_view source) const {
    const bool is_quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    if (!is_quoted) return value(text);
    const std::string_view inside = text.substr(1, text.size() - 2);
    if (inside.find_first_of("\\\"'") != std::string_view::npos) unknown(source);
    return std::string(inside);
  }

  std::string_view text_;
  const std::string& file_;
  const TemplateValues& values_;
  std::size_t at_ = 0;
  int line_ = 0;
  std::vector<bool> shown_;
  std::string out_;
};

}  // namespace

std::string python_repr(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  const auto* items = std::get_if<std::vector<std::string>>(&value);
  if (!items) return "None";
  std::string result = "(";
  for (const std::string& item : *items)
    result += (&item == items->data() ? "" : ", ") + quoted(item);
  return result + (items->size() == 1 ? ",)" : ")");
}

std::string render_template(std::string_view text, const std::string& file, const TemplateValues& values) {
  return Template(text, file, values).render();
}

std::string_view default_template() {
  return R"mako("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

# revision identifiers, used by Alembic.
revision: str = ${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = ${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = ${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = ${repr(depends_on)}


def upgrade() -> None:
    """Upgrade schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    ${downgrades if downgrades else "pass"}
)mako";
}

}  // namespace pycharter::alembic
