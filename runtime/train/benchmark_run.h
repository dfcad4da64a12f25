// Lines of JSON as the TensorFlow Models' official/utils/logs/logger.py writes them, for tools that read those.
#ifndef SPECIMEN_V2_TRAIN_BENCHMARK_RUN_H
#define SPECIMEN_V2_TRAIN_BENCHMARK_RUN_H

#include <cstdint>
#include <string>

#include "options.h"
#include "recipe.h"

namespace specimen_v2::train {

// model_name, dataset, machine_config, run_date, run_parameters.
std::string benchmark_run(const Recipe& recipe, const Options& options, int threads);
// name, value, unit, global_step, timestamp, extras. A value that is not finite is null.
std::string metric_line(const char* name, double value, std::int64_t step);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_BENCHMARK_RUN_H
