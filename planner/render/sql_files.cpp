// Writes the V- and U-files of a plan, their sidecars, and plan.json.
#include "render/gate_spec.hpp"
#include "render/templates.hpp"
#include "render/timeouts.hpp"
#include "gate/install.hpp"
#include "sql/identifier.hpp"

#include <phasegate/manifest.hpp>
#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace phasegate {
namespace {

using render::Fields;

// The end of what is quoted from `at` on: '…', "…", E'…' or $tag$…$tag$; `at` itself when nothing is quoted there.
std::size_t end_of_quoted(const std::string& text, std::size_t at) {
  const char quote = text[at];
  if (quote == '\'' || quote == '"') {
    const bool escapes = quote == '\'' && at > 0 && (text[at - 1] == 'E' || text[at - 1] == 'e');
    for (std::size_t i = at + 1; i < text.size(); ++i) {
      if (escapes && text[i] == '\\') ++i;
      else if (text[i] == quote) return i + 1;
    }
    return text.size();
  }
  if (quote != '$') return at;
  std::size_t close = at + 1;
  while (close < text.size() && (std::isalnum(static_cast<unsigned char>(text[close])) != 0 || text[close] == '_')) ++close;
  if (close == text.size() || text[close] != '$') return at;
  const std::string tag = text.substr(at, close + 1 - at);
  const std::size_t end = text.find(tag, close + 1);
  return end == std::string::npos ? text.size() : end + tag.size();
}

// Lines within quotes stay as they are: they are values and bodies, where a blank more is another text.
std::string with_indent(const std::string& text, std::string_view indent) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t end = end_of_quoted(text, at); end > at) {
      result += text.substr(at, end - at);
      at = end;
      continue;
    }
    result += text[at];
    if (text[at++] == '\n') result += indent;
  }
  return result;
}

std::string duration(std::chrono::milliseconds value) {
  return value.count() % 1000 == 0 ? std::to_string(value.count() / 1000) + "s" : std::to_string(value.count()) + "ms";
}

std::string lock_line(const Step& step) {
  std::string text;
  for (const LockClaim& lock : step.locks)
    text += (text.empty() ? "" : "; ") + std::string(to_string(lock.mode)) + " on " + qualified_name(lock.relation) + " (" + std::string(who_waits(lock.mode)) + ", " +
            std::string(to_string(lock.work)) + ")";
  return text.empty() ? "none on relations" : text;
}

std::string undo_line(const Step& step) {
  switch (step.undo.how) {
    case UndoHow::sql: return "yes";
    case UndoHow::nothing_needed: return "nothing needed" + (step.undo.reason.empty() ? "" : ": " + step.undo.reason);
    case UndoHow::impossible: break;
  }
  return "IMPOSSIBLE: " + step.undo.reason;
}

class FileWriter {
 public:
  FileWriter(const Plan& plan, const std::vector<std::string>& versions) : plan_(plan), versions_(versions) {
    manifest_.rollout = plan.rollout;
    manifest_.plan_id = plan.id;
    manifest_.environment = plan.settings.environment;
    manifest_.history_schema = plan.settings.history_schema;
    manifest_.history_table = plan.settings.history_table;
    manifest_.applications = plan.settings.applications;
    manifest_.steps = explain(plan);
    // Only for telling what others have changed; bytes that are no UTF-8 cannot stand in plan.json.
    if (std::ranges::all_of(plan.fingerprint_lines, [](const std::string& line) { return nlohmann::json::accept(line); })) manifest_.fingerprint_lines = plan.fingerprint_lines;
  }

  std::vector<RenderedFile> write() {
    for (std::size_t i = 0; i < plan_.files.size(); ++i) write_file(i);
    add_gates();
    add_must_not();
    result_.push_back({"plan.json", to_json(manifest_)});
    return std::move(result_);
  }

 private:
  std::string header(const PlannedFile& file, std::string_view direction) const {
    std::string text;
    const auto line = [&](const std::string& name, const std::string& value) {
      if (!value.empty()) text += name + ": " + value + "\n";
    };
    line("phasegate", std::string(direction) + " " + std::string(to_string(file.phase)) + (file.part == Part::main ? "" : " (" + std::string(to_string(file.part)) + ")"));
    line("rollout", plan_.rollout + ", plan " + plan_.id);
    line("ticket", plan_.settings.rollout.ticket);
    line("feature flag", plan_.settings.rollout.feature_flag);
    line("risk", plan_.settings.rollout.risk);
    if (file.form == FileForm::ungated) line("what", "installs the schema phasegate, which the guards of all gated files ask; ungated, safe to run again");
    if (file.opening) line("what", "opens the phase: nothing else of it may run before" + std::string(file.phase >= Phase::validate ? "; raises the floor of the applications" : ""));
    if (file.closing) line("what", "asks whether everything is done, and closes the rollout");
    for (const std::size_t s : file.steps) {
      const Step& step = plan_.steps[s];
      line("what", step.title);
      line("  locks", lock_line(step));
      line("  undo", undo_line(step));
      for (const std::string& note : step.notes) line("  note", note);
      line("  verify", step.done.sql);
    }
    if (file.form == FileForm::latched)
      text += "runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false\n";
    return text;
  }

