// A batch that the server takes is done with; one that it refuses is halved until the trial is found.
#include "preflight/try_out.hpp"

#include "sql/parse.hpp"

#include <phasegate/error.hpp>

namespace phasegate {
namespace {

constexpr std::size_t batch_bytes = 64 * 1024;

constexpr std::string_view syntax_error = "42601";

using Answers = std::vector<std::vector<std::optional<TrialRefusal>>>;

bool is_one_statement(const std::string& text) {
  try {
    return sql::split_statements(text).size() == 1;
  } catch (const Error&) {
    return false;
  }
}

// The line feed ends a comment.
std::string script_of(const std::vector<std::string>& statements) {
  std::string script;
  for (const std::string& statement : statements) script += statement + "\n;\n";
  return script;
}

std::string rolled_back(const std::string& savepoint, const std::string& script) {
  return "SAVEPOINT " + savepoint + ";\n" + script + "ROLLBACK TO SAVEPOINT " + savepoint + ";\nRELEASE SAVEPOINT " + savepoint + ";\n";
}

class TryOut {
 public:
  TryOut(const std::vector<TrialGroup>& groups, Database& database) : groups_(groups), database_(database) {
    for (const TrialGroup& group : groups) {
      answers_.emplace_back(group.trials.size());
      for (std::size_t i = 0; i < group.trials.size(); ++i)
        for (const std::string& statement : group.trials[i])
          if (!is_one_statement(statement)) answers_.back()[i] = TrialRefusal{std::string(syntax_error), "syntax error", false};
      scripts_.push_back(rolled_back("phasegate_group", whole(group, answers_.back())));
    }
  }

  Answers run() {
    for (std::size_t begin = 0, end = 0; begin < groups_.size(); begin = end) {
      for (std::size_t bytes = 0; end < groups_.size() && (end == begin || bytes + scripts_[end].size() <= batch_bytes); ++end) bytes += scripts_[end].size();
      run(begin, end);
    }
    return std::move(answers_);
  }

 private:
  static std::string whole(const TrialGroup& group, const std::vector<std::optional<TrialRefusal>>& known) {
    std::string script = script_of(group.setup);
    for (std::size_t i = 0; i < group.trials.size(); ++i)
      if (!known[i]) script += rolled_back("phasegate_trial", script_of(group.trials[i]));
    return script;
  }

  void run(std::size_t begin, std::size_t end) {
    std::string script;
    for (std::size_t i = begin; i < end; ++i) script += scripts_[i];
    if (!refusal_of(script)) return;
    if (end - begin == 1) return run_one(begin);
    const std::size_t middle = begin + (end - begin) / 2;
    run(begin, middle);
    run(middle, end);
  }

  // FieldTrial by trial.
  void run_one(std::size_t index) {
    const TrialGroup& group = groups_[index];
    database_.query("SAVEPOINT phasegate_group");
    std::optional<TrialRefusal> refusal = refusal_of(script_of(group.setup));
    if (refusal) refusal->of_setup = true;
    for (std::size_t i = 0; i < group.trials.size(); ++i) {
      if (answers_[index][i]) continue;
      answers_[index][i] = refusal ? refusal : refusal_of(rolled_back("phasegate_trial", script_of(group.trials[i])));
    }
    database_.query("ROLLBACK TO SAVEPOINT phasegate_group; RELEASE SAVEPOINT phasegate_group");
  }

  // What the script does stays, unless it is refused.
  std::optional<TrialRefusal> refusal_of(const std::string& script) {
    database_.query("SAVEPOINT phasegate_script");
    try {
      if (!script.empty()) database_.query(script);
    } catch (const DatabaseError& error) {
      database_.query("ROLLBACK TO SAVEPOINT phasegate_script; RELEASE SAVEPOINT phasegate_script");
      return TrialRefusal{error.sqlstate(), error.what(), false};
    }
    database_.query("RELEASE SAVEPOINT phasegate_script");
    return std::nullopt;
  }

  const std::vector<TrialGroup>& groups_;
  Database& database_;
  std::vector<std::string> scripts_;
  Answers answers_;
};

}  // namespace

std::vector<std::vector<std::optional<TrialRefusal>>> try_out(const std::vector<TrialGroup>& groups, Database& database) { return TryOut(groups, database).run(); }

}  // namespace phasegate
