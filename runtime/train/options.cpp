#include "options.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../program/option_value.h"
#include "../program/shown_text.h"

namespace specimen_v2::train {
namespace {

using program::terminal_text;

constexpr long long kMost = 1000000000000;

// The options of one command line, one after the other.
class Parser {
 public:
  Parser(int argc, char** argv) : argc_(argc), argv_(argv) {}

  bool next() { return ++at_ < argc_; }
  const char* option() const { return option_; }
  const char* value() const { return value_; }
  bool bad() const { return bad_; }

  void start() {
    option_ = argv_[at_];
    value_ = nullptr;
    bad_ = false;
  }
  bool flag(const char* name, bool* target) {
    const std::size_t length = std::strlen(name);
    if (std::strncmp(option_, name, length) != 0) return false;
    const char* rest = option_ + length;
    if (*rest != '\0' && std::strcmp(rest, "=true") != 0 && std::strcmp(rest, "=false") != 0) return false;
    *target = std::strcmp(rest, "=false") != 0;
    return true;
  }
  bool text(const char* name, const char* brief, const char** target) {
    if (!has(name, brief)) return false;
    *target = value_;
    bad_ = *value_ == '\0';
    return true;
  }
  template <class Int>
  bool whole(const char* name, const char* brief, Int* target, long long least, long long most = kMost) {
    if (!has(name, brief)) return false;
    const long long number = program::whole_number(value_, most);
    bad_ = number < least;
    if (!bad_) *target = static_cast<Int>(number);
    return true;
  }
  bool real(const char* name, const char* brief, double* target) {
    if (!has(name, brief)) return false;
    char* end = nullptr;
    const double number = std::strtod(value_, &end);
    bad_ = *value_ == '\0' || *end != '\0' || !std::isfinite(number) || number < 0;
    if (!bad_) *target = number;
    return true;
  }

 private:
  bool has(const char* name, const char* brief) {
    value_ = program::value_of(name, argc_, argv_, &at_);
    if (!value_ && brief) value_ = program::value_of(brief, argc_, argv_, &at_);
    return value_ != nullptr;
  }