  Fields common(const PlannedFile& file, std::string_view direction, const std::string& spec) const {
    Fields fields;
    fields.sections["HEADER"] = render::lines(header(file, direction));
    fields.values["SPEC"] = sql::dollar_quoted("\n" + spec + "\n", "spec");
    const render::Timeouts timeouts = direction == "undo" ? render::undo_timeouts_of(plan_, file) : render::timeouts_of(plan_, file);
    fields.values["LOCK_TIMEOUT"] = duration(timeouts.lock);
    fields.values["STATEMENT_TIMEOUT"] = timeouts.statement.count() == 0 ? "0" : duration(timeouts.statement);
    return fields;
  }

  static Fields statement(const std::string& sql, std::string_view indent) { return {{{"SQL", with_indent(sql, indent)}}, {}}; }

  Fields step_fields(const Step& step, bool latched) const {
    Fields fields;
    fields.sections["COMMENT"] = render::lines(step.title);
    fields.values["DONE"] = step.done.sql.empty() ? "false" : step.done.sql;
    if (!step.before.sql.empty())
      fields.sections["BEFORE"].push_back({{{"CONDITION", step.before.sql}, {"MESSAGE", sql::literal(step.before.otherwise)}}, {}});
    for (const std::string& sql : step.sql) fields.sections["STATEMENT"].push_back(statement(sql, latched ? "" : "    "));
    return fields;
  }

  // The whole DO body stands between these; a tag that occurs in no part of it.
  void set_quote(Fields& fields, const std::string& name) const {
    fields.values["QUOTE"] = "";
    const std::string probe = render::fill(name, plan_.settings.templates, fields);
    std::string tag = "$phasegate$";
    for (int i = 1; probe.find(tag) != std::string::npos; ++i) tag = "$phasegate" + std::to_string(i) + "$";
    fields.values["QUOTE"] = tag;
  }

  std::string content(std::size_t index) const {
    const PlannedFile& file = plan_.files[index];
    if (file.form == FileForm::ungated) {
      Fields fields;
      fields.sections["HEADER"] = render::lines(header(file, "do"));
      fields.values["BODY"] = install_sql();
      return render::fill("ungated.sql.tpl", plan_.settings.templates, fields);
    }
    const bool latched = file.form == FileForm::latched;
    Fields fields = common(file, "do", render::guard_spec(plan_, index));
    for (const std::size_t s : file.steps) fields.sections["STEP"].push_back(step_fields(plan_.steps[s], latched));
    if (file.closing) fields.sections["CLOSING"].push_back({{{"CALL", "phasegate.finish_rollout(" + sql::literal(plan_.rollout) + ")"}}, {}});
    const std::string name = latched ? "latched.sql.tpl" : "transactional.sql.tpl";
    set_quote(fields, name);
    return render::fill(name, plan_.settings.templates, fields);
  }

  // Undo is one transaction in every form: what a latched file built is dropped under a brief lock.
  std::string undo_content(std::size_t index) const {
    const PlannedFile& file = plan_.files[index];
    Fields fields = common(file, "undo", render::undo_spec(plan_, index));
    for (auto s = file.steps.rbegin(); s != file.steps.rend(); ++s) {
      const Step& step = plan_.steps[*s];
      if (step.undo.how != UndoHow::sql) continue;
      Fields undo;
      undo.sections["COMMENT"] = render::lines("undo: " + step.title);
      undo.values["DONE"] = "false";
      for (const std::string& sql : step.undo.sql) undo.sections["STATEMENT"].push_back(statement(sql, "    "));
      fields.sections["STEP"].push_back(std::move(undo));
    }
    if (file.opening && file.phase == Phase::expand)
      fields.sections["CLOSING"].push_back({{{"CALL", "phasegate.close_undone(" + sql::literal(plan_.rollout) + ")"}}, {}});
    if (file.closing) fields.sections["CLOSING"].push_back({{{"CALL", "phasegate.reopen_rollout(" + sql::literal(plan_.rollout) + ")"}}, {}});
    set_quote(fields, "transactional.sql.tpl");
    return render::fill("transactional.sql.tpl", plan_.settings.templates, fields);
  }

  static std::string sidecar(const std::string& content, bool outside) {
    std::string text = outside ? "executeInTransaction=false\n" : "";
    if (content.find("${") != std::string::npos) text += "placeholderReplacement=false\n";
    return text;
  }

  void add(const std::string& path, const std::string& content, bool outside) {
    result_.push_back({path, content});
    if (const std::string conf = sidecar(content, outside); !conf.empty()) result_.push_back({path + ".conf", conf});
  }

