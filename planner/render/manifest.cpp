// plan.json: writes a Manifest as JSON, and reads it back with a message for everything that is not as it
// should be.
#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <sstream>

namespace phasegate {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

// ---- Words
// -----------------------------------------------------------------------------------------------------------

std::string_view to_word(FileForm form) {
  static constexpr std::string_view words[] = {"ungated", "transactional", "latched"};
  return words[static_cast<int>(form)];
}

// LockMode and the others come as the words that their to_string gives.
std::string_view to_word(Phase value) { return to_string(value); }
std::string_view to_word(Part value) { return to_string(value); }
std::string_view to_word(LockMode value) { return to_string(value); }
std::string_view to_word(Work value) { return to_string(value); }
std::string_view to_word(VersionScheme value) { return to_string(value); }

// ---- Writing
// ---------------------------------------------------------------------------------------------------------

Json lock_to_json(const ManifestLock& lock) {
  return {{"relation", lock.relation}, {"mode", to_word(lock.mode)}, {"work", to_word(lock.work)}};
}

Json file_to_json(const ManifestFile& file) {
  Json locks = Json::array();
  for (const ManifestLock& lock : file.locks) locks.push_back(lock_to_json(lock));
  return {{"path", file.path},
          {"version", file.version},
          {"description", file.description},
          {"phase", to_word(file.phase)},
          {"part", to_word(file.part)},
          {"form", to_word(file.form)},
          {"checksum", file.checksum},
          {"undo_path", file.undo_path},
          {"undo_impossible", file.undo_impossible},
          {"titles", file.titles},
          {"locks", locks},
          {"lock_timeout_ms", file.lock_timeout_ms},
          {"statement_timeout_ms", file.statement_timeout_ms},
          {"undo_lock_timeout_ms", file.undo_lock_timeout_ms},
          {"done", file.done},
          {"builds_indexes", file.builds_indexes}};
}

Json application_to_json(const Application& application) {
  return {{"name", application.name},       {"scheme", to_word(application.scheme)},
          {"from", application.from},       {"adopts", application.adopts},
          {"retires", application.retires}, {"assumed", application.assumed}};
}

Json step_to_json(const ExplainedStep& step) {
  Json after = Json::array();
  for (const ExplainedStep::After& each : step.after) after.push_back({{"step", each.step + 1}, {"rule", each.rule}, {"because", each.because}});
  return {{"id", step.id},     {"title", step.title}, {"phase", to_word(step.phase)}, {"part", to_word(step.part)}, {"hurts_n", step.hurts_n}, {"cannot_be_undone", step.cannot_be_undone},
          {"text", step.text}, {"after", after}};
}

Json gate_to_json(const ManifestGate& gate) {
  Json spec = Json::parse(gate.spec, nullptr, /*allow_exceptions=*/false);
  if (!spec.is_object()) throw Bug("the spec of gate " + gate.name + " is no JSON object: " + gate.spec);
  return {{"name", gate.name}, {"spec", std::move(spec)}};
}

// ---- Reading
// ---------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(ExitCode::refused, fmt::format("{}: {}", where, what),
              "write the plan again with `phasegate plan`");
}

/// One JSON object of the file with the place it stands at, so that every complaint can name the key.
class Reader {
 public:
  Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) refuse(where_, "an object was expected");
  }

  [[nodiscard]] const Json& at(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) refuse(where_, fmt::format("`{}` is missing", key));
    return *found;
  }

  [[nodiscard]] bool has(const char* key) const { return json_.contains(key); }

  [[nodiscard]] std::string text(const char* key) const {
    if (!at(key).is_string()) refuse(where_, fmt::format("`{}` is no string", key));
    return at(key).get<std::string>();
  }

  [[nodiscard]] std::int64_t number(const char* key, std::int64_t least, std::int64_t most) const {
    const Json& value = at(key);
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() ||
                       value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()});
    if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
      refuse(where_, fmt::format("`{}` is no whole number from {} to {}", key, least, most));
    return value.get<std::int64_t>();
  }

  [[nodiscard]] bool boolean(const char* key) const {
    if (!at(key).is_boolean()) refuse(where_, fmt::format("`{}` is neither true nor false", key));
    return at(key).get<bool>();
  }

  [[nodiscard]] std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> result;
    for (const Json& item : array(key)) {
      if (!item.is_string()) refuse(where_, fmt::format("`{}` holds something that is no string", key));
      result.push_back(item.get<std::string>());
    }
    return result;
  }

  /// The value of an enumeration that is written as `last` and those before it are.
  template <class Enumeration>
  [[nodiscard]] Enumeration word(const char* key, Enumeration last) const {
    const std::string given = text(key);
    for (int i = 0; i <= static_cast<int>(last); ++i)
      if (to_word(static_cast<Enumeration>(i)) == given) return static_cast<Enumeration>(i);
    refuse(where_, fmt::format("`{}` has the unknown value \"{}\"", key, given));
  }

  template <class Item>
  [[nodiscard]] std::vector<Item> items(const char* key, Item (*read)(const Reader&)) const {
    std::vector<Item> result;
    for (const Json& item : array(key))
      result.push_back(read(Reader(item, fmt::format("{}: {}[{}]", where_, key, result.size()))));
    return result;
  }

  [[nodiscard]] Reader object(const char* key) const { return {at(key), fmt::format("{}: {}", where_, key)}; }
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  [[nodiscard]] const Json& array(const char* key) const {
    if (!at(key).is_array()) refuse(where_, fmt::format("`{}` is no array", key));
    return at(key);
  }

  const Json& json_;
  std::string where_;
};

