// docs/reference.md: every key of the desired schema and of phasegate.toml, printed from the tables that the readers go by.
#include "desired/settings_keys.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <ranges>

namespace phasegate {
namespace {

std::string_view form(const Field& field) {
  switch (field.type) {
    case ValueType::boolean: return "boolean";
    case ValueType::integer: return "integer";
    case ValueType::text: return "string";
    case ValueType::sql: return "SQL";
    case ValueType::name_list: return "array of strings";
    case ValueType::text_map: break;
  }
  return "table of strings";
}

// A cell of a table: `|` would end it.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? "\\|" : std::string(1, c);
  return result;
}

std::string where(const ObjectKind& kind) {
  if (kind.parent.empty()) return fmt::format("`[{}]`, a key for each name", kind.toml_key);
  return kind.one_per_parent ? fmt::format("`{} = …` in `[{}.<name>]`", kind.toml_key, kind.parent) : fmt::format("`[{}.<name>.{}]`, a key for each name", kind.parent, kind.toml_key);
}

std::string forms(const ObjectKind& kind) {
  if (!kind.array_form.empty()) return fmt::format("an array (`{}`), or a table with these keys", kind.array_form);
  if (kind.read_short != nullptr) return "a string of SQL, or a table with `is = \"<that string>\"` and further keys, or these keys alone";
  return "a table with these keys";
}

std::string section(const ObjectKind& kind) {
  std::string text = fmt::format("\n### {}\n\n{}. Its value is {}.\n\n| key | value | missing means | |\n|---|---|---|---|\n", kind.name, where(kind), forms(kind));
  for (const Field& field : kind.fields) {
    std::string words;
    for (const auto word : field.words | std::views::split('|')) words += (words.empty() ? "" : ", ") + std::string("`") + std::string(word.begin(), word.end()) + "`";
    text += fmt::format("| `{}` | {} | {} | {} |\n", field.key, words.empty() ? std::string(form(field)) : words, cell(field.absent.empty() ? "none" : field.absent), cell(field.doc));
  }
  return text;
}

}  // namespace

std::string reference_page() {
  std::string text =
      "# Reference\n\nEvery key of the files that phasegate reads. Printed by `phasegate reference`; a test keeps this page equal to it.\n\n"
      "## The desired schema\n\n"
      "A file, or all `*.toml` below a folder. A value is a string of PostgreSQL's own SQL wherever there is a short form. Keys are exact names, nothing is folded; a dot separates schema and "
      "name, and a part that holds a dot or a quote is double-quoted as in SQL: `[table.\"app.\\\"odd.name\\\"\"]`. Unknown keys are errors.\n\n"
      "| key | |\n|---|---|\n"
      "| `schema` | schema of the unqualified names in this file; `public` when it is missing |\n"
      "| `[requires.…]` | the same sections, for what others own: it must be there as written, and no plan changes it |\n"
      "| `[left_alone.…]` | what phasegate does not model, as `inspect` prints it: a digest for each object; a plan is refused when one differs. Grants on what is renamed or moved may be stated under either name, and those on a column that goes away are not compared. May be left out |\n";
  for (const ObjectKind* kind : all_objects())
    if (kind->parent.empty()) {
      text += section(*kind);
      for (const ObjectKind* child : all_objects())
        if (child->parent == kind->name) text += section(*child);
    }
  text += "\n## phasegate.toml\n\nLooked for upward from the current folder, or given with `--config`. Durations have a unit: `500ms`, `30s`, `5m` (or `5min`), `24h`, `7d`, here and on the command line; sizes too: `16 MB`.\n";
  std::string_view open = "-";
  for (const desired::SettingKey& key : desired::setting_keys()) {
    if (key.section != open) text += fmt::format("\n### {}\n\n| key | value | missing means | |\n|---|---|---|---|\n", key.section.empty() ? "Top level" : "[" + std::string(key.section) + "]");
    open = key.section;
    text += fmt::format("| `{}` | {} | {} | {} |\n", key.key, cell(key.form), cell(key.absent.empty() ? "none" : key.absent), cell(key.doc));
  }
  return text;
}

}  // namespace phasegate