  int argc_;
  char** argv_;
  int at_ = 0;
  const char* option_ = nullptr;
  const char* value_ = nullptr;
  bool bad_ = false;
};

// False: there is no such option.
bool take(Parser& parser, Recipe* recipe, Options* options) {
  parser.start();
  double rate = -1;
  if (parser.real("--learning_rate", "-lr", &rate)) {
    if (parser.bad()) return true;
    const double factor = recipe->schedule.rate > 0 ? rate / recipe->schedule.rate : 0;
    for (int i = 0; i < recipe->schedule.pieces; ++i) recipe->schedule.value[i] *= factor;
    recipe->schedule.rate = rate;
    return true;
  }
  return parser.flag("--help", &options->help) || parser.flag("-h", &options->help) ||
         parser.flag("--clean", &options->clean) || parser.flag("--evaluate", &options->evaluate) ||
         parser.flag("--skip_bad_records", &options->skip_bad_records) || parser.flag("--mpi", &options->mpi) ||
         parser.text("--data_dir", "-dd", &options->data_directory) ||
         parser.text("--model_dir", "-md", &options->model_directory) ||
         parser.text("--export_dir", "-ed", &options->export_directory) ||
         parser.text("--init", nullptr, &options->initial_weights) ||
         parser.whole("--train_epochs", "-te", &recipe->epochs, 1) ||
         parser.whole("--epochs_between_evals", "-ebe", &recipe->epochs_between_evaluations, 1, 1000000) ||
         parser.real("--stop_threshold", "-st", &recipe->stop_threshold) ||
         parser.whole("--batch_size", "-bs", &recipe->batch_size, 1, 1000000) ||
         parser.whole("--max_train_steps", "-mts", &recipe->max_steps, 1) ||
         parser.whole("--checkpoint_steps", nullptr, &recipe->checkpoint_steps, 0) ||
         parser.whole("--max_to_keep", nullptr, &recipe->max_to_keep, 0, 1000000) ||
         parser.whole("--seed", nullptr, &recipe->seed, 0) ||
         parser.whole("--threads", nullptr, &options->threads, 0, 256) ||
         parser.whole("--data_threads", nullptr, &options->data_threads, 0, 256) ||
         parser.whole("--prefetch", nullptr, &options->prefetch, 1, 1000) ||
         parser.flag("--use_synthetic_data", &options->synthetic) || parser.flag("-synth", &options->synthetic) ||
         parser.whole("--log_steps", nullptr, &options->log_steps, 1);
}

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

}  // namespace

Status parse_options(int argc, char** argv, Recipe* recipe, Options* options) {
  Parser parser(argc, argv);
  while (parser.next()) {
    if (!take(parser, recipe, options)) {
      return Status(StatusCode::invalid_argument, "there is no option %s, or it needs a value",
                    terminal_text(parser.option()).c_str());
    }
    if (parser.bad()) {
      return Status(StatusCode::invalid_argument, "%s cannot be %s", terminal_text(parser.option()).c_str(),
                    terminal_text(parser.value()).c_str());
    }
  }
  if (options->help) return Status();
  if (recipe->data.synthetic) options->synthetic = true;
  if (!options->data_directory) options->data_directory = recipe->data.directory;
  if (!options->data_directory && !options->synthetic) {
    return Status(StatusCode::invalid_argument, "there is no --data_dir");
  }
  if (!options->model_directory) return Status(StatusCode::invalid_argument, "there is no --model_dir");
  return Status();
}

std::string usage(const Recipe& recipe) {
  std::string text = "usage: ";
  text += recipe.name;
  text += " --data_dir DIRECTORY --model_dir DIRECTORY [OPTIONS]\n";
  const auto line = [&](const char* names, const char* what, const std::string& value) {
    char start[64];
    std::snprintf(start, sizeof start, "  %-34s", names);
    text += std::string(start) + " " + what + (value.empty() ? "" : " [" + value + "]") + "\n";
  };
  line("--data_dir, -dd DIRECTORY", "the data set", recipe.data.directory ? recipe.data.directory : "");
  line("--model_dir, -md DIRECTORY", "checkpoints and logs; a run that is there goes on", "");
  line("--export_dir, -ed DIRECTORY", "the trained weights", "MODEL_DIR/export");
  line("--clean", "removes the run that is there, and starts again", "");
  line("--evaluate", "the metrics of the run that is there, or of --init, and nothing else", "");
  line("--init FILE", "weights to start with, of a safetensors file; others are initialized", "");
  line("--train_epochs, -te N", "passes over the data", std::to_string(recipe.epochs));
  line("--max_train_steps, -mts N", "steps at most", recipe.max_steps ? std::to_string(recipe.max_steps) : "");
  line("--batch_size, -bs N", "examples of a step", std::to_string(recipe.batch_size));
  line("--learning_rate, -lr X", "at the start; later ones change with it", number(recipe.schedule.rate));
  line("--epochs_between_evals, -ebe N", "epochs between evaluations",
       std::to_string(recipe.epochs_between_evaluations));
  line("--stop_threshold, -st X", "ends when the metric reaches it", "");
  line("--checkpoint_steps N", "steps between checkpoints; 0: only after evaluations",
       std::to_string(recipe.checkpoint_steps));
  line("--max_to_keep N", "checkpoints that are kept; 0: all", std::to_string(recipe.max_to_keep));
  line("--seed N", "of initial weights, order and random numbers", std::to_string(recipe.seed));
  line("--threads N", "0: as many as the process may use", "0");
  line("--data_threads N", "that read data ahead", "1");
  line("--prefetch N", "batches that are read ahead", "2");
  line("--log_steps N", "steps between lines of the logs", "100");
  line("--skip_bad_records", "leaves damaged examples out and counts them", "");
  line("--mpi", "several processes, as mpirun starts them: each takes a batch of every step", "");
  line("--use_synthetic_data, -synth", "made-up examples in place of a data set", "");
  return text;
}

}  // namespace specimen_v2::train
