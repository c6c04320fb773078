// phasegate.toml → Settings. A table of keys, each with the place to put it; all mistakes at once.
#include "desired/settings_keys.hpp"
#include "desired/toml_file.hpp"
#include "support/duration.hpp"
#include "support/version.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <limits>
#include <regex>

namespace phasegate {
namespace {

using desired::TomlEntry;
using desired::TomlNode;

class Reader {
 public:
  Settings settings;
  std::vector<Finding> findings;

  void read(const TomlNode& root) {
    for (const TomlEntry& entry : root.entries) {
      if (entry.key == "app") read_applications(entry);
      else if (entry.key == "replica") read_replicas(entry);
      else if (entry.key == "gates") each(entry, desired::keys_of("gates"), [&](const TomlEntry& e) { read_gate(e); });
      else if (entry.key == "timeouts") each(entry, desired::keys_of("timeouts"), [&](const TomlEntry& e) { read_timeout(e); });
      else if (entry.key == "tables") each(entry, desired::keys_of("tables"), [&](const TomlEntry& e) { size(e, settings.tables.small_bytes); });
      else if (entry.key == "backfill") each(entry, desired::keys_of("backfill"), [&](const TomlEntry& e) { read_backfill(e); });
      else if (entry.key == "rollout") each(entry, desired::keys_of("rollout"), [&](const TomlEntry& e) { read_rollout(e); });
      else if (entry.key == "versions") each(entry, desired::keys_of("versions"), [&](const TomlEntry& e) { read_naming(e); });
      else if (entry.key == "history") each(entry, desired::keys_of("history"), [&](const TomlEntry& e) { text(e, e.key == "schema" ? settings.history_schema : settings.history_table); });
      else read_top(entry);
    }
  }

 private:
  void complain(std::string message, std::string help, const SourceSpot& at) { findings.push_back({Severity::error, "settings", std::move(message), std::move(help), at}); }

  void unknown(const TomlEntry& entry, const std::vector<std::string>& choices) {
    const std::string near = nearest(entry.key, choices);
    std::string all;
    for (const std::string& choice : choices) all += (all.empty() ? "" : ", ") + choice;
    complain("unknown key `" + entry.key + "`", near.empty() ? "use one of: " + all : "did you mean `" + near + "`?", entry.at);
  }

  template <class Use>
  void each(const TomlEntry& section, const std::vector<std::string>& keys, Use use) {
    if (section.value.type != TomlNode::Type::table) return complain("`" + section.key + "` is a table", "write [" + section.key + "]", section.at);
    for (const TomlEntry& entry : section.value.entries)
      if (std::ranges::find(keys, entry.key) == keys.end()) unknown(entry, keys);
      else use(entry);
  }

  void text(const TomlEntry& entry, std::string& target) {
    if (entry.value.type == TomlNode::Type::string) target = entry.value.text;
    else complain("`" + entry.key + "` is a string, not " + std::string(to_string(entry.value.type)), "", entry.at);
  }

  void flag(const TomlEntry& entry, bool& target) {
    if (entry.value.type == TomlNode::Type::boolean) target = entry.value.boolean;
    else complain("`" + entry.key + "` is true or false, not " + std::string(to_string(entry.value.type)), "", entry.at);
  }

  void list(const TomlEntry& entry, std::vector<std::string>& target) {
    if (entry.value.type != TomlNode::Type::array) return complain("`" + entry.key + "` is an array of strings", "", entry.at);
    for (const TomlNode& item : entry.value.items)
      if (item.type == TomlNode::Type::string) target.push_back(item.text);
      else complain("`" + entry.key + "` is an array of strings", "", item.at);
  }

  template <class Duration>
  void duration(const TomlEntry& entry, Duration& target) {
    const auto value = entry.value.type == TomlNode::Type::string ? parse_duration(entry.value.text) : std::nullopt;
    if (value) target = std::chrono::duration_cast<Duration>(*value);
    else complain("`" + entry.key + "` is a duration", duration_help, entry.value.at);
  }

