#include "field_list.h"

#include <cstring>
#include <string>

#include "../core/printable.h"
#include "path_pattern.h"

namespace specimen_v2::train {
namespace {

Status check_numbers(const data::Field& field) {
  if (field.type != data::FieldType::text) return Status();
  return Status(StatusCode::data_error, "the field \"%s\" is a text, not a number", Printable(field.name).text());
}

}  // namespace

Status each_field(const FieldList& list, const data::Example& example, void* data,
                  Status (*take)(void* data, const data::Field& field)) {
  for (int i = 0; i < list.count; ++i) {
    const char* name = list.names[i];
    const bool pattern = std::strchr(name, '*') != nullptr;
    bool found = false;
    for (const data::Field& field : example.fields()) {
      if (pattern ? !path_matches(name, std::string(field.name).c_str()) : field.name != name) continue;
      found = true;
      if (Status status = check_numbers(field); !status) return status;
      if (Status status = take(data, field); !status) return status;
    }
    if (!found) return Status(StatusCode::data_error, "there is no field \"%s\"", Printable(name).text());
  }
  return Status();
}

}  // namespace specimen_v2::train
