// The general rules that put steps in order; kinds never name each other.
#pragma once

#include <phasegate/pipeline.hpp>

namespace phasegate::graph {

/// Adds every edge that a rule demands, with the rule's name and its reason. `recipe_of` says which recipe a step comes from.
/// Returns findings for needed facts that neither the live schema holds nor a step brings.
std::vector<Finding> add_edges(StepGraph& graph, const std::vector<std::size_t>& recipe_of, const Context& context);

}  // namespace phasegate::graph