  void size(const TomlEntry& entry, std::int64_t& target) {
    static constexpr std::pair<std::string_view, std::int64_t> units[] = {{"kB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}};
    std::smatch match;
    const std::regex form(R"(\s*(\d{1,6})\s*(kB|MB|GB)\s*)");
    if (entry.value.type == TomlNode::Type::string && std::regex_match(entry.value.text, match, form)) {
      for (const auto& [unit, factor] : units)
        if (match[2].str() == unit) target = std::stoll(match[1]) * factor;
    } else {
      complain("`" + entry.key + "` is a size", "write it with its unit: \"16 MB\"", entry.value.at);
    }
  }

  void percentage(const TomlEntry& entry, int& target) {
    std::smatch match;
    const std::regex form(R"(\s*(\d{1,3})\s*%\s*)");
    if (entry.value.type == TomlNode::Type::string && std::regex_match(entry.value.text, match, form) && std::stoi(match[1]) >= 1 && std::stoi(match[1]) <= 100) target = std::stoi(match[1]);
    else complain("`" + entry.key + "` is a percentage from 1% to 100%", "write it with its sign: \"25%\"", entry.value.at);
  }

  void read_top(const TomlEntry& entry) {
    if (entry.key == "name") text(entry, settings.project);
    else if (entry.key == "environment") text(entry, settings.environment);
    else if (entry.key == "schemas") list(entry, settings.schemas);
    else if (entry.key == "desired") text(entry, settings.desired);
    else if (entry.key == "migrations") text(entry, settings.migrations);
    else if (entry.key == "templates") text(entry, settings.templates);
    else if (entry.key == "approvals") list(entry, settings.approvals);
    else {
      std::vector<std::string> choices = desired::keys_of("");
      for (const char* section : {"app", "replica", "gates", "timeouts", "tables", "backfill", "rollout", "versions", "history"}) choices.emplace_back(section);
      unknown(entry, choices);
    }
  }

  void read_gate(const TomlEntry& entry) {
    if (entry.key == "sessions") flag(entry, settings.gates.sessions);
    else if (entry.key == "clients_reprepare") flag(entry, settings.clients_reprepare);
    else if (entry.key == "soak") duration(entry, settings.gates.soak);
    else if (entry.key == "soak_before_drop") duration(entry, settings.gates.soak_before_drop);
    else duration(entry, settings.gates.backup_max_age);
  }

  void read_timeout(const TomlEntry& entry) {
    if (entry.key == "table") return each_table(entry);
    if (std::chrono::milliseconds* value = settings.timeouts.find(entry.key)) *value = read_wait(entry, *value);
  }

  std::chrono::milliseconds read_wait(const TomlEntry& entry, std::chrono::milliseconds value) {
    duration(entry, value);
    if (value.count() == 0 && entry.key != "scan" && entry.key != "build")
      complain("`" + entry.key + "` may not be 0: without a limit, a waiting lock stops everybody behind it", "write at least \"1ms\"", entry.value.at);
    if (value.count() > std::numeric_limits<std::int32_t>::max())
      complain("`" + entry.key + "` is longer than PostgreSQL takes for a timeout", "write at most \"24d\"", entry.value.at);
    return value;
  }

  void each_table(const TomlEntry& section) {
    if (section.value.type != TomlNode::Type::table) return complain("`table` holds one table for each table with timeouts of its own", "write [timeouts.table.\"public.orders\"]", section.at);
    for (const TomlEntry& entry : section.value.entries) {
      if (entry.key.find('.') == std::string::npos) complain("`" + entry.key + "` does not say which schema", "write [timeouts.table.\"public." + entry.key + "\"]", entry.at);
      TableWait& own = settings.table_timeouts.emplace_back();
      own.table = entry.key;
      own.at = entry.at;
      std::vector<std::string> names = desired::keys_of("timeouts");
      std::erase(names, "table");
      each(entry, names, [&](const TomlEntry& e) { own.keys.emplace_back(e.key, read_wait(e, std::chrono::milliseconds(1))); });
    }
  }

  void read_backfill(const TomlEntry& entry) {
    BackfillSettings& backfill = settings.backfill;
    if (entry.key == "batch") {
      duration(entry, backfill.batch);
      if (backfill.batch < std::chrono::milliseconds(1) || backfill.batch > std::chrono::minutes(1)) complain("`batch` is from 1ms to 1m", "writes to a row wait for the batch that holds it", entry.value.at);
    } else if (entry.key == "max_load") percentage(entry, backfill.max_load_percent);
    else if (entry.key == "max_replica_lag") duration(entry, backfill.max_replica_lag);
    else if (entry.key == "max_replica_lag_bytes") size(entry, backfill.max_replica_lag_bytes);
    else if (entry.key == "max_wal") size(entry, backfill.max_wal_bytes_per_s);
    else if (entry.key == "yield_to_locks") flag(entry, backfill.yield_to_locks);
    else if (entry.key == "yield_to_vacuum") flag(entry, backfill.yield_to_vacuum);
    else {
      text(entry, backfill.go_on_when);
      backfill.go_on_when_at = entry.value.at;
    }
  }

  void read_rollout(const TomlEntry& entry) {
    Rollout& rollout = settings.rollout;
    if (entry.key == "name") {
      text(entry, rollout.name);
      if (!std::regex_match(rollout.name, std::regex("[a-z][a-z0-9_]{0,40}")))
        complain("the name of the rollout is `" + rollout.name + "`", "use lower case letters, digits and underscores, 41 at most: it becomes part of file names", entry.value.at);
    } else if (entry.key == "ticket") text(entry, rollout.ticket);
    else if (entry.key == "feature_flag") text(entry, rollout.feature_flag);
    else text(entry, rollout.risk);
  }

  void read_naming(const TomlEntry& entry) {
    if (entry.key == "width") {
      if (entry.value.type == TomlNode::Type::integer && entry.value.integer >= 1 && entry.value.integer <= 12) settings.naming.width = static_cast<int>(entry.value.integer);
      else complain("`width` is a number from 1 to 12", "", entry.value.at);
    } else if (entry.value.text == "sequential") settings.naming.scheme = Naming::Scheme::sequential;
    else if (entry.value.text == "timestamp") settings.naming.scheme = Naming::Scheme::timestamp;
    else complain("`naming` is \"sequential\" or \"timestamp\"", "", entry.value.at);
  }

  void read_applications(const TomlEntry& section) {
    if (section.value.type != TomlNode::Type::table) return complain("`app` holds one table for each application", "write [app.orders-api]", section.at);
    for (const TomlEntry& entry : section.value.entries) {
      Application app;
      app.name = entry.key;
      app.at = entry.at;
      each(entry, desired::keys_of("app.<name>"), [&](const TomlEntry& e) {
        if (e.key == "scheme") read_scheme(e, app);
        else text(e, e.key == "from" ? app.from : e.key == "adopts" ? app.adopts : app.retires);
      });
      if (app.retires.empty()) app.retires = app.adopts;
      if (check_versions(app)) settings.applications.push_back(std::move(app));
    }
  }

  void read_replicas(const TomlEntry& section) {
    if (section.value.type != TomlNode::Type::table) return complain("`replica` holds one table for each standby", "write [replica.reports]", section.at);
    for (const TomlEntry& entry : section.value.entries) {
      Replica replica{.name = entry.key, .url = {}, .reads = true, .at = entry.at};
      each(entry, desired::keys_of("replica.<name>"), [&](const TomlEntry& e) {
        if (e.key == "url") text(e, replica.url);
        else flag(e, replica.reads);
      });
      settings.replicas.push_back(std::move(replica));
    }
  }

  void read_scheme(const TomlEntry& entry, Application& app) {
    for (const VersionScheme scheme : {VersionScheme::semver, VersionScheme::integer, VersionScheme::calendar})
      if (entry.value.text == to_string(scheme)) {
        app.scheme = scheme;
        return;
      }
    complain("`scheme` is \"semver\", \"integer\" or \"calendar\"", "", entry.value.at);
  }

  bool check_versions(const Application& app) {
    for (const auto& [key, version] : {std::pair{"from", app.from}, {"adopts", app.adopts}, {"retires", app.retires}}) {
      if (version.empty()) return complain("application " + app.name + " has no `" + key + "`", "write from (the version that runs now) and adopts (the first made for the desired schema)", app.at), false;
      if (const auto error = version_error(version, app.scheme))
        return complain("`" + std::string(key) + "` of application " + app.name + ": " + *error, "correct it, or declare another scheme", app.at), false;
    }
    if (compare_versions(app.from, app.adopts, app.scheme) >= 0)
      return complain("application " + app.name + " adopts " + app.adopts + ", which is not above " + app.from, "adopts is the first version made for the desired schema", app.at), false;
    if (compare_versions(app.retires, app.adopts, app.scheme) < 0)
      return complain("application " + app.name + " retires " + app.retires + ", which is below adopts " + app.adopts, "retires is adopts or later", app.at), false;
    return true;
  }
};

}  // namespace

Settings read_settings(const std::filesystem::path& path) {
  Reader reader;
  const TomlNode root = desired::read_toml(path, reader.findings);
  reader.read(root);
  if (!reader.findings.empty()) {
    std::string all;
    for (const Finding& finding : reader.findings) all += (all.empty() ? "" : "\n") + to_string(finding);
    throw Error(ExitCode::refused, "phasegate.toml cannot be used\n" + all);
  }
  reader.settings.directory = std::filesystem::absolute(path).parent_path().string();
  return std::move(reader.settings);
}

}  // namespace phasegate
