#include "run_data.h"

#include <new>

#include "../core/printable.h"
#include "batch_arguments.h"
#include "made_up_data.h"

namespace specimen_v2::train {
namespace {

constexpr std::int64_t kMadeUpBatches = 16;

}  // namespace

Status RunData::open_part(const ModelInfo& model, const Recipe& recipe, const Options& options, bool is_training,
                          DataPart* part) {
  const DataSource& source = recipe.data;
  const FunctionInfo& function = model.functions[0];
  if (options.synthetic) {
    const std::int64_t examples = kMadeUpBatches * recipe.batch_size;
    part->dataset.reset(new (std::nothrow) MadeUpData(function, max_length, examples, is_training ? 1 : 2));
    if (!part->dataset) return Status(StatusCode::out_of_memory, "no memory for the data");
    part->transform = &MadeUpData::copy_fields;
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