  std::string impossible(const PlannedFile& file) const {
    for (const std::size_t s : file.steps)
      if (plan_.steps[s].undo.how == UndoHow::impossible) return plan_.steps[s].title + ": " + plan_.steps[s].undo.reason;
    if (file.closing && std::ranges::any_of(plan_.steps, [](const Step& step) { return step.undo.how == UndoHow::impossible; }))
      return "the rollout has passed its point of no return";
    return {};
  }

  // Whoever takes back a file without anything to undo only changes the history.
  bool has_undo(const PlannedFile& file) const {
    return file.opening || file.closing || std::ranges::any_of(file.steps, [&](std::size_t s) { return plan_.steps[s].undo.how == UndoHow::sql || !plan_.steps[s].undo.losses.empty(); });
  }

  void write_file(std::size_t index) {
    const PlannedFile& file = plan_.files[index];
    ManifestFile entry;
    const std::string name = versions_.at(index) + "__" + file.slug + ".sql";
    entry.path = std::string(to_string(file.phase)) + "/V" + name;
    entry.version = versions_.at(index);
    std::ranges::replace(entry.version, '_', '.');
    entry.description = file.slug;
    std::ranges::replace(entry.description, '_', ' ');
    const std::string text = content(index);
    add(entry.path, text, file.form == FileForm::latched);
    entry.checksum = flyway_checksum(text);
    entry.undo_impossible = impossible(file);
    if (has_undo(file) && entry.undo_impossible.empty()) {
      entry.undo_path = "undo/U" + name;
      add(entry.undo_path, undo_content(index), false);
    }
    describe(file, entry);
    manifest_.files.push_back(std::move(entry));
  }

  void describe(const PlannedFile& file, ManifestFile& entry) const {
    entry.phase = file.phase;
    entry.part = file.part;
    entry.form = file.form;
    const render::Timeouts timeouts = render::timeouts_of(plan_, file);
    entry.lock_timeout_ms = timeouts.lock.count();
    entry.statement_timeout_ms = timeouts.statement.count();
    entry.undo_lock_timeout_ms = render::undo_timeouts_of(plan_, file).lock.count();
    for (const std::size_t s : file.steps) {
      const Step& step = plan_.steps[s];
      entry.titles.push_back(step.title);
      if (!step.done.sql.empty()) entry.done.push_back(step.done.sql);
      for (const LockClaim& lock : step.locks) {
        entry.locks.push_back({sql::relation(lock.relation), lock.mode, lock.work});
        if (lock.work == Work::builds && step.transaction == Transaction::none)
          for (const ElementId& element : step.touches)
            if (element.kind == "index") entry.builds_indexes.push_back(sql::qualified(element.schema, element.name));
      }
    }
    if (file.opening)
      entry.done.push_back(fmt::format("phasegate.phase_opened({}, {}, {})", sql::literal(plan_.rollout), sql::literal(std::string(to_string(file.phase))), sql::literal(plan_.id)));
    if (file.closing)
      entry.done.push_back(fmt::format("EXISTS (SELECT FROM phasegate.rollout AS r WHERE r.name = {} AND r.plan_id = {} AND r.state = 'finished')", sql::literal(plan_.rollout), sql::literal(plan_.id)));
    if (entry.titles.empty())
      entry.titles.push_back(file.form == FileForm::ungated ? "install schema phasegate" : file.closing ? "close the rollout" : "open " + std::string(to_string(file.phase)));
  }

  // A gate is the guard of the first file behind it.
  void add_gates() {
    std::string last;
    for (std::size_t i = 0; i < plan_.files.size(); ++i) {
      const PlannedFile& file = plan_.files[i];
      if (file.form == FileForm::ungated) continue;
      const std::string name = std::string(to_string(file.phase)) + (file.phase == Phase::contract && !file.opening ? "/" + std::string(to_string(file.part)) : "");
      if (file.phase > Phase::backfill && std::ranges::none_of(manifest_.gates, [](const ManifestGate& gate) { return gate.name == "deploy"; }))
        manifest_.gates.push_back({"deploy", render::deploy_spec(plan_)});
      if (std::ranges::none_of(manifest_.gates, [&](const ManifestGate& gate) { return gate.name == name; }))
        manifest_.gates.push_back({name, render::guard_spec(plan_, i)});
    }
    if (!plan_.files.empty() && std::ranges::none_of(manifest_.gates, [](const ManifestGate& gate) { return gate.name == "deploy"; }))
      manifest_.gates.push_back({"deploy", render::deploy_spec(plan_)});
  }

  void add_must_not() {
    for (const Step& step : plan_.steps)
      for (const Promise& promise : step.promises)
        if (step.phase > Phase::backfill && !promise.must_not.empty())
          manifest_.must_not.push_back("until " + std::string(to_string(step.phase)) + " is done, no version may " + promise.must_not + " (ask phasegate.open('" + promise.what + "'))");
  }

  const Plan& plan_;
  const std::vector<std::string>& versions_;
  Manifest manifest_;
  std::vector<RenderedFile> result_;
};

}  // namespace

std::vector<RenderedFile> render_files(const Plan& plan, const std::vector<std::string>& versions) { return FileWriter(plan, versions).write(); }

}  // namespace phasegate
