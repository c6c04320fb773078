// same_expression, same_index_element and same_query.
#include "sql/canonical.hpp"
