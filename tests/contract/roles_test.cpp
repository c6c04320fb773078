// Contract check 11: the same rollout by a role that is no superuser, on tables whose row-level security is forced on their owner too.
// With BYPASSRLS it ends as ever; without it nothing starts: counts and proofs over hidden rows prove nothing.
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <optional>
#include <regex>
#include <set>

using namespace phasegate;
using namespace phasegate::test;

namespace {

// The owner of everything, and two members of it: one who sees every row, and one who does not.
void make_roles() {
  static const bool made = [] {
    connect(server().url()).query("CREATE ROLE shop_owner NOLOGIN; CREATE ROLE shop_runner LOGIN BYPASSRLS IN ROLE shop_owner; CREATE ROLE shop_blind LOGIN IN ROLE shop_owner");
    return true;
  }();
  (void)made;
}

struct Header {
  std::string table;  // as it is written: users, or "we\"ird"
  bool is_plain = false;
};

std::optional<Header> header_of(const std::string& line) {
  static const std::regex form(R"re(\[table\.("(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+)(\..*)?\]\s*)re");
  std::smatch match;
  if (!std::regex_match(line, match, form)) return std::nullopt;
  return Header{match[1].str(), !match[2].matched};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text)
    if (c == '\n') lines.emplace_back();
    else lines.back() += c;
  return lines;
}

// The example with everything owned by shop_owner; `forces`: every table that does not speak of row security itself has it forced, before
// and after.
struct OwnedExample {
  std::string before_sql, desired_toml;
  Example example;
  OwnedExample(const Example& plain, bool forces) : example(plain) {
    // Only a superuser publishes all tables, whatever comes.
    before_sql = "SET ROLE shop_owner;\n" + std::regex_replace(std::string(plain.before_sql), std::regex("FOR ALL TABLES"), "FOR TABLE users") + ";\nCOMMIT";
    desired_toml = plain.desired_toml;
    if (forces) force(lines_of(plain.desired_toml));
    before_sql += ";\nRESET ROLE";
    example.before_sql = before_sql;
    example.desired_toml = desired_toml;
  }

 private:
  void force(const std::vector<std::string>& lines) {
    std::set<std::string> with_header, speaking;
    std::string in;
    for (const std::string& line : lines) {
      if (line.starts_with("[")) {
        const auto header = header_of(line);
        in = header && header->is_plain ? header->table : "";
        if (!in.empty()) with_header.insert(in);
      } else if (!in.empty() && line.starts_with("row_level_security")) {
        speaking.insert(in);
      }
    }
    desired_toml.clear();
    for (const std::string& line : lines) {
      const auto header = header_of(line);
      if (header && !header->is_plain && with_header.insert(header->table).second) desired_toml += "[table." + header->table + "]\nrow_level_security = \"forced\"\n";
      desired_toml += line + "\n";
      if (header && header->is_plain && !speaking.contains(header->table)) desired_toml += "row_level_security = \"forced\"\n";
    }
    std::string left_out = "''";
    for (const std::string& table : speaking) left_out += ", $name$" + std::regex_replace(std::regex_replace(table, std::regex(R"(^"|"$)"), ""), std::regex(R"(\\(.))"), "$1") + "$name$";
    before_sql +=
        ";\nDO $force$ DECLARE t regclass; BEGIN\n"
        "FOR t IN SELECT c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'\n"
        "  AND c.relname NOT IN (" + left_out + ") AND quote_ident(c.relname) NOT IN (" + left_out + ") LOOP\n"
        "EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t); END LOOP; END $force$";
  }
};

bool hides_rows(const Trial& trial) {
  for (const ManifestFile& file : trial.manifest.files)
    for (const ManifestLock& lock : file.locks)
      if (trial.watcher.value("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = to_regclass($1)", {lock.relation}) == "t") return true;
  return false;
}

// The role without BYPASSRLS, at the very beginning.
void check_refused(const Trial& trial) {
  Database session = connect(trial.database.url("shop_blind"));
  RunOptions options;
  options.directory = trial.folder.path() / "migrations";
  Stop stop;
  std::string said, help;
  ExitCode code = ExitCode::done;
  try {
    code = run_phase(session, trial.manifest, options, stop);
  } catch (const Error& error) {
    code = error.code();
    said = error.what();
    help = error.help();
  }
  INFO(said);
  CHECK(code == ExitCode::refused);
  CHECK(said.find("role shop_blind cannot see every row of") != std::string::npos);
  CHECK(help.find("BYPASSRLS") != std::string::npos);
  CHECK(trial.watcher.value("SELECT to_regnamespace('phasegate') IS NULL") == "t");
}

}  // namespace

TEST_CASE("contract 11: a role that is no superuser carries the rollout out under forced row security", "[db][contract][check11]") {
  make_roles();
  for (const Case& plain : all_cases())
    DYNAMIC_SECTION(plain.name()) {
      const OwnedExample forced(*plain.example, true), free(*plain.example, false);
      std::optional<Trial> made;
      try {
        made.emplace(Case{plain.kind, &forced.example}, false, "shop_runner", "shop_owner");
      } catch (const Error& error) {
        // Some kinds do not work under row security at all, and say so; they need no superuser either.
        INFO(error.what());
        REQUIRE(std::string(error.what()).find("row level security") != std::string::npos);
        made.emplace(Case{plain.kind, &free.example}, false, "shop_runner", "shop_owner");
      }
      Trial& trial = *made;
      if (hides_rows(trial)) check_refused(trial);
      trial.start();
      trial.walk(trial.manifest.files.size());
      const PlanResult again = trial.plan_again();
      for (const Difference& difference : again.differences) FAIL_CHECK(to_string(difference));
      CHECK(again.plan.empty());
      CHECK(helpers_of(trial) == "");
      CHECK(trial.database.value("SELECT state FROM phasegate.rollout") == "finished");
      count_check(11, plain);
    }
}
