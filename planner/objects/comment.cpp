// Object kind: the comments on objects of one type that phasegate leaves alone: views, functions, triggers, the index of a key. Those on what it
// models are a field of the object itself.

#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"on", ValueType::text_map, Compare::exact, "", "each object by its name with schema, as phasegate inspect prints it, and its comment: { \"public.active\" = \"for reports\" }"},
};

void finish(Object& comments, const Catalog&) {
  if (auto* on = std::get_if<TextMap>(&comments["on"])) std::ranges::sort(*on);
}

}  // namespace

extern constinit const ObjectKind comment = {
    .name = "comment",
    .toml_key = "comment",
    .in_schema = false,
    .only_when_stated = true,
    .fields = fields,
    .finish = finish,
};

}  // namespace phasegate::objects
