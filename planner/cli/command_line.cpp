// Declares every command and its options, and runs the one that was asked for. The only user of CLI11.
#include "cli/commands.hpp"

#include "support/duration.hpp"
#include "support/log.hpp"
#include "support/suggest.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <functional>
#include <iostream>
#include <optional>

namespace phasegate::cli {
namespace {

using namespace std::chrono_literals;

class CommandLine {
 public:
  CommandLine() : app_("phasegate: zero-downtime expand/contract planner for PostgreSQL") {
    app_.set_version_flag("--version", "phasegate " PHASEGATE_VERSION);
    app_.add_flag_callback("--verbose", enable_log, "log every statement that is sent to the server, and every stage of a plan, with its time, on stderr");
    app_.require_subcommand(1);
    app_.fallthrough();  // --verbose behind the command too
    add_plan();
    add_runs();
    add_pauses();
    add_gates();
    add_inspect();
    auto* kinds_command = app_.add_subcommand("kinds", "list the change kinds, or print the page of one");
    kinds_command->add_option("kind", kind_, "name of a kind");
    kinds_command->add_option("--format", common_.format, "text or json")->check(CLI::IsMember({"text", "json"}));
    app_.add_subcommand("reference", "print every key of the desired schema and of phasegate.toml")->callback([this] {
      action_ = [] {
        std::cout << reference_page();
        return ExitCode::done;
      };
    });
    kinds_command->callback([this] { action_ = [this] { return kinds(common_, kind_); }; });
  }

  ExitCode run(int argc, char** argv) {
    refuse_unknown_command(argc > 1 ? argv[1] : "");
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& request) {
      app_.exit(request, std::cout, std::cerr);
      return ExitCode::done;
    } catch (const CLI::ParseError& error) {
      app_.exit(error, std::cerr, std::cerr);
      return ExitCode::usage;
    }
    return action_();
  }

 private:
  void refuse_unknown_command(const std::string& word) const {
    std::vector<std::string> names;
    for (const CLI::App* sub : app_.get_subcommands(std::function<bool(const CLI::App*)>())) names.push_back(sub->get_name());
    if (word.empty() || word.starts_with('-') || std::ranges::find(names, word) != names.end()) return;
    const std::string near = nearest(word, names);
    throw Error(ExitCode::usage, "there is no command `" + word + "`", near.empty() ? "phasegate --help lists them" : "did you mean `" + near + "`?");
  }

  CLI::App* command(const std::string& name, const std::string& what, std::function<ExitCode()> action) {
    CLI::App* sub = app_.add_subcommand(name, what);
    sub->add_option("--database-url", common_.database_url, "connection string; else DATABASE_URL, else libpq's own variables");
    sub->add_option("--config", common_.config, "phasegate.toml; else it is looked for upward from here");
    sub->callback([this, action = std::move(action)] { action_ = action; });
    return sub;
  }

  struct DurationRules {
    std::chrono::milliseconds bare;  ///< what a number without a unit counts
    std::chrono::milliseconds least, most;
  };

  // In the form that phasegate.toml has, and as a number, which older scripts say.
  CLI::Option* add_duration(CLI::App* sub, const std::string& name, std::chrono::milliseconds& target, DurationRules rules, const std::string& what) {
    const auto read = [&target, name, rules](const std::string& text) {
      const bool is_number = !text.empty() && text.size() < 10 && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
      const auto value = is_number ? std::optional<std::chrono::milliseconds>(std::stoll(text) * rules.bare) : parse_duration(text);
      if (!value) throw CLI::ValidationError(name, "`" + text + "` is no duration: " + duration_help);
      if (*value < rules.least || *value > rules.most) throw CLI::ValidationError(name, "`" + text + "` is too " + (*value < rules.least ? "short" : "long"));
      target = *value;
    };
    return sub->add_option_function<std::string>(name, read, what)->type_name("DURATION");
  }

  void add_format(CLI::App* sub) { sub->add_option("--format", common_.format, "text or json")->check(CLI::IsMember({"text", "json"})); }

  void add_plan() {
    CLI::App* sub = command("plan", "compare desired and live schema and write the phased V-files", [this] { return plan(common_, plan_); });
    sub->add_option("--desired", plan_.desired, "desired schema: a TOML file or a folder of them");
    sub->add_option("--out", plan_.out, "migrations folder");
    add_scratch(sub);
    sub->add_flag("--check", plan_.check, "write nothing; exit 0: no changes, 2: changes pending, 1: refused");
    sub->add_flag("--approve-destructive", plan_.approve_destructive, "approve every drop of this plan");
    add_format(sub);
  }

