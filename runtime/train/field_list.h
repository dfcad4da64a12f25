// Fields of an example that are one tensor, one behind the other.
#ifndef SPECIMEN_V2_TRAIN_FIELD_LIST_H
#define SPECIMEN_V2_TRAIN_FIELD_LIST_H

#include <cstdint>

#include "../core/status.h"
#include "../data/example.h"

namespace specimen_v2::train {

struct FieldList {
  const char* const* names = nullptr;  // of fields; with a `*`, of all that match, in their order
  int count = 0;
};

// Calls `take(field)` for each. Errors: data_error (there is no such field, or one of texts), and those of `take`.
Status each_field(const FieldList& list, const data::Example& example, void* data,
                  Status (*take)(void* data, const data::Field& field));

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_FIELD_LIST_H
