// One small disagreement between the live and the desired schema.
#pragma once

#include <phasegate/object_kind.hpp>

namespace phasegate {

enum class What {
  missing,  ///< wanted, not live
  extra,    ///< live, not wanted
  renamed,  ///< live under the name that a `renamed_from` hint gives
  field     ///< both there; one field differs
};

/// One disagreement. Values are copies, so that a difference outlives the catalogs.
struct Difference {
  What what = What::field;
  ElementId element;             ///< the wanted name; for `extra` the live one
  ElementId live_element;        ///< the live name; equals `element` unless renamed
  const Field* field = nullptr;  ///< for `field` only
  Value live, wanted;            ///< for `field` only
  SourceSpot at;                 ///< where the wanted side is written; unknown for `extra`

  [[nodiscard]] bool is(What w, std::string_view kind) const { return what == w && element.kind == kind; }
  [[nodiscard]] bool is_field(std::string_view kind, std::string_view key) const {
    return what == What::field && element.kind == kind && field->key == key;
  }
};

/// "column public.users.email: not null differs (live: false, wanted: true)".
std::string to_string(const Difference& difference);

}  // namespace phasegate
