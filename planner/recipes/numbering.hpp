// Where a column takes its number from when an INSERT leaves it out: a sequence of its own (serial), an identity, or a default that draws
// from a sequence. And the SQL that moves a column from one to another without drawing a number twice.
#pragma once

#include <phasegate/change_kind.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// The sequence that `nextval('…')` as a whole default draws from, bound by name or by `regclass`; nullopt for any other text.
/// `schema` is that of names without one.
std::optional<ElementId> drawn_sequence(std::string_view default_text, std::string_view schema);

/// The sequence of a serial column, as `serial` names it.
ElementId serial_sequence(const ElementId& column);

/// The column that `owned_by` of a sequence names.
std::optional<ElementId> owner_of(const Object& sequence);

/// Statements after which the column owns the sequence. Its table's owner has it first: only one role's sequence and column can be linked,
/// and a new sequence belongs to whoever runs the rollout.
std::vector<std::string> link_to_column(const ElementId& sequence, const ElementId& column);

/// A refusal when that is neither a column of the desired schema nor of a live table that phasegate leaves alone.
std::vector<Finding> unknown_owner(const Object& wanted_sequence, const Context& context);

/// The serial column of the catalog whose own sequence bears this name; null: none.
const Object* serial_column_of(const ElementId& sequence, const Catalog& catalog);

/// True when this wanted column changes between identity, serial and neither, or between generated and plain: its default is then settled with that.
bool changes_its_source(const ElementId& wanted_column, const Context& context);

/// The live sequence that the column draws from by its default, and that goes because the column gets an identity or serial instead.
std::optional<ElementId> replaced_sequence(const ElementId& wanted_column, const Context& context);
/// True when a column that changes, or a column or table that goes, takes this live sequence along: dropping it is no change of its own.
bool goes_with_its_column(const ElementId& live_sequence, const Context& context);

/// Columns of a catalog whose default draws from the sequence.
std::vector<const Object*> columns_that_draw(const ElementId& sequence, const Catalog& catalog);

/// The fact that a live column no longer has the default that it has: the step that changes one brings it where that draws from a sequence.
Fact default_gone(const ElementId& live_column);
/// Those facts, as `brings` of that step.
std::vector<Fact> default_given_up(const Object& live_column);

/// What other columns whose default draws from a sequence that goes, alone or in an expression, mean for it. Where this plan changes that default, it
/// is gone first (and undo brings the sequence back before the default); else there is a refusal, with this code.
struct OtherDrawers {
  std::vector<Fact> needs;
  std::vector<Finding> findings;
};
OtherDrawers other_drawers(const Object& wanted_column, const ElementId& live_sequence, std::string_view code, const Context& context);

/// True when each row of a new column gets a number: serial, identity, or a default that draws from a sequence and nothing else that fills it.
bool is_numbered(const Object& column);

/// What a column draws from, for `move_numbers`.
struct Source {
  enum class Kind { nothing, expression, serial, identity } kind = Kind::nothing;
  std::string expression;               ///< the default, for `expression`
  std::optional<ElementId> sequence;    ///< serial: its own; expression: the one that goes or comes with this change
  std::string identity;                 ///< "always" or "by default"
  std::string options;                  ///< of the identity
  bool owned = false;                   ///< the column owns the sequence
  bool falls = false;                   ///< its increment is negative
};
/// The source of a column as one side has it. `sequence`: see Source.
Source source_of(const Object& column, std::optional<ElementId> sequence = std::nullopt);
/// Fills in `owned` and `falls` of a source whose sequence is an object of the catalog.
void look_up_sequence(Source& source, const ElementId& column, const Catalog& catalog);

/// Refused: numbers that would run back into those that are in use.
std::vector<Finding> refuse_turned_numbers(const Object& column, const Source& from, const Source& to, std::string_view code);
/// Asked by `plan`: whether the last number lies within the bounds of the new identity, and whether anything that is not modelled draws from the old sequence.
std::vector<Preflight> numbers_that_do_not_fit(const Object& column, const Source& from, const Source& to);
std::vector<Preflight> draws_besides(const Object& column, const Source& from);

/// A sequence by its name, as an SQL expression of type regclass.
std::string regclass(const ElementId& sequence);

/// The name of the old sequence while it is set aside until contract.
ElementId set_aside_sequence(const ElementId& column, const Source& from);

/// Statements that take the column from one source to the other in one transaction, numbers going on where they were: after the last one drawn
/// where the old source had a sequence, else after the highest in the table. The rights on that sequence go along; it is set aside by renaming, and its column no longer owns it; `drop_set_aside` ends it.
std::vector<std::string> move_numbers(const Object& column, const Source& from, const Source& to);
/// The statements that undo it: the sequence set aside comes back, and goes on where the new one was.
std::vector<std::string> move_numbers_back(const Object& column, const Source& from, const Source& to);
/// The step of contract that drops the sequence which `move_numbers` has set aside; nothing when `from` had none that outlives the move.
std::vector<Step> drop_set_aside(const Object& column, const Source& from, const std::string& id);

/// ADD GENERATED … AS IDENTITY.
std::string add_identity(const Object& column, const Source& to);
/// Sets a sequence to where another one is, both SQL expressions of type regclass, and keeps everybody from drawing from that until the
/// transaction ends. One that nobody has drawn from tells nothing.
std::string go_on_after_last_drawn(const std::string& target, const std::string& old);

/// CREATE SEQUENCE … OWNED BY the column, usable by all who may insert into the table.
std::vector<std::string> create_owned_sequence(const ElementId& sequence, const ElementId& column, const std::string& type, const std::string& options);

/// The sequence of an identity column as an SQL expression of type regclass, NULL when there is none: pg_get_serial_sequence could find
/// another one that the column owns.
std::string identity_sequence(const ElementId& column);

/// True when reading the highest number of the column is no scan: an index begins with it.
bool highest_is_indexed(const ElementId& live_column, const Context& context);

/// Conditions on the catalog that never raise.
std::string column_identity_is(const ElementId& column, std::string_view words);  ///< "always", "by default", or "" for none
std::string sequence_is_owned(const ElementId& sequence, const ElementId& column);

}  // namespace phasegate::recipes
