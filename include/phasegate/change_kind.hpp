// The form that every file in planner/changes fills in: which differences a kind of change takes, and how it is carried out.
#pragma once

#include <phasegate/catalog.hpp>
#include <phasegate/difference.hpp>
#include <phasegate/finding.hpp>
#include <phasegate/settings.hpp>
#include <phasegate/step.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace phasegate {

/// What a change kind may look at. All of it is read-only; nothing here reaches a server.
struct Context {
  const Catalog& live;
  const Catalog& wanted;
  const Settings& settings;
  const std::vector<Difference>& differences;

  /// The live name of a wanted element: its rename hint applied, also to its parent. Equal when nothing is renamed.
  [[nodiscard]] ElementId live_name(const ElementId& wanted_id) const;
  /// The size of a live table; rows −1 when unknown.
  [[nodiscard]] TableSize size(const ElementId& table) const;
};

struct ChangeKind;

/// Differences that one kind carries out together.
struct Change {
  const ChangeKind* kind = nullptr;
  Difference claimed;
  std::vector<Difference> absorbed;  ///< further differences that the same steps settle

  /// True when the claimed or an absorbed difference is this field of this kind of element.
  [[nodiscard]] const Difference* field(std::string_view element_kind, std::string_view key) const;
};

/// How a change is carried out. Findings of severity error refuse the plan.
struct Recipe {
  std::vector<Step> steps;  ///< in the order in which they run
  std::vector<Finding> findings;
};

/// A small case: it documents the kind, and the contract tests run every check on it.
struct Example {
  std::string_view name;          ///< kebab-case
  std::string_view shows;         ///< one sentence
  std::string_view before_sql;    ///< makes the live schema, with rows (NULLs, defaults, lossy round trips) in it
  std::string_view desired_toml;
  std::string_view settings_toml = {};  ///< a phasegate.toml; empty: one application `app` from 1.0.0 to 2.0.0
  /// Statements of the running version, prepared once and run at every point where N may run. $1 is a bigint that no
  /// other call of the run has had.
  std::span<const std::string_view> n_statements = {};
  /// The same of the next version, run from the deploy of N+1 on.
  std::span<const std::string_view> next_statements = {};
  std::string_view n_reads = {};        ///< everything that N can read: compared around undo, byte for byte
  std::string_view n_never_sees = {};   ///< query whose rows N must never see while it may run
  std::string_view next_never_sees = {};///< query whose rows N+1 must never see from its deploy on
  std::span<const std::string_view> also = {};  ///< other kinds without which there is no such change: its target must be new
  std::string_view disagreement = {};   ///< query whose rows show the two sides apart, from the end of backfill to the end of N
};

/// One kind of change. A constant; the file set_not_null.cpp defines changes::set_not_null.
struct ChangeKind {
  std::string_view name;      ///< "set-not-null"
  std::string_view summary;   ///< one sentence: what it does
  std::string_view why;       ///< Markdown: what PostgreSQL does, what could go wrong, and why the steps lie in these phases
  std::string_view when_not;  ///< Markdown: when it refuses, and the way out
  /// True when the kind carries this difference out. Exactly one kind claims each difference.
  bool (*claims)(const Difference&, const Context&) = nullptr;
  /// True when a change that claims `claimed` settles `other` as well. Null: never.
  bool (*absorbs)(const Difference& claimed, const Difference& other, const Context&) = nullptr;
  Recipe (*recipe)(const Change&, const Context&) = nullptr;
  /// It gives a table another name, and the step that brings the live one `retired` is what does: until then, other changes of the table run under that.
  bool holds_name = false;
  std::span<const Example> examples;
  std::span<const std::string_view> sources;  ///< PostgreSQL manual sections and tests behind the claims
};

}  // namespace phasegate