  void add_inspect() {
    CLI::App* init_command = command("init", "make phasegate.toml and schema/*.toml from the live database", [this] { return init(common_, init_); });
    init_command->add_option("--dir", init_.directory, "folder of the project; else the current one");
    init_command->add_flag("--update", init_.update, "edit the desired schema that is there until it says what is live; comments stay");
    CLI::App* inspect_command = command("inspect", "print the live schema as desired TOML", [this] { return inspect(common_, inspect_); });
    inspect_command->add_option("--split", inspect_.split, "a file for each schema, or for each table")->check(CLI::IsMember({"schema", "table"}));
    inspect_command->add_option("--out", inspect_.out, "folder for the files of --split");
    inspect_command->add_option("--format", common_.format, "text (TOML)")->check(CLI::IsMember({"text"}));
    CLI::App* explain_command = command("explain", "why each step is where it is", [this] { return explain(common_, plan_, step_, gate_.directory); });
    explain_command->add_option("step", step_, "number of a step, or a part of its id or title; else all");
    explain_command->add_option("--desired", plan_.desired, "desired schema: a TOML file or a folder of them");
    explain_command->add_option("--dir", gate_.directory, "migrations folder, whose plan.json tells the steps of a rollout that has begun");
    add_scratch(explain_command);
    explain_command->add_option("--format", common_.format, "text or json; dot or svg for the graph of the steps")->check(CLI::IsMember({"text", "json", "dot", "svg"}));
  }

  void add_scratch(CLI::App* sub) {
    auto* url = sub->add_option("--scratch-url", plan_.scratch_url, "a database to be asked how the server prints SQL, instead of temporary objects in the live one");
    sub->add_option("--scratch", plan_.scratch, "embedded: a private server for that, started from installed binaries")->check(CLI::IsMember({"embedded"}))->excludes(url);
  }

  void add_run_options(CLI::App* sub) {
    sub->add_option("--dir", apply_.directory, "migrations folder");
    sub->add_option("--override-gates", apply_.override_reason, "pass gates on markers, soak, sessions and backup, for the recorded reason");
    add_duration(sub, "--limit", apply_.limit, {1s, 1ms, 24h}, "how long to wait for locks and other runners, for each file: 90s, 10m; a number is seconds (10m)");
    sub->add_option("--format,--log-format", common_.format, "text or json (one object a line)")->check(CLI::IsMember({"text", "json"}));
    sub->add_option("--log-file", apply_.log_file, "append the events to this file, as JSON lines");
    sub->add_option("--metrics-file", apply_.metrics_file, "keep the figures of the run in this file, in Prometheus' text format");
  }

  void add_runs() {
    CLI::App* apply_command = command("apply", "run the files of a phase", [this] { return apply(common_, apply_); });
    auto* phase = apply_command->add_option("--phase", apply_.phase, "expand, backfill, validate or contract")->check(CLI::IsMember({"expand", "backfill", "validate", "contract"}));
    apply_command->add_flag("--all", apply_.all, "all phases in order, until a gate is shut")->excludes(phase);
    CLI::App* advance_command = command("advance", "ask the gate of the next phase, and run it when it is open", [this] { return advance(common_, apply_); });
    for (CLI::App* sub : {apply_command, advance_command}) {
      add_run_options(sub);
      sub->add_option("--workers", apply_.workers, "sessions that fill the rows of a backfill together")->check(CLI::Range(1, 64));
      sub->add_flag("--reconcile", apply_.reconcile, "record files that are done but not in the history, instead of running them again");
    }
    CLI::App* undo_command = command("undo", "take a phase back", [this] { return undo(common_, apply_); });
    undo_command->add_option("--phase", apply_.phase, "expand, backfill, validate or contract")->required()->check(CLI::IsMember({"expand", "backfill", "validate", "contract"}));
    add_run_options(undo_command);
  }

