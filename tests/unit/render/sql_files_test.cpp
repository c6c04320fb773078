// What V-files look like whatever stands in a plan: comments stay comments, no placeholder of Flyway's, and templates that lack nothing.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <sstream>

using namespace phasegate;

namespace {

Step a_step() {
  Step step;
  step.id = "step";
  step.title = "add column t.c";
  step.sql = {"ALTER TABLE public.t ADD COLUMN c integer"};
  step.locks = {{{"table", "public", "", "t"}, LockMode::access_exclusive, Work::instant}};
  step.done = {"false", "not done"};
  step.undo = {UndoHow::sql, {"ALTER TABLE public.t DROP COLUMN c"}, "", {}};
  return step;
}

Plan a_plan(const Step& step) {
  Plan plan;
  plan.rollout = "r";
  plan.id = "0a0b0c0d";
  plan.settings.applications = {{"app", VersionScheme::semver, "1.0.0", "2.0.0", "2.0.0", false, {}}};
  plan.steps = {step};
  StepGraph graph{{step}, {}};
  plan.files = cut(graph, plan.rollout);
  return plan;
}

std::vector<RenderedFile> rendered(const Plan& plan) {
  std::vector<std::string> versions;
  for (std::size_t i = 0; i < plan.files.size(); ++i) versions.push_back(std::to_string(i + 1));
  return render_files(plan, versions);
}

std::string file(const std::vector<RenderedFile>& files, const std::string& part) {
  const auto found = std::ranges::find_if(files, [&](const RenderedFile& f) { return f.path.find(part) != std::string::npos; });
  return found == files.end() ? "" : found->content;
}

}  // namespace

TEST_CASE("render: line feeds in titles and notes never leave their comment") {
  Step step = a_step();
  step.title = "harmless\nDROP TABLE public.t; --";
  step.notes = {"first\r\nDROP TABLE public.t;", "{{SPEC}} {{#STEP}}"};
  Plan plan = a_plan(step);
  plan.settings.rollout.ticket = "T-1\nDROP TABLE public.t;";
  for (const RenderedFile& f : rendered(plan)) {
    if (!f.path.ends_with(".sql")) continue;
    std::istringstream in(f.content);
    for (std::string line; std::getline(in, line);)
      if (const auto at = line.find("DROP TABLE public.t"); at != std::string::npos) {
        INFO(f.path << ": " << line);
        const auto comment = line.find("--");
        CHECK((comment != std::string::npos && comment < at));
      }
  }
}

TEST_CASE("render: a ${ of the user stays what it is, and Flyway is told to leave it alone") {
  Step step = a_step();
  step.sql = {"ALTER TABLE public.t ADD COLUMN c text DEFAULT '${x}'"};
  step.done = {"'${y}' = ''", "not done"};
  const auto files = rendered(a_plan(step));
  CHECK(file(files, "V3__r_add_column_t_c.sql").find("DEFAULT '${x}'") != std::string::npos);
  CHECK(file(files, "V3__r_add_column_t_c.sql.conf") == "placeholderReplacement=false\n");
  // The condition stands as JSON in the guard of the next file, where the dollar can be written otherwise.
  CHECK(file(files, "expand_close.sql").find("${") == std::string::npos);
  CHECK(file(files, "expand_close.sql").find("\\u0024{y}") != std::string::npos);
}

TEST_CASE("render: dollar quotes of the user do not end the statement of the file") {
  Step step = a_step();
  step.sql = {"COMMENT ON TABLE public.t IS $phasegate$ a $phasegate1$ b"};
  const std::string text = file(rendered(a_plan(step)), "V3__");
  CHECK(text.find("DO $phasegate2$") != std::string::npos);
}

TEST_CASE("render: a template of the user that lacks a marker is refused") {
  const test::TemporaryFolder folder;
  for (const char* name : {"transactional.sql.tpl", "latched.sql.tpl", "ungated.sql.tpl"})
    folder.write(name, test::read_file(std::string(PHASEGATE_SOURCE_DIR) + "/templates/" + name));
  Plan plan = a_plan(a_step());
  plan.settings.templates = folder.path().string();
  CHECK(file(rendered(plan), "V3__") == file(rendered(a_plan(a_step())), "V3__"));

  std::string without = test::read_file(folder.path() / "transactional.sql.tpl");
  without.erase(without.find("{{SPEC}}"), std::string("{{SPEC}}").size());
  folder.write("transactional.sql.tpl", without);
  try {
    rendered(plan);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("lacks the marker {{SPEC}}") != std::string::npos);
  }
}
