#include "training.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <new>
#include <numeric>

#include "../core/output_file.h"
#include "../core/printable.h"
#include "diagnose.h"
#include "interrupt.h"
#include "train_step.h"
#include "weights_file.h"

namespace specimen_v2::train {
namespace {

void warn(const char* message) { std::fprintf(stderr, "warning: %s\n", message); }

std::string text(const char* format, double value) {
  char out[64];
  std::snprintf(out, sizeof out, format, value);
  return out;
}

bool better(const MetricInfo& metric, double value, double than) {
  return metric.larger_is_better ? value > than : value < than;
}

}  // namespace

Training::Training(const Trainee& trainee, const Recipe& recipe, const Options& options, const Processes& processes)
    : trainee_(trainee),
      recipe_(recipe),
      options_(options),
      processes_(processes),
      training_(trainee.make()),
      directory_(options.model_directory) {}

Training::~Training() {
  if (training_) trainee_.destroy(training_);
}

// Makes the directory of the run this one's own. Others wait: what they read there is what the first leaves.
Status Training::open_directory() {
  if (processes_.first()) {
    if (Status status = directory_.make(); !status) return status;
    if (Status status = lock_.take(options_.model_directory); !status) return status;
    if (options_.clean) {
      if (Status status = directory_.clear(); !status) return status;
      RunLogs::clear(options_.model_directory);
    }
  }
  return processes_.wait();
}

Status Training::open() {
  if (!training_) return Status(StatusCode::out_of_memory, "no memory for the model");
  const ModelInfo& model = *trainee_.info->model;
  if (recipe_.batch_size > model.max_batch) {
    return Status(StatusCode::invalid_argument, "a batch of %d; %s was generated for 1 to %d", recipe_.batch_size,
                  recipe_.name, model.max_batch);
  }
  if (Status status = data_.open(model, recipe_, options_); !status) return status;
  if (Status status = open_directory(); !status) return status;
  if (Status status = start_state(); !status) return status;
  if (Status status = start_loader(); !status) return status;

  std::vector<int> inputs(static_cast<std::size_t>(model.functions[0].input_count));
  std::iota(inputs.begin(), inputs.end(), 0);
  if (Status status = arguments_.create(model, recipe_.batch_size, inputs); !status) return status;
  EvaluatorOptions evaluation;
  evaluation.threads = options_.threads;
  evaluation.batch_size = recipe_.batch_size;
  evaluation.dataset = data_.evaluation.dataset.get();
  evaluation.lengths = data_.evaluation.lengths_or_null();
  evaluation.max_length = data_.max_length;
  evaluation.transform = data_.evaluation.transform;
  evaluation.transform_data = data_.evaluation.transform_data;
  evaluation.data_threads = options_.data_threads;
  evaluation.prefetch = options_.prefetch;
  evaluation.skip_bad_records = options_.skip_bad_records;
  if (Status status = evaluator_.create(trainee_, recipe_.metrics, recipe_.metric_count, evaluation); !status) {
    return status;
  }
  progress_.reset(new (std::nothrow) Progress(total_steps(), options_.log_steps, processes_.first()));
  if (!progress_) return Status(StatusCode::out_of_memory, "no memory for the run");
  if (options_.evaluate || !processes_.first()) return Status();
  const int threads = trainee_.context(training_).threads();
  return logs_.open(options_.model_directory, recipe_, options_, threads, info_.step);
}

Status Training::start_state() {
  if (Status status = updater_.create(*trainee_.info, recipe_.optimizer, recipe_.groups, recipe_.group_count);
      !status) {
    return status;
  }
  TrainStateOptions state_options;
  state_options.slots = slots_of(recipe_.optimizer);
  if (Status status = trainee_.create_state(training_, state_options); !status) return status;
  context_options_.threads = options_.threads;
  context_options_.batch = recipe_.batch_size;
  if (Status status = trainee_.create_context(training_, context_options_); !status) return status;

  state().initialize(recipe_.seed);
  info_.seed = recipe_.seed;
  bool found = false;
  if (Status status = directory_.read_newest(&state(), recipe_.optimizer, &info_, &found, warn); !status) {
    return status;
  }
  if (Status status = processes_.wait(); !status) return status;  // all have read the same
  if (found) {
    saved_ = evaluated_ = info_.step;
    if (!processes_.first()) return Status();
    std::printf("continues from step %" PRId64 "\n", info_.step);
    return directory_.repair(state(), recipe_.optimizer, info_, recipe_.max_to_keep);
  }
  if (options_.initial_weights) {
    std::vector<const char*> missing;
    if (Status status = read_weights(options_.initial_weights, &state(), &missing); !status) return status;
    if (processes_.first()) {
      const int all = trainee_.info->parameter_count;
      std::printf("%d of %d tensors from %s\n", all - static_cast<int>(missing.size()), all,
                  Printable(options_.initial_weights).text());
      for (const char* name : missing) std::printf("  initialized: %s\n", name);
    }
  }
  updater_.start(state());
  return Status();
}

Status Training::start_loader() {
  data::LoaderOptions loading;
  loading.order.batch_size = recipe_.batch_size;
  loading.order.shard = processes_.rank();
  loading.order.shards = processes_.count();
  loading.order.seed = static_cast<std::uint32_t>(info_.seed ^ (info_.seed >> 32));
  loading.order.drop_remainder = recipe_.drop_remainder;
  loading.order.lengths = data_.training.lengths_or_null();
  if (loading.order.lengths) loading.order.max_length = data_.max_length;
  loading.epochs = recipe_.epochs;
  loading.threads = options_.data_threads;
  loading.prefetch = options_.prefetch;
  loading.skip_bad_records = options_.skip_bad_records;
  const std::vector<data::TensorSpec> specs = tensor_specs(trainee_.info->model->functions[0]);
  const Status status = loader_.start(*data_.training.dataset, specs.data(), static_cast<int>(specs.size()),
                                      data_.training.transform, data_.training.transform_data, loading, info_.position);
  if (status || info_.step == 0) return status;
  return Status(status.code(), "%s. The run in %s had another batch size or data set; --clean starts again",
                status.message(), Printable(options_.model_directory).text());
}

std::int64_t Training::total_steps() const {
  const std::int64_t all = recipe_.epochs * loader_.batches_per_epoch() / recipe_.optimizer.accumulate;
  return recipe_.max_steps > 0 ? std::min(recipe_.max_steps, all) : all;
}

bool Training::is_done() const {
  return info_.position.epoch >= recipe_.epochs || (recipe_.max_steps > 0 && info_.step >= recipe_.max_steps);
}

bool Training::is_reached() const {
  return recipe_.stop_threshold > 0 && recipe_.metric_count > 0 && info_.best_step >= 0 &&
         !better(recipe_.metrics[0], recipe_.stop_threshold, info_.best);
}

Status Training::run(Ending* ending) {
  Interrupt interrupt;
  *ending = Ending::finished;
  while (!is_done()) {
    if (is_reached()) {
      *ending = Ending::reached;
      return Status();
    }
    const data::Batch* batch = nullptr;
    if (Status status = loader_.next(&batch); !status) return status;
    if (!batch) break;
    if (Status status = step(*batch); !status) return status;
    bool stopped = Interrupt::signal() != 0;
    if (Status status = processes_.any(&stopped); !status) return status;
    stopped = stopped && state().accumulated == 0;
    if (Status status = after_step(*batch, is_done() || stopped); !status) return status;
    if (stopped && !is_done()) {
      *ending = Ending::interrupted;
      return Status();
    }
  }
  if (loader_.skipped() > 0) std::printf("%" PRId64 " bad records were left out\n", loader_.skipped());
  return Status();
}

Status Training::step(const data::Batch& batch) {
  const Arguments arguments = arguments_.set(batch, 0, batch.rows);
  TrainState& live = state();
  const std::int64_t global_batch = static_cast<std::int64_t>(recipe_.batch_size) * processes_.count();
  live.first_example = batch.first + live.accumulated * global_batch;
  StepOptions options;
  options.learning_rate = learning_rate_ = recipe_.schedule.at(live.step);
  ProcessMean mean(processes_, batch.rows);
  if (processes_.count() > 1) options.hook = mean.hook();
  StepResult result;
  const Status status = train_step(trainee_.context(training_), live, updater_, options, &result, [&](Tensor loss) {
    if (batch.rows == 0) return Status();  // the others have some
    const Status made = trainee_.loss_and_gradients(training_, arguments);
    *loss.data = arguments_.output(0)[0];
    return made;
  });
  if (!status) return status.code() == StatusCode::out_of_range ? explain(status, arguments) : status;
  // The penalty comes with the last of the micro-batches, for all of them.
  info_.loss_sum += result.loss + result.update.penalty * recipe_.optimizer.accumulate;
  ++info_.loss_count;
  info_.step = live.step;
  info_.position = batch.next;
  return Status();
}

// The state is as before the step; its checkpoint is good.
Status Training::explain(const Status& status, const Arguments& arguments) {
  diverged_ = true;
  const std::string first = first_not_finite(trainee_, training_, context_options_, arguments);
  return Status(status.code(), "%s; the first that is not: %s. The newest checkpoint is of step %" PRId64,
                status.message(), first.c_str(), std::max<std::int64_t>(saved_, 0));
}

// `last`: the run ends here.
Status Training::after_step(const data::Batch& batch, bool last) {
  if (state().accumulated != 0) return Status();
  const auto size = static_cast<double>(data_.training.dataset->size());
  const double epoch = static_cast<double>(batch.position.epoch) +
                       static_cast<double>(batch.position.example + batch.global_rows) / size;
  const double mean = info_.loss_sum / static_cast<double>(info_.loss_count);
  progress_->step(info_.step, epoch, mean, batch.global_rows * recipe_.optimizer.accumulate);
  if (info_.step % options_.log_steps == 0) {
    progress_->log(info_.step, epoch, mean, learning_rate_);
    if (processes_.first()) {
      const double speed = progress_->examples_per_second();
      const Status status = logs_.step(info_.step, batch.position.epoch, mean, learning_rate_, speed);
      if (!status) return status;
    }
    info_.loss_sum = 0;
    info_.loss_count = 0;
  }
  const bool ends_epoch = batch.next.epoch > batch.position.epoch;
  const bool due = ends_epoch && batch.next.epoch % recipe_.epochs_between_evaluations == 0;
  if (due || (last && is_done())) {
    if (Status status = evaluate_and_log(); !status) return status;
  }
  const bool periodic = recipe_.checkpoint_steps > 0 && info_.step % recipe_.checkpoint_steps == 0;
  return last || periodic || evaluated_ == info_.step ? write_checkpoint() : Status();
}

Status Training::evaluate() {
  if (!processes_.first()) return Status();
  LiveSource live(state(), updater_.average_slot());
  if (Status status = evaluator_.run(&live); !status) return status;
  std::string line = "epoch " + std::to_string(info_.position.epoch) + "  step " + std::to_string(info_.step);
  for (const Metric& metric : evaluator_.metrics()) {
    line += std::string("  ") + metric.info().name + text(" %.4f", metric.result());
  }
  progress_->line(line);
  return Status();
}

Status Training::evaluate_and_log() {
  progress_->pause();
  if (Status status = evaluate(); !status) return status;
  evaluated_ = info_.step;
  if (processes_.first()) {
    if (recipe_.metric_count > 0) {
      const double value = evaluator_.metrics()[0].result();
      if (info_.best_step < 0 || better(recipe_.metrics[0], value, info_.best)) {
        info_.best = value;
        info_.best_step = info_.step;
      }
    }
    const Status status = logs_.evaluation(info_.step, info_.position.epoch, evaluator_.metrics());
    if (!status) return status;
  }
  // All stop at the same step.
  if (Status status = processes_.share(&info_.best, sizeof info_.best); !status) return status;
  return processes_.share(&info_.best_step, sizeof info_.best_step);
}

Status Training::write_checkpoint() {
  progress_->pause();
  if (!processes_.first()) return Status();
  const Status status = directory_.write(state(), recipe_.optimizer, info_, recipe_.max_to_keep);
  if (status) saved_ = info_.step;
  if (status.code() == StatusCode::out_of_range) diverged_ = true;
  return status;
}

Status Training::save_export() {
  if (!processes_.first()) return Status();
  const std::string directory =
      options_.export_directory ? std::string(options_.export_directory) : directory_.file("export");
  if (Status status = CheckpointDirectory(directory).make(); !status) return status;
  const std::string path = directory + "/" + trainee_.model->name + ".safetensors";
  if (Status status = export_weights(path, state(), updater_.average_slot()); !status) return status;
  std::printf("weights in %s\n", Printable(path).text());
  if (!recipe_.exported) return Status();
  const std::string model = directory + "/model.json";
  OutputFile out;
  int error = out.open(model);
  if (error == 0) error = out.write(recipe_.exported, std::strlen(recipe_.exported));
  if (error == 0) error = out.commit();
  if (error == 0) return Status();
  return Status(StatusCode::io_error, "cannot write %s: %s", Printable(model).text(), std::strerror(error));
}

}  // namespace specimen_v2::train