  void add_pauses() {
    CLI::App* pause_command = command("pause", "hold the backfills of a rollout between two batches, until resume", [this] { return pause(common_, pause_); });
    pause_command->add_option("--reason", pause_.reason, "why, for status and the audit");
    CLI::App* resume_command = command("resume", "let paused backfills go on", [this] { return resume(common_, pause_); });
    for (CLI::App* sub : {pause_command, resume_command}) {
      sub->add_option("--rollout", pause_.rollout, "name of the rollout; else that of the migrations folder, else the only open one");
      sub->add_option("--step", pause_.step, "one step only, by the name that status prints");
      sub->add_option("--dir", pause_.directory, "migrations folder");
    }
  }

  void add_gates() {
    CLI::App* gate_command = command("gate", "is the gate open, and why not", [this] { return gate(common_, gate_); });
    gate_command->add_option("--phase", gate_.phase, "expand, backfill, deploy, validate or contract; else the next one")
        ->check(CLI::IsMember({"expand", "backfill", "deploy", "validate", "contract"}));
    gate_command->add_option("--part", gate_.part, "of contract: swap, retire or drop, to ask (or wait for) the gate of that part alone; the soak before drops is in drop")->check(CLI::IsMember({"swap", "retire", "drop"}));
    gate_command->add_option("--dir", gate_.directory, "migrations folder");
    auto* wait = gate_command->add_flag("--wait", gate_.wait, "ask again until it is open, or the timeout is over; what is shut is told on stderr when it changes");
    add_duration(gate_command, "--timeout", gate_.timeout, {1s, 0ms, 24h * 30}, "of --wait: 90s, 30m, 24h; a number is seconds (30m)")->needs(wait);
    add_duration(gate_command, "--poll", gate_.poll, {1ms, 100ms, 10min}, "of --wait: between two looks: 500ms, 5s; a number is milliseconds (5s)")->needs(wait);
    add_format(gate_command);
    CLI::App* assert_command = command("assert-compatible", "may this version of an application run on this database: exit 0, or 3 and why not", [this] { return assert_compatible(common_, assert_); });
    assert_command->add_option("--app", assert_.application, "name of the application")->required();
    assert_command->add_option("--version", assert_.version, "its version")->required();
    add_format(assert_command);
    CLI::App* status_command = command("status", "where each rollout stands", [this] { return status(common_, gate_); });
    status_command->add_option("--dir", gate_.directory, "migrations folder");
    add_format(status_command);
    CLI::App* mark_command = command("mark", "record a deploy", [this] { return mark(common_, mark_); });
    mark_command->add_option("--app", mark_.application, "name of the application");
    mark_command->add_option("--starting", mark_.starting, "version whose first instance is about to start");
    mark_command->add_option("--finished", mark_.finished, "version that is deployed: the last instance of every other one is gone");
    mark_command->add_flag("--new", mark_.is_new, "register an application that is not known yet");
    mark_command->add_flag("--retire", mark_.retire, "the application, or with --replica the standby, is gone for good");
    mark_command->add_option("--replica", mark_.replica, "a standby that applications read from, by its application_name in pg_stat_replication: the gates ask whether it has replayed");
    mark_command->add_option("--scheme", mark_.scheme, "semver, integer or calendar (of a new application)")->check(CLI::IsMember({"semver", "integer", "calendar"}));
    mark_command->add_option("--adopt-environment", mark_.adopt_environment, "this database is a copy: void its markers and bind it to this environment");
    mark_command->add_flag("--void-markers", mark_.void_markers, "of --adopt-environment: also where markers count, as on a copy of the files of another database")->needs("--adopt-environment");
    mark_command->add_option("--environment", mark_.environment, "the environment that the first marker binds this database to; else as phasegate.toml says, else default");
    mark_command->add_option("--backup", mark_.backup, "record that a backup has been made, with a note");
    mark_command->add_option("--approve", mark_.approve, "approve a drop: \"column public.users.nick\"");
    mark_command->add_option("--plan", mark_.plan_id, "the plan whose drop is approved");
    add_format(mark_command);
  }

  CLI::App app_;
  CommonOptions common_;
  PlanOptions plan_;
  ApplyOptions apply_;
  PauseOptions pause_;
  GateOptions gate_;
  AssertOptions assert_;
  MarkOptions mark_;
  InitOptions init_;
  InspectOptions inspect_;
  std::string kind_, step_;
  std::function<ExitCode()> action_;
};

}  // namespace

ExitCode run(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace phasegate::cli
