// The command line: one file per command, all of them registered in command_line.cpp, the only user of CLI11.
#pragma once

#include "catalog/database.hpp"
#include "catalog/scratch_server.hpp"

#include <phasegate/error.hpp>
#include <phasegate/plan.hpp>
#include <phasegate/settings.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace phasegate::cli {

/// What several commands take.
struct CommonOptions {
  std::string database_url;  ///< empty: DATABASE_URL, then libpq's own
  std::string config;        ///< path of phasegate.toml; empty: looked for upward
  std::string format = "text";
  bool color = false;
};

struct InspectOptions {
  std::string split;  ///< "schema" or "table"; empty: one text on stdout
  std::string out;    ///< folder; with split only
};

struct PlanOptions {
  std::string desired;  ///< file or folder; empty: as phasegate.toml says
  std::string out;      ///< migrations folder; empty: as phasegate.toml says
  std::string scratch_url;  ///< database that is asked instead of temporary objects in the live one
  std::string scratch;      ///< "embedded": a private server for it
  bool check = false;
  bool approve_destructive = false;
};

struct ApplyOptions {
  std::string directory;  ///< migrations folder; empty: as phasegate.toml says
  std::string phase;      ///< "expand" …; empty: see all
  bool all = false;
  std::string override_reason;
  std::string log_file;      ///< JSON lines; empty: none
  std::string metrics_file;  ///< Prometheus' text format; empty: none
  bool reconcile = false;    ///< record what is done but not in the history
  std::chrono::milliseconds limit{600'000};  ///< of waiting, for each file
  int workers = 1;  ///< sessions that fill rows together
};

struct InitOptions {
  std::string directory = ".";  ///< where phasegate.toml and schema/ go
  bool update = false;          ///< bring a desired schema that is there up to the live one
};

struct MarkOptions {
  std::string application, starting, finished, scheme, adopt_environment;
  std::string backup;            ///< note about a backup that was made
  std::string approve, plan_id;  ///< what may be dropped by which plan
  std::string replica;           ///< a standby that applications read from
  std::string environment;       ///< that the first marker binds the database to; empty: as phasegate.toml says
  bool is_new = false;
  bool retire = false;
  bool void_markers = false;     ///< of adopt_environment: where markers count
};

struct PauseOptions {
  std::string directory;  ///< migrations folder whose rollout is meant, where `rollout` is empty
  std::string rollout, step, reason;
};

struct GateOptions {
  std::string directory, phase;
  std::string part;  ///< of contract: "swap", "retire" or "drop"; empty: the phase as a whole
  bool wait = false;
  std::chrono::milliseconds timeout{1'800'000};  ///< of wait
  std::chrono::milliseconds poll{5000};
};

struct AssertOptions {
  std::string application, version;
};

ExitCode inspect(const CommonOptions& common, const InspectOptions& options);
ExitCode init(const CommonOptions& common, const InitOptions& options);
ExitCode plan(const CommonOptions& common, const PlanOptions& options);
ExitCode explain(const CommonOptions& common, const PlanOptions& options, const std::string& step, const std::string& folder);
ExitCode kinds(const CommonOptions& common, const std::string& kind);
ExitCode apply(const CommonOptions& common, const ApplyOptions& options);
ExitCode advance(const CommonOptions& common, const ApplyOptions& options);
ExitCode undo(const CommonOptions& common, const ApplyOptions& options);
ExitCode gate(const CommonOptions& common, const GateOptions& options);
ExitCode assert_compatible(const CommonOptions& common, const AssertOptions& options);
ExitCode mark(const CommonOptions& common, const MarkOptions& options);
ExitCode pause(const CommonOptions& common, const PauseOptions& options);
ExitCode resume(const CommonOptions& common, const PauseOptions& options);
ExitCode status(const CommonOptions& common, const GateOptions& options);

/// phasegate.toml as the options name it or as it is found upward from here; default settings when there is none.
/// Throws: Error(refused) for a file that cannot be used.
Settings find_settings(const CommonOptions& common);

/// Where the desired schema is: the option, else as the settings say.
/// Throws: Error(usage) when neither says so.
std::filesystem::path desired_path(const PlanOptions& options, const Settings& settings);

/// The scratch database that the options ask for; without one `database` is empty.
struct Scratch {
  std::unique_ptr<ScratchServer> server;  // declared first: it ends last
  std::unique_ptr<Database> database;
};
Scratch open_scratch(const PlanOptions& options, int server_version_num);

/// The migrations folder: the option, else the one of the settings.
/// Throws: Error(usage) when neither says so.
std::filesystem::path migrations_folder(const std::string& option, const Settings& settings);

/// Writes files that must not be there yet. Throws: Error(refused).
void write_new_files(const std::filesystem::path& folder, const std::vector<RenderedFile>& files);

/// Reads the arguments and runs one command.
/// Throws: Error for everything that the user can mend, Bug for our own mistakes.
ExitCode run(int argc, char** argv);

}  // namespace phasegate::cli
