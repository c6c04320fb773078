// Counts what would make the rollout fail, before anything is written: NULLs, duplicates, orphans, failing casts.
#include "catalog/database.hpp"
#include "sql/identifier.hpp"

#include <phasegate/pipeline.hpp>

namespace phasegate {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view undefined_column = "42703", undefined_table = "42P01", undefined_schema = "3F000", undefined_function = "42883", query_canceled = "57014";

bool names_what_is_not_there_yet(const DatabaseError& error) {
  return error.sqlstate() == undefined_column || error.sqlstate() == undefined_table || error.sqlstate() == undefined_schema || error.sqlstate() == undefined_function;
}

// A constant is read before any row: a value of an enum type that the rollout itself brings is no live one's mistake.
bool fails_without_rows(Database& database, const std::string& query) {
  database.query("SAVEPOINT without_rows");
  try {
    database.query("PREPARE phasegate_question AS " + query);
    database.query("DEALLOCATE phasegate_question; ROLLBACK TO SAVEPOINT without_rows");
    return false;
  } catch (const DatabaseError&) {
    database.query("ROLLBACK TO SAVEPOINT without_rows");
    return true;
  }
}

// "e.g. (3), (9)": the offending keys that a query names; nothing when it takes too long.
std::string samples(Database& database, const std::string& query) {
  if (query.empty()) return {};
  database.query("SAVEPOINT sample");
  try {
    const Result rows = database.query(query);
    std::string text;
    for (std::size_t row = 0; row < rows.rows(); ++row) text += (row == 0 ? ", e.g. " : ", ") + std::string(rows.at(row, 0).value_or("NULL"));
    database.query("RELEASE SAVEPOINT sample");
    return text;
  } catch (const DatabaseError&) {
    database.query("ROLLBACK TO SAVEPOINT sample");
    return {};
  }
}

Finding not_counted(const Preflight& asked, const std::string& why) {
  return {Severity::warning, "not-counted", "not counted, " + why + ": " + asked.what, "run phasegate dry-run where it may take longer; the file itself checks before it changes anything", asked.at};
}

std::vector<Finding> ask(Database& database, const Preflight& asked) {
  database.query("SAVEPOINT question");
  try {
    const std::string count = database.value(asked.count);
    std::vector<Finding> findings;
    if (!count.empty() && count != "0")
      findings.push_back({asked.by_hand ? Severity::warning : Severity::error, "data-in-the-way", count + " " + asked.what + samples(database, asked.sample), asked.help, asked.at});
    database.query("RELEASE SAVEPOINT question");
    return findings;
  } catch (const DatabaseError& error) {
    database.query("ROLLBACK TO SAVEPOINT question");
    if (names_what_is_not_there_yet(error)) return {};  // a column that the rollout itself brings holds no value yet
    if (error.sqlstate().starts_with("22")) {  // data exception: one value is enough to raise it
      if (fails_without_rows(database, asked.count)) return {};
      return {{Severity::error, "data-in-the-way", asked.what + ": " + error.what(), asked.help, asked.at}};
    }
    return {not_counted(asked, error.sqlstate() == query_canceled ? "it takes too long" : "the server refused (" + std::string(error.what()) + ")")};
  }
}

// Subscribers have columns of their own, and nobody sees them from here; the gates ask for an acknowledgement.
std::vector<Finding> published(const Plan& plan, Database& database) {
  std::vector<Finding> findings;
  for (const ElementId& table : plan.tables) {
    const std::string name = sql::relation(table);
    const std::string by = database.value(
        "SELECT pg_catalog.string_agg(DISTINCT p.pubname::text, ', ')\n"
        "FROM pg_catalog.pg_publication_tables AS p CROSS JOIN LATERAL pg_catalog.to_regclass(pg_catalog.format('%I.%I', p.schemaname, p.tablename)) AS t (oid)\n"
        "WHERE pg_catalog.to_regclass($1) IN (t.oid, pg_catalog.pg_partition_root(t.oid))",
        {name});
    if (!by.empty())
      findings.push_back({Severity::warning, "published", name + " is published by " + by + ": its subscribers need what this plan adds before expand, and stop at what it renames or drops",
                          "prepare them; then phasegate mark --approve \"subscribers of " + name + "\" --plan " + plan.id + ", which the gates ask for", {}});
  }
  return findings;
}

}  // namespace

std::vector<Finding> preflight(const Plan& plan, Database& database, milliseconds limit) {
  std::vector<Finding> findings;
  database.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  database.query("SET LOCAL lock_timeout = '500ms'; SET LOCAL row_security = off; SET LOCAL search_path = ''; SET LOCAL statement_timeout = " + std::to_string(limit.count()));
  for (const Step& step : plan.steps)
    for (const Preflight& asked : step.preflight)
      for (Finding& finding : ask(database, asked)) findings.push_back(std::move(finding));
  for (Finding& finding : published(plan, database)) findings.push_back(std::move(finding));
  database.query("ROLLBACK");
  return findings;
}

}  // namespace phasegate