// A path that leaves the folder would let a plan run files that nobody reviewed.
std::string path_within(const Reader& reader, const char* key, bool may_be_empty) {
  const std::string text = reader.text(key);
  if (text.empty() && may_be_empty) return text;
  const std::filesystem::path path(text);
  bool leaves = path.empty() || path.is_absolute();
  for (const auto& part : path) leaves = leaves || part == "..";
  if (leaves)
    refuse(reader.where(), fmt::format("`{}` does not lie in the migrations folder: \"{}\"", key, text));
  return text;
}

ManifestLock read_lock(const Reader& reader) {
  return {.relation = reader.text("relation"),
          .mode = reader.word("mode", LockMode::access_exclusive),
          .work = reader.word("work", Work::batches)};
}

ManifestFile read_file(const Reader& reader) {
  constexpr std::int64_t longest_ms =
      std::numeric_limits<std::int32_t>::max();  // what PostgreSQL takes for a timeout
  ManifestFile file;
  file.path = path_within(reader, "path", false);
  file.version = reader.text("version");
  file.description = reader.text("description");
  file.phase = reader.word("phase", Phase::contract);
  file.part = reader.word("part", Part::drop);
  file.form = reader.word("form", FileForm::latched);
  file.checksum = static_cast<std::int32_t>(reader.number(
      "checksum", std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
  file.undo_path = path_within(reader, "undo_path", true);
  file.undo_impossible = reader.text("undo_impossible");
  file.titles = reader.texts("titles");
  file.locks = reader.items("locks", read_lock);
  file.lock_timeout_ms = reader.number("lock_timeout_ms", 1, longest_ms);
  file.statement_timeout_ms = reader.number("statement_timeout_ms", 0, longest_ms);
  file.undo_lock_timeout_ms = reader.number("undo_lock_timeout_ms", 1, longest_ms);
  file.done = reader.texts("done");
  file.builds_indexes = reader.texts("builds_indexes");
  return file;
}

Application read_application(const Reader& reader) {
  Application application;
  application.name = reader.text("name");
  application.scheme = reader.word("scheme", VersionScheme::calendar);
  application.from = reader.text("from");
  application.adopts = reader.text("adopts");
  application.retires = reader.text("retires");
  application.assumed = reader.boolean("assumed");
  return application;
}

ManifestGate read_gate(const Reader& reader) {
  const Json& spec = reader.at("spec");
  if (!spec.is_object()) refuse(reader.where(), "`spec` is no object");
  return {.name = reader.text("name"), .spec = spec.dump()};
}

constexpr std::int64_t most_steps = 1'000'000;

ExplainedStep::After read_after(const Reader& reader) { return {static_cast<std::size_t>(reader.number("step", 1, most_steps) - 1), reader.text("rule"), reader.text("because")}; }

ExplainedStep read_step(const Reader& reader) {
  return {reader.text("id"), reader.text("title"), reader.word("phase", Phase::contract), reader.word("part", Part::drop), reader.text("text"), reader.boolean("hurts_n"), reader.boolean("cannot_be_undone"), reader.items("after", read_after)};
}

Manifest manifest_from(const Reader& reader) {
  Manifest manifest;
  manifest.format = static_cast<int>(reader.number("format", 0, std::numeric_limits<int>::max()));
  if (manifest.format != format_version)
    throw Error(ExitCode::refused,
                fmt::format("{} has format {}; this phasegate reads format {}", reader.where(),
                            manifest.format, format_version),
                "use the phasegate that wrote it, or write the plan again");
  manifest.rollout = reader.text("rollout");
  manifest.plan_id = reader.text("plan_id");
  manifest.environment = reader.text("environment");
  const Reader history = reader.object("history");
  manifest.history_schema = history.text("schema");
  manifest.history_table = history.text("table");
  manifest.applications = reader.items("applications", read_application);
  manifest.files = reader.items("files", read_file);
  manifest.gates = reader.items("gates", read_gate);
  manifest.must_not = reader.texts("must_not");
  if (reader.has("steps")) manifest.steps = reader.items("steps", read_step);
  if (reader.has("fingerprint_lines")) manifest.fingerprint_lines = reader.texts("fingerprint_lines");
  return manifest;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  Json applications = Json::array(), files = Json::array(), gates = Json::array(), steps = Json::array();
  for (const Application& application : manifest.applications)
    applications.push_back(application_to_json(application));
  for (const ManifestFile& file : manifest.files) files.push_back(file_to_json(file));
  for (const ManifestGate& gate : manifest.gates) gates.push_back(gate_to_json(gate));
  for (const ExplainedStep& step : manifest.steps) steps.push_back(step_to_json(step));
  const Json json = {{"format", manifest.format},
                     {"rollout", manifest.rollout},
                     {"plan_id", manifest.plan_id},
                     {"environment", manifest.environment},
                     {"history", {{"schema", manifest.history_schema}, {"table", manifest.history_table}}},
                     {"applications", applications},
                     {"files", files},
                     {"gates", gates},
                     {"must_not", manifest.must_not},
                     {"steps", steps},
                     {"fingerprint_lines", manifest.fingerprint_lines}};
  try {
    return json.dump(2) + '\n';
  } catch (const Json::exception& error) {
    throw Bug(std::string("plan.json cannot be written: ") + error.what());
  }
}

Manifest read_manifest(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "plan.json";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.is_open() || text.fail())
    throw Error(ExitCode::refused, "there is no plan: " + path.string() + " cannot be read",
                "write one with `phasegate plan`, or name the migrations folder");
  try {
    const Json json = Json::parse(text.str());
    return manifest_from(Reader(json, path.string()));
  } catch (const Json::exception& error) {
    refuse(path.string(), std::string("not JSON as phasegate writes it: ") + error.what());
  }
}

}  // namespace phasegate
