// Splits qualified names, and checks that what objects name exists in the desired schema.
#include "desired/names.hpp"

#include "sql/parse.hpp"
#include "support/suggest.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <map>

namespace phasegate::desired {
namespace {

std::string quoted(std::string_view part) {
  std::string text = "\"";
  for (const char c : part) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

bool needs_quotes(std::string_view part) { return part.empty() || part.find_first_of(".\"") != std::string_view::npos; }

// Reads one part at `at`; false when its quotes are not closed or are followed by something else.
bool read_part(std::string_view key, std::size_t& at, std::string& part) {
  if (at < key.size() && key[at] == '"') {
    for (++at; at < key.size(); ++at) {
      if (key[at] != '"') part += key[at];
      else if (at + 1 < key.size() && key[at + 1] == '"') part += key[++at];
      else return ++at == key.size() || key[at] == '.';
    }
    return false;
  }
  while (at < key.size() && key[at] != '.') part += key[at++];
  return part.find('"') == std::string::npos;
}

std::vector<std::string> column_names(const Catalog& wanted, const ElementId& table) {
  std::vector<std::string> names;
  for (const Object* column : wanted.children(table, "column")) names.push_back(column->id.name);
  return names;
}

void check_columns(const Catalog& wanted, const Object& object, std::vector<Finding>& findings) {
  const ElementId table{"table", object.id.schema, "", object.id.parent};
  std::vector<std::string> told;
  std::vector<std::string> mentioned;
  try {
    mentioned = object.kind->columns(object);
  } catch (const Error&) {
    return;  // The text itself is wrong; that has been said where it was read.
  }
  for (const std::string& column : mentioned) {
    if (wanted.find({"column", table.schema, table.name, column}) != nullptr || std::ranges::find(told, column) != told.end()) continue;
    told.push_back(column);
    const std::string near = nearest(column, column_names(wanted, table));
    findings.push_back({Severity::error, "unknown-column",
                        to_string(object.id) + " names the column `" + column + "`, which " + qualified_name(table) + " does not have",
                        near.empty() ? "add the column, or correct the name" : "did you mean `" + near + "`?", object.at});
  }
}

void check_referenced(const Catalog& known, const Object& object, std::vector<Finding>& findings) {
  for (const ElementId& element : object.kind->refers_to(object)) {
    if (known.find(element) != nullptr) continue;
    if (element.kind == "table") return;  // it may be one that the live schema has and that is left alone: see normalise/references.cpp
    findings.push_back({Severity::error, "unknown-reference", to_string(object.id) + " refers to " + to_string(element) + ", which is not in the desired schema",
                        "add it, correct the name, or name it in [requires] when others own it", object.at});
    return;
  }
}

void check_shared_names(const Catalog& wanted, std::vector<Finding>& findings) {
  std::map<std::pair<std::string, std::string>, const Object*> taken;
  for (const Object* object : wanted.objects()) {
    if (object->kind->relation_name == nullptr) continue;
    const auto [at, fresh] = taken.emplace(std::pair(object->id.schema, object->kind->relation_name(*object)), object);
    if (fresh) continue;
    findings.push_back({Severity::error, "name-taken",
                        to_string(object->id) + " has the name of " + to_string(at->second->id) + " at " + to_string(at->second->at) +
                            "; relations of one schema share their names",
                        "rename one of them", object->at});
  }
}

}  // namespace

QualifiedName split_name(std::string_view key) {
  QualifiedName result;
  std::size_t at = 0;
  std::vector<std::string> parts;
  while (true) {
    std::string part;
    if (!read_part(key, at, part)) {
      result.error = "`" + std::string(key) + "` is no name: its quotes do not match";
      return result;
    }
    parts.push_back(part);
    if (at >= key.size()) break;
    ++at;
  }
  if (parts.size() > 2) result.error = "`" + std::string(key) + "` has more than a schema and a name; a name that holds a dot is double-quoted as in SQL";
  result.name = parts.back();
  if (parts.size() == 2) result.schema = parts.front();
  return result;
}

std::string name_key(std::string_view schema, std::string_view name, std::string_view default_schema) {
  const std::string last = needs_quotes(name) ? quoted(name) : std::string(name);
  if (schema.empty() || schema == default_schema) return last;
  return (needs_quotes(schema) ? quoted(schema) : std::string(schema)) + "." + last;
}

void check_references(const Catalog& wanted, const Catalog& required, std::vector<Finding>& findings, std::set<ElementId>& broken) {
  Catalog known;  // with what others own
  if (required.size() > 0) {
    known = wanted;
    for (const Object* object : required.objects())
      if (known.find(object->id) == nullptr) known.add(*object);
  }
  const Catalog& all = required.size() > 0 ? known : wanted;
  for (const Object* object : wanted.objects()) {
    if (broken.contains(object->id)) continue;
    const std::size_t before = findings.size();
    if (object->kind->columns != nullptr) check_columns(wanted, *object, findings);
    if (object->kind->refers_to != nullptr) check_referenced(all, *object, findings);
    if (object->kind->check != nullptr)
      for (Finding& finding : object->kind->check(*object, all)) findings.push_back(std::move(finding));
    if (findings.size() > before) broken.insert(object->id);
  }
  check_shared_names(wanted, findings);
}

}  // namespace phasegate::desired
