// The JSON Schema (draft 7) of spec files, from the same tables that validate them.
#pragma once

#include <string>
#include <vector>

#include "spec/layer_table.h"
#include "spec/spec.h"

namespace specimen::gen {

// Text of the schema. With `blocks`, calls of those blocks are checked too; calls of others are let through.
std::string write_schema(const LayerTable& layers, const std::vector<const BlockSpec*>& blocks = {});

}  // namespace specimen::gen
