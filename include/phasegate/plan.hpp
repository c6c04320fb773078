// Steps in order, with the reasons for the order, cut into phases and files.
#pragma once

#include <phasegate/change_kind.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace phasegate {

/// `from` runs before `to`, and why.
struct Edge {
  std::size_t from = 0, to = 0;  ///< indices into StepGraph::steps
  std::string_view rule;         ///< name of the rule in graph/rules.cpp
  std::string because;           ///< the fact or element behind it
};

/// Steps and edges. After `order` the steps stand in the order in which they run.
struct StepGraph {
  std::vector<Step> steps;
  std::vector<Edge> edges;
};

/// How a file protects itself from being run while its gate is shut.
enum class FileForm {
  ungated,        ///< the installation of schema phasegate
  transactional,  ///< guard, timeouts and statements are one DO statement
  latched         ///< outside a transaction: the session is read-only until a guard block opens it
};

/// One V-file before it has a number.
struct PlannedFile {
  Phase phase = Phase::expand;
  Part part = Part::main;
  FileForm form = FileForm::transactional;
  bool opening = false;            ///< first file of its phase: raises the floor in validate and contract
  bool closing = false;            ///< last file of the rollout: asks whether everything is done, and closes it
  std::string slug;                ///< description in the file name: "display_name_expand"
  std::vector<std::size_t> steps;  ///< indices into Plan::steps; empty for the installation and a bare opening file
};

/// A rollout, ready to be written.
struct Plan {
  std::string rollout;  ///< its name
  std::string id;       ///< 8 hex digits over SQL, order, gates and irreversibility; sizes do not count
  Settings settings;    ///< as used, assumed applications filled in
  int server_version_num = 0;
  std::vector<Change> changes;
  std::vector<Step> steps;         ///< in the order in which they run
  std::vector<Edge> edges;
  std::vector<PlannedFile> files;  ///< in the order in which they run
  bool asks_reprepare = false;     ///< a swap changes a result type: gate contract asks whether clients prepare again
  std::vector<ElementId> tables;   ///< live tables that the fingerprint covers, sorted
  std::vector<ElementId> touches;  ///< elements that the plan itself changes, left out of the fingerprint, sorted
  std::string desired_digest;      ///< sha256 of what the desired schema says, as hex: by it the rollout knows its own schema again
  std::string fingerprint;         ///< expected at every gate; md5 as hex
  std::vector<std::string> fingerprint_lines;  ///< what it was taken over, each a JSON array: by them a difference is told
  std::vector<Finding> findings;   ///< warnings and notes; a plan with errors is never made

  [[nodiscard]] bool empty() const { return steps.empty(); }
};

/// A step as `explain` tells it, and as plan.json keeps it for the time when its rollout has begun.
struct ExplainedStep {
  struct After {
    std::size_t step = 0;  ///< counted from 0
    std::string rule, because;
  };
  std::string id, title;
  Phase phase = Phase::expand;
  Part part = Part::main;
  std::string text;  ///< transaction, locks, undo and promises, a line each
  bool hurts_n = false, cannot_be_undone = false;
  std::vector<After> after;  ///< the steps that it comes after
};

/// One file to be written: path relative to the migrations folder.
struct RenderedFile {
  std::string path;
  std::string content;
};

}  // namespace phasegate
