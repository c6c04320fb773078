// Looks at the tables of a backfill once it is done.
#include "apply/dead_rows.hpp"

#include "support/embedded.hpp"

#include <fmt/format.h>

namespace phasegate {

void tell_dead_rows(RunContext& run, const FileRun& file) {
  if (file.is_undo()) return;
  for (const ManifestLock& lock : file.file->locks) {
    if (lock.work != Work::batches) continue;
    const Result found = run.session.database().query(embedded_file("planner/apply/dead_rows.sql"), {lock.relation});
    for (std::size_t row = 0; row < found.rows(); ++row) {
      const std::string name = found.text(row, "name");
      run.report(file_event(RunEvent::Kind::note, file,
                            fmt::format("{} holds {} dead row versions, {} % of all: {}", name, found.text(row, "dead"), found.text(row, "percent"),
                                        found.text(row, "comes_by_itself") == "t" ? "autovacuum will come for it" : "autovacuum will not come for it yet, VACUUM (ANALYZE) " + name)));
    }
  }
}

}  // namespace phasegate
