// Contract check 6: phases 1 to K, both versions at work where they may run, then K to 1 taken back: the first schema is there again, and
// N reads what both versions agreed on last.
#include "contract/traffic.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

namespace {

// Takes away, row by row, what makes the count of a loss query greater than 0: no knowledge of the query's form is needed.
void remove_lost_rows(const Trial& trial, const std::string& query) {
  Database& session = trial.watcher;
  const std::string count = "(" + query + ")";
  session.query("DO $remove$\nDECLARE\n  tab regclass; place tid; left_before bigint; left_after bigint;\nBEGIN\n"
                "  FOR tab IN SELECT c.oid FROM pg_class AS c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'flyway_schema_history' LOOP\n"
                "    FOR place IN EXECUTE 'SELECT ctid FROM ' || tab LOOP\n"
                "      left_before := " + count + ";\n      EXIT WHEN left_before = 0;\n"
                "      BEGIN\n        EXECUTE format('DELETE FROM %s WHERE ctid = %L', tab, place);\n        left_after := " + count + ";\n"
                "        IF left_after >= left_before THEN RAISE EXCEPTION USING ERRCODE = 'PGKEP'; END IF;\n"
                "      EXCEPTION WHEN SQLSTATE 'PGKEP' OR foreign_key_violation THEN NULL;\n      END;\n"
                "    END LOOP;\n  END LOOP;\nEND $remove$");
  REQUIRE(session.value(query) == "0");
}

struct Loss {
  std::string query;
  std::string count;
};

// What the undo of a phase would lose now.
std::vector<Loss> losses_of(const Trial& trial, Phase phase) {
  std::vector<Loss> losses;
  Database& session = trial.watcher;
  for (const Step& step : trial.planned.plan.steps) {
    if (step.phase != phase || step.undo.how == UndoHow::impossible) continue;
    for (const std::string& query : step.undo.losses) {
      const std::string count = rows_of(session, query);
      if (count != "0\n") losses.push_back({query, count.substr(0, count.find('\n'))});
    }
  }
  return losses;
}

// Rows that one step of the phase has made, its own undo takes away before another counts them.
bool takes_rows_away(const Trial& trial, Phase phase) {
  for (const Step& step : trial.planned.plan.steps)
    if (step.phase == phase && std::ranges::any_of(step.undo.sql, [](const std::string& sql) { return sql.starts_with("DELETE "); })) return true;
  return false;
}

// Undo is refused with the count while rows would be lost; they are taken away then. True when the phase is undone already.
bool meet_losses(Trial& trial, Phase phase) {
  for (std::vector<Loss> losses = losses_of(trial, phase); !losses.empty(); losses = losses_of(trial, phase)) {
    INFO(losses.front().query);
    std::string why;
    const ExitCode code = trial.undo(phase, why);
    INFO(why);
    if (code == ExitCode::done && takes_rows_away(trial, phase)) return true;
    REQUIRE(code != ExitCode::done);
    if (!takes_rows_away(trial, phase)) CHECK(why.find(losses.front().count) != std::string::npos);
    remove_lost_rows(trial, losses.front().query);
  }
  return false;
}

// Not further than to the point of no return: number of files of phases up to `last` that can be taken back.
std::size_t undoable_end(const Trial& trial, Phase last) {
  std::size_t end = 0;
  while (end < trial.end_of(last) && trial.manifest.files[end].undo_impossible.empty()) ++end;
  return end;
}

void work(Clients& traffic, const std::string& moment) {
  if (const std::string wrong = traffic.round(); !wrong.empty()) FAIL_CHECK("after " << moment << ":\n" << wrong);
}

// N+1 must be gone before what it relies on is: undo is refused until the markers say so.
void check_gate_and_roll_back(Trial& trial, Phase phase) {
  if (!trial.next_runs) return;
  trial.begin_rollback();
  std::string why;
  CHECK(trial.undo(phase, why) == ExitCode::gate_shut);
  trial.end_rollback();
}

void undo_one(Trial& trial, Clients& traffic, Phase phase) {
  INFO("undo " << to_string(phase));
  if (phase <= Phase::backfill) check_gate_and_roll_back(trial, phase);
  // In contract N's columns are out of N's reach; the queries of the example say afterwards whether both sides agree.
  const std::string_view reads = phase == Phase::contract ? "" : trial.what.example->n_reads;
  std::string agreed = reads.empty() ? "" : rows_of(trial.watcher, reads);
  if (!meet_losses(trial, phase)) {
    if (!reads.empty()) agreed = rows_of(trial.watcher, reads);
    std::string why;
    const ExitCode code = trial.undo(phase, why);
    INFO(why);
    REQUIRE(code == ExitCode::done);
  }
  if (!reads.empty()) CHECK(rows_of(trial.watcher, reads) == agreed);
  work(traffic, fmt::format("undo {}", to_string(phase)));
}

// A step says what its undo leaves behind: the line of the schema with the element that it touches is then another.
std::string without_what_stays(const Trial& trial, const std::string& schema) {
  std::string text;
  for (std::size_t begin = 0; begin < schema.size();) {
    const std::size_t end = schema.find('\n', begin) + 1;
    const std::string line = schema.substr(begin, end - begin);
    const bool stays = std::ranges::any_of(trial.planned.plan.steps, [&](const Step& step) {
      return !step.undo.leaves.empty() && std::ranges::any_of(step.touches, [&](const ElementId& id) { return line.starts_with(id.name + " = "); });
    });
    if (!stays) text += line;
    begin = end;
  }
  return text;
}

// False: the plan has no such phase.
bool there_and_back(const Case& example, Phase last) {
  INFO("up to " << to_string(last));
  Trial trial(example);
  if (last > trial.manifest.files.back().phase) return false;
  const std::string first = schema_of(trial);
  trial.start();
  Clients traffic(trial);
  work(traffic, "start");
  trial.walk(undoable_end(trial, last), [&](const std::string& moment) {
    const bool ends_phase = trial.applied() == trial.manifest.files.size() || trial.manifest.files[trial.applied()].phase != trial.manifest.files[trial.applied() - 1].phase;
    if (ends_phase) work(traffic, moment);
  });
  for (int phase = static_cast<int>(last); phase >= 0; --phase) undo_one(trial, traffic, static_cast<Phase>(phase));
  CHECK(without_what_stays(trial, schema_of(trial)) == without_what_stays(trial, first));
  CHECK(helpers_of(trial) == "");
  CHECK(trial.database.value("SELECT state FROM phasegate.rollout") == "undone");
  return true;
}

}  // namespace

TEST_CASE("contract 6: phases 1 to K, then K to 1 taken back, is as if nothing had been", "[db][contract][check6]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      for (const Phase last : all_phases)
        if (!there_and_back(example, last)) break;
      count_check(6, example);
    }
}
