// Open addressing with linear probing, and a list that is sorted when somebody looks at it.
#include <phasegate/object_set.hpp>

#include <phasegate/error.hpp>

#include <algorithm>
#include <functional>

namespace phasegate {
namespace {

std::uint32_t hash_of(const ElementId& id) {
  std::size_t hash = id.kind.empty() ? 0 : id.kind.size() * 31 + static_cast<unsigned char>(id.kind.front());  // kinds are few
  for (const std::string* part : {&id.schema, &id.parent, &id.name}) hash = (hash ^ std::hash<std::string>()(*part)) * 0x9e3779b97f4a7c15ULL;
  return static_cast<std::uint32_t>(hash >> 32U);
}

bool comes_before(const std::unique_ptr<Object>& a, const std::unique_ptr<Object>& b) { return a->id < b->id; }

using Place = std::vector<std::unique_ptr<Object>>::iterator;

// Files and the server give the objects of one table one after the other, and often the tables in order: then only what is below each
// table is left to sort.
void sort(Place from, Place to) {
  std::stable_sort(from, to, [](const auto& a, const auto& b) { return a->kind != b->kind && a->id.kind < b->id.kind; });
  const auto of_another_table = [](const auto& a, const auto& b) { return a->kind != b->kind || a->id.parent != b->id.parent || a->id.schema != b->id.schema; };
  for (Place first = from; first != to;) {
    const Place last = std::adjacent_find(first, to, of_another_table);
    const Place end = last == to ? to : last + 1;
    if (!(*first)->id.parent.empty()) std::sort(first, end, comes_before);
    first = end;
  }
  if (!std::is_sorted(from, to, comes_before)) std::sort(from, to, comes_before);
}

}  // namespace

ObjectSet::ObjectSet(const ObjectSet& other) {
  for (const auto& object : other.in_order()) add(*object);
}

ObjectSet::ObjectSet(ObjectSet&& other) noexcept
    : slots_(std::move(other.slots_)), order_(std::move(other.order_)), sorted_(std::exchange(other.sorted_, 0)) {
  other.slots_.clear();
  other.order_.clear();
}

ObjectSet& ObjectSet::operator=(ObjectSet other) noexcept {
  slots_.swap(other.slots_);
  order_.swap(other.order_);
  std::swap(sorted_, other.sorted_);
  return *this;
}

std::size_t ObjectSet::slot_of(const ElementId& id, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].object != nullptr && (slots_[at].hash != hash || slots_[at].object->id != id)) at = (at + 1) & mask;
  return at;
}

void ObjectSet::grow() {
  std::vector<Slot> old(std::max<std::size_t>(16, slots_.size() * 2));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.object == nullptr) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].object != nullptr) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void ObjectSet::add(Object object) {
  if (2 * (order_.size() + 1) > slots_.size()) grow();
  const std::uint32_t hash = hash_of(object.id);
  Slot& slot = slots_[slot_of(object.id, hash)];
  if (slot.object != nullptr) throw Bug("twice in one catalog: " + to_string(object.id));
  order_.push_back(std::make_unique<Object>(std::move(object)));
  slot = {hash, order_.back().get()};
}

void ObjectSet::remove(const ElementId& id) {
  if (slots_.empty()) return;
  std::size_t free = slot_of(id, hash_of(id));
  const Object* object = slots_[free].object;
  if (object == nullptr) return;
  // What stood behind it because of it moves up, so that a free slot always ends a search.
  const std::size_t mask = slots_.size() - 1;
  slots_[free].object = nullptr;
  for (std::size_t at = (free + 1) & mask; slots_[at].object != nullptr; at = (at + 1) & mask) {
    const std::size_t home = slots_[at].hash & mask;
    if (((at - home) & mask) < ((at - free) & mask)) continue;  // it stands between its home and the free slot
    slots_[free] = std::exchange(slots_[at], {});
    free = at;
  }
  const auto all = in_order();
  const auto at = std::ranges::lower_bound(all, object->id, {}, [](const auto& other) -> const ElementId& { return other->id; });
  order_.erase(order_.begin() + (at - all.begin()));
  sorted_ = order_.size();
}

Object* ObjectSet::find(const ElementId& id) const { return slots_.empty() ? nullptr : slots_[slot_of(id, hash_of(id))].object; }

std::span<const std::unique_ptr<Object>> ObjectSet::in_order() const {
  if (sorted_ == order_.size()) return order_;
  const auto middle = order_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  sort(middle, order_.end());
  if (middle != order_.begin() && comes_before(*middle, *(middle - 1))) std::inplace_merge(order_.begin(), middle, order_.end(), comes_before);
  sorted_ = order_.size();
  return order_;
}

}  // namespace phasegate
