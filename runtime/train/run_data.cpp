#include "run_data.h"

#include <cstring>
#include <new>

#include "../core/printable.h"
#include "../data/synthetic_data.h"
#include "batch_arguments.h"

namespace specimen_v2::train {
namespace {

constexpr std::int64_t kSyntheticBatches = 16;

// Slot i is field i.
Status copy_fields(const void*, const data::Example& example, const data::ExampleKey&, const data::Slot* slots) {
  for (std::size_t i = 0; i < example.fields().size(); ++i) {
    const data::Field& field = example.fields()[i];
    const data::Slot& slot = slots[i];
    for (std::int64_t k = 0; k < slot.elements && k < field.count(); ++k) {
      if (slot.f32) {
        slot.f32[k] = static_cast<float>(field.number(k));
      } else {
        slot.i32[k] = static_cast<std::int32_t>(field.integer(k));
      }
    }
  }
  return Status();
}

Status open_synthetic(const FunctionInfo& function, std::int64_t max_length, std::int64_t examples, std::uint32_t seed,
                      DataPart* part) {
  std::vector<data::SyntheticField> fields;
  for (int i = 0; i < function.input_count; ++i) {
    const TensorInfo& tensor = function.inputs[i];
    data::SyntheticField field;
    field.name = tensor.name;
    field.type = tensor.dtype == DType::i32 ? data::FieldType::i32 : data::FieldType::f32;
    field.shape = {elements_of(tensor, 1, max_length)};
    field.below = tensor.below > 0 ? tensor.below : 2;
    fields.push_back(field);
  }
  std::unique_ptr<data::SyntheticDataset> made(new (std::nothrow) data::SyntheticDataset);
  if (!made) return Status(StatusCode::out_of_memory, "no memory for the data");
  if (Status status = made->open(fields, examples, seed); !status) return status;
  part->dataset = std::move(made);
  part->transform = copy_fields;
  return Status();
}

}  // namespace

Status RunData::open_part(const ModelInfo& model, const Recipe& recipe, const Options& options, bool is_training,
                          DataPart* part) {
  const DataSource& source = recipe.data;
  const FunctionInfo& function = model.functions[0];
  if (options.synthetic) {
    const std::int64_t examples = kSyntheticBatches * recipe.batch_size;
    if (Status status = open_synthetic(function, max_length, examples, is_training ? 1 : 2, part); !status) {
      return status;
    }
  } else {
    if (!source.open) return Status(StatusCode::unsupported, "%s has no reader of data sets", recipe.name);
    if (Status status = source.open(options.data_directory, is_training, &part->dataset); !status) return status;
    part->transform = is_training ? source.training : source.evaluation;
    part->transform_data = is_training ? source.training_data : source.evaluation_data;
  }
  if (part->dataset->size() == 0) {
    return Status(StatusCode::data_error, "%s has no examples", Printable(options.data_directory).text());
  }
  if (max_length == 0) return Status();
  if (source.lengths && !options.synthetic) return source.lengths(*part->dataset, part->transform_data, &part->lengths);
  part->lengths.assign(static_cast<std::size_t>(part->dataset->size()), max_length);
  return Status();
}

Status RunData::open(const ModelInfo& model, const Recipe& recipe, const Options& options) {
  max_length = static_cast<std::int32_t>(max_length_of(model, model.functions[0]));
  if (Status status = open_part(model, recipe, options, true, &training); !status) return status;
  return open_part(model, recipe, options, false, &evaluation);
}

}  // namespace specimen_v2::train
