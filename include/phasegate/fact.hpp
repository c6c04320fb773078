// What can be true of an element on the way from the live to the desired schema. Steps speak in facts; order comes from them.
#pragma once

#include <phasegate/element.hpp>

#include <string>

namespace phasegate {

/// Which of the things that bear a name is meant: what is live now, what is wanted, or a helper of the rollout.
enum class Side { live, wanted, temporary };

enum class Milestone {
  exists,
  written,                ///< every new write of the live side reaches it
  synced,                 ///< writes to either side reach the other
  filled,                 ///< old rows have their value
  enforced_for_new_rows,
  validated,
  live,                   ///< usable under its wanted name and form
  set_aside,
  restored,
  unwritten,
  unread,
  retired,                ///< out of reach of applications, but kept for undo
  gone,
  adopted                 ///< of an application: runs at or above its `adopts`
};

/// One thing that is or will be true.
struct Fact {
  ElementId element;
  Side side = Side::wanted;
  Milestone milestone = Milestone::exists;

  auto operator<=>(const Fact&) const = default;
  bool operator==(const Fact&) const = default;
};

std::string_view to_string(Milestone milestone);
std::string_view to_string(Side side);
/// "column public.users.email (wanted) filled".
std::string to_string(const Fact& fact);

}  // namespace phasegate
