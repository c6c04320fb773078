// One thing to run, with all its dangers: locks, timeouts, undo, proof, whom it hurts and what it promises.
#pragma once

#include <phasegate/fact.hpp>
#include <phasegate/source_spot.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

enum class Phase { expand, backfill, validate, contract };
inline constexpr Phase all_phases[] = {Phase::expand, Phase::backfill, Phase::validate, Phase::contract};
std::string_view to_string(Phase phase);

/// The part of a phase that a step belongs to; parts run in this order.
enum class Part {
  main,      ///< expand and backfill have only this
  open,      ///< validate: what N could not bear (drop not null, loosen a check)
  catch_up,  ///< validate: the last pass over rows that N left behind
  enforce,   ///< validate: constraints, proofs, defaults of synced columns
  swap,      ///< contract: a same-name type change
  retire,    ///< contract: take away by renaming; undo brings it back
  drop       ///< contract: cannot be undone
};
std::string_view to_string(Part part);

/// The eight table-level lock modes, weakest first. Source: PostgreSQL manual, 13.3.1.
enum class LockMode {
  access_share, row_share, row_exclusive, share_update_exclusive, share, share_row_exclusive, exclusive, access_exclusive
};
/// "ACCESS EXCLUSIVE".
std::string_view to_string(LockMode mode);
/// Who has to wait: "everybody", "writes", "DDL only" …
std::string_view who_waits(LockMode mode);

/// What the statement does while it holds the lock.
enum class Work { instant, scans, rewrites, builds, batches };
std::string_view to_string(Work work);

/// A lock that a step takes. Contract check 4 compares these with pg_locks.
struct LockClaim {
  ElementId relation;  ///< table, index or sequence
  LockMode mode = LockMode::access_exclusive;
  Work work = Work::instant;
};

/// How the SQL of a step may be run.
enum class Transaction {
  shared,  ///< may share its transaction with neighbours of the same file
  own,     ///< in a transaction of its own
  none     ///< outside a transaction (CONCURRENTLY, batches, scans that must not hold the guard's locks)
};
std::string_view to_string(Transaction transaction);

/// What waiting for the locks of a step does to others.
enum class LockClass {
  strong,  ///< SHARE and above: reads or writes of the application stand in the queue behind it
  weak,    ///< up to SHARE UPDATE EXCLUSIVE: only DDL and VACUUM stand behind it
  patient  ///< a concurrent index build or drop: it waits for transactions, and nobody stands behind it
};

enum class UndoHow { sql, nothing_needed, impossible };

/// How a step is taken back.
struct Undo {
  UndoHow how = UndoHow::nothing_needed;
  std::vector<std::string> sql;  ///< statements, run one after another in a transaction; for `sql` only
  std::string reason;            ///< why nothing is needed, or why it is impossible
  /// Queries that return one bigint: rows whose value only N+1 could have written. Undo is refused while > 0.
  std::vector<std::string> losses;
  /// What stays behind although nothing is left to take back (a value of an enum type, which PostgreSQL cannot take away); empty: nothing.
  std::string leaves = {};
};

/// A condition on the database, asked before or after a step.
struct Check {
  std::string sql;        ///< an SQL expression of type boolean, true when the condition holds; "" = nothing to ask
  std::string otherwise;  ///< what to tell when it does not hold
};

/// Rows that would make the step fail, counted when the plan is made. The step itself checks again where it runs.
struct Preflight {
  std::string count;   ///< a query that returns one bigint; reads only what the running version has
  std::string sample;  ///< a query that returns one text per offending key, at most five; "" when there is none to show
  std::string what;    ///< "keys of users_email_key occur more than once in public.users"
  std::string help;    ///< the ways out
  SourceSpot at;
  bool by_hand = false;  ///< the desired schema says that people clean up before the step (clean_up = "by hand"): no refusal, a warning
};

/// Whom a step hurts: reads or writes of the running (N) or the next (N+1) version.
struct Hurts {
  bool n_reads = false, n_writes = false, next_reads = false, next_writes = false;
  [[nodiscard]] bool n() const { return n_reads || n_writes; }
};

/// What an application may rely on once the step is done, e.g. arbiter(email).
struct Promise {
  std::string what;      ///< "not null: users.email", printed after "N+1 must not yet"
  std::string must_not;  ///< what N+1 must not do until then: "read users.email as never NULL"
  SourceSpot at;
};

/// One thing to run.
struct Step {
  std::string id;     ///< unique in the plan, stable for equal input: "rename-column public.users.nick: add"
  std::string title;  ///< for people: "add column users.nickname"
  Phase phase = Phase::expand;
  Part part = Part::main;
  Transaction transaction = Transaction::shared;
  std::vector<std::string> sql;  ///< statements without final semicolon; for Transaction::none exactly one
  std::vector<LockClaim> locks;
  bool takes_long = false;  ///< its work grows with the table (scans, builds, batches): limited by the setting for that kind of work, not by `statement`
  std::vector<Fact> needs;
  std::vector<Fact> brings;
  std::vector<std::string> ends;  ///< ids of steps whose `done` holds no longer once this step is done
  std::string together;       ///< steps with the same non-empty word run in one transaction
  Check before;               ///< asked in the file right before; false stops the file
  Check done;                 ///< true when the step has been done: makes every file safe to run again
  std::vector<Preflight> preflight;  ///< asked by `plan`
  Undo undo;
  Hurts hurts;
  std::vector<Promise> promises;
  /// Elements that the step creates, changes or removes (left out of the fingerprint). Kind "constraint" names a constraint by the name that
  /// it has in the table, where its element has none (primary key).
  std::vector<ElementId> touches;
  bool needs_approval = false;     ///< a drop: data goes for good
  bool next_retries = false;         ///< from here on, a write of N+1 can meet one of N so that each waits for the other; N+1 gets 40001 and tries its transaction again
  bool changes_result_type = false;  ///< statements prepared before that return the column fail until they are prepared again
  std::vector<std::string> notes;  ///< for the plan: figures that decided, what to look at
};

}  // namespace phasegate
