// Objects by their ids: what a catalog keeps its objects in. A large schema is asked for single objects very often, so these are found by a
// table of hashes; the order is made when it is asked for.
#pragma once

#include <phasegate/object_kind.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace phasegate {

/// Objects with different ids. Pointers to them hold until they are removed. Not to be used by two threads at once, not even to read.
class ObjectSet {
 public:
  ObjectSet() = default;
  ObjectSet(const ObjectSet& other);
  ObjectSet(ObjectSet&& other) noexcept;
  ObjectSet& operator=(ObjectSet other) noexcept;
  ~ObjectSet() = default;

  /// Throws: Bug when the id is there already.
  void add(Object object);
  void remove(const ElementId& id);
  [[nodiscard]] Object* find(const ElementId& id) const;  ///< null when there is none
  /// All objects, sorted by id; holds until one is added or removed.
  [[nodiscard]] std::span<const std::unique_ptr<Object>> in_order() const;
  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Object* object = nullptr;  // null: nothing stands here
  };
  // The slot of the object, or the free one where it would stand. There is always a free one.
  [[nodiscard]] std::size_t slot_of(const ElementId& id, std::uint32_t hash) const;
  void grow();

  std::vector<Slot> slots_;  // a power of two; at most half of them are taken
  mutable std::vector<std::unique_ptr<Object>> order_;
  mutable std::size_t sorted_ = 0;  // so many of order_, from its front, are sorted
};

}  // namespace phasegate
