#include "evaluator.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace specimen_v2::train {
namespace {

// By name; below 0: there is none.
int find_tensor(const TensorInfo* tensors, int count, const char* name) {
  for (int i = 0; i < count; ++i) {
    if (std::strcmp(tensors[i].name, name) == 0) return i;
  }
  return -1;
}

struct OpenModel {
  const Trainee& trainee;
  void* model;
  explicit OpenModel(const Trainee& t) : trainee(t), model(t.make_model()) {}
  ~OpenModel() {
    if (model) trainee.destroy_model(model);
  }
  OpenModel(const OpenModel&) = delete;
  OpenModel& operator=(const OpenModel&) = delete;
};

}  // namespace

Status Evaluator::find(const MetricInfo& metric, Columns* columns) const {
  const FunctionInfo& forward = trainee_.model->functions[0];
  const FunctionInfo& training = trainee_.info->model->functions[0];
  columns->output = metric.output ? find_tensor(forward.outputs, forward.output_count, metric.output) : 0;
  columns->label =
      metric.label ? find_tensor(training.inputs, training.input_count, metric.label) : training.input_count - 1;
  if (columns->output >= 0 && columns->label >= 0) return Status();
  return Status(StatusCode::invalid_argument, "the metric %s reads %s, which %s does not have", metric.name,
                columns->output < 0 ? metric.output : metric.label, trainee_.model->name);
}

Status Evaluator::create(const Trainee& trainee, const MetricInfo* metrics, int metric_count,
                         const EvaluatorOptions& options) {
  trainee_ = trainee;
  options_ = options;
  metrics_.clear();
  columns_.clear();
  for (int m = 0; m < metric_count; ++m) {
    Columns columns;
    if (Status status = find(metrics[m], &columns); !status) return status;
    metrics_.emplace_back(metrics[m]);
    columns_.push_back(columns);
  }
  const FunctionInfo& forward = trainee.model->functions[0];
  const FunctionInfo& training = trainee.info->model->functions[0];
  std::vector<int> inputs;
  for (int i = 0; i < forward.input_count; ++i) {
    const int input = find_tensor(training.inputs, training.input_count, forward.inputs[i].name);
    if (input < 0) {
      return Status(StatusCode::invalid_argument, "training of %s has no input %s", trainee.model->name,
                    forward.inputs[i].name);
    }
    inputs.push_back(input);
  }
  max_batch_ = std::min(options.batch_size, trainee.model->max_batch);
  return arguments_.create(*trainee.model, max_batch_, std::move(inputs));
}

Status Evaluator::run(LiveSource* live) {
  for (Metric& metric : metrics_) metric.reset();
  OpenModel open(trainee_);
  if (!open.model) return Status(StatusCode::out_of_memory, "no memory for the model");
  if (Status status = trainee_.open_source(open.model, live->source(), {}); !status) return status;
  ContextOptions context;
  context.threads = options_.threads;
  context.batch = max_batch_;
  if (Status status = trainee_.create(open.model, context); !status) return status;

  const std::vector<data::TensorSpec> specs = tensor_specs(trainee_.info->model->functions[0]);
  data::LoaderOptions loading;
  loading.order.batch_size = options_.batch_size;
  loading.order.shuffle = false;
  loading.order.lengths = options_.lengths;
  if (options_.lengths) loading.order.max_length = options_.max_length;
  loading.epochs = 1;
  loading.threads = options_.data_threads;
  loading.prefetch = options_.prefetch;
  loading.skip_bad_records = options_.skip_bad_records;
  data::Loader loader;
  if (Status status = loader.start(*options_.dataset, specs.data(), static_cast<int>(specs.size()), options_.transform,
                                   options_.transform_data, loading);
      !status) {
    return status;
  }
  return run_batches(open.model, &loader);
}

Status Evaluator::run_batches(void* model, data::Loader* loader) {
  for (;;) {
    const data::Batch* batch = nullptr;
    if (Status status = loader->next(&batch); !status) return status;
    if (!batch) return Status();
    for (std::int64_t first = 0; first < batch->rows; first += max_batch_) {
      const std::int64_t count = std::min<std::int64_t>(max_batch_, batch->rows - first);
      if (Status status = trainee_.forward(model, arguments_.set(*batch, first, count)); !status) return status;
      add(*batch, first, count);
    }
  }
}

void Evaluator::add(const data::Batch& batch, std::int64_t first, std::int64_t count) {
  const FunctionInfo& training = trainee_.info->model->functions[0];
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    const TensorInfo& output = trainee_.model->functions[0].outputs[columns_[m].output];
    const TensorInfo& label = training.inputs[columns_[m].label];
    const std::int64_t classes = output.rank > 1 ? output.extent[output.rank - 1] : 1;
    const std::int64_t rows = elements_of(output, count, batch.length) / classes;
    const std::int64_t skip = elements_of(label, 1, batch.length) * first;
    const bool ids = label.dtype == DType::i32;
    metrics_[m].add(arguments_.output(columns_[m].output), rows, classes,
                    ids ? batch.i32(columns_[m].label) + skip : nullptr,
                    ids ? nullptr : batch.f32(columns_[m].label) + skip);
  }
}

}  // namespace specimen_v2::train
