// specimen run: a model on images or texts.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/runtime.h"
#include "cli/exported_model.h"
#include "cli/labels.h"
#include "cli/model_cache.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/targets.h"
#include "plan/text_inputs.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/safetensors.h"
#include "runtime/core/weights.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

struct RunCommandOptions {
  ModelArguments model;
  std::string weights;
  std::vector<std::string> inputs;
  int threads = 0, repeat = 1, top = 5;
  std::string target = "auto";
  std::string labels, vocabulary, out;
  bool cased = false, pair = false;
};

// What `weights pack` writes; the model itself says what is wrong with such a file.
bool is_packed(const std::string& path) {
  MappedFile file;
  return file.open(path.c_str()) && file.size() >= sizeof PackedHead::magic &&
         std::memcmp(file.data(), kPackedMagic, sizeof PackedHead::magic) == 0;
}

bool is_tensors(const std::string& input) { return fs::path(input).extension() == ".safetensors"; }

// What an input of a model is that reads neither images nor texts; "" of others.
std::string tensors_note(const Plan& plan) {
  std::vector<std::string> names;
  for (const PlanInput& input : plan.entries[0].inputs) {
    if (std::holds_alternative<FromImage>(input.meaning)) return "";
    names.push_back(input.name);
  }
  return fmt::format("`{}` takes safetensors files with its inputs: {}", plan.model, fmt::join(names, ", "));
}

// Checks the inputs that name files; `-` and literal texts do not.
void check_inputs(Session& session, const RunCommandOptions& options, const Plan& plan, bool reads_texts) {
  for (const std::string& input : options.inputs) {
    std::string path = input;
    if (reads_texts && !is_tensors(input)) {
      if (input.empty() || input[0] != '@') continue;
      path.erase(0, 1);
    }
    if (file_exists(path)) continue;
    Diagnostic& error = missing_file(path, session.diagnostics);
    const std::string note = reads_texts ? "" : tensors_note(plan);
    if (!note.empty() && !is_tensors(input)) error.note("{}", note);
  }
}

bool has_tokenizer(const fs::path& directory) {
  return file_exists((directory / "tokenizer.json").string()) || file_exists((directory / "vocab.txt").string());
}

// The options of the program that say how texts are read. Without --vocabulary, the tokenizer beside the weights.
std::vector<std::string> text_options(Session& session, const RunCommandOptions& options) {
  std::vector<std::string> list;
  if (options.cased) list.emplace_back("--cased");
  if (options.pair) list.emplace_back("--pair");
  std::string vocabulary = options.vocabulary;
  if (std::all_of(options.inputs.begin(), options.inputs.end(), is_tensors)) return list;
  const fs::path beside = fs::path(options.weights).parent_path();
  if (vocabulary.empty() && has_tokenizer(beside)) {
    vocabulary = beside.empty() ? "." : beside.string();
    fmt::print(stderr, "vocabulary: the tokenizer in {}, beside the weights\n", vocabulary);
  }
  if (vocabulary.empty()) {
    session.diagnostics
        .error(Kind::file_not_found, Span{}, "texts need a vocabulary, and there is none beside `{}`", options.weights)
        .note(
            "--vocabulary names the directory with the tokenizer.json or vocab.txt that the weights were trained with");
  } else if (directory_exists(vocabulary) ? !has_tokenizer(vocabulary) : !file_exists(vocabulary)) {
    missing_file(vocabulary, session.diagnostics)
        .note("a WordPiece tokenizer is a directory with a vocab.txt or tokenizer.json, or one of these");
  }
  list.push_back("--vocabulary=" + vocabulary);
  return list;
}

// The option of the program that names the classes: --labels, or the list that the spec names.
std::vector<std::string> label_options(Session& session, const RunCommandOptions& options, const Plan& plan) {
  const auto path = options.labels.empty() ? labels_file(session, plan) : options.labels;
  if (!path || path->empty()) return {};
  const auto fit = labels_fit(session, plan, *path);
  if (!fit) return {};
  if (*fit) return {"--labels=" + *path};
  if (options.labels.empty()) {  // as after `--set classes=7`
    fmt::print(stderr, "labels: `{}` has another number of classes than {} names; their numbers are printed\n",
               plan.model, *path);
  } else {
    session.diagnostics.error(Kind::labels_count, Span{}, "no output of `{}` has as many values as `{}` has names",
                              plan.model, *path);
  }
  return {};
}

void run(Session& session, const RunCommandOptions& options) {
  if (!file_exists(options.weights)) {
    missing_file(options.weights, session.diagnostics)
        .note("`specimen weights convert` makes weights from a checkpoint, `specimen weights synthetic` from a seed");
  }
  if (session.diagnostics.has_errors()) return;
  if (Status status = SafetensorsFile().open(options.weights.c_str()); !status && !is_packed(options.weights)) {
    session.diagnostics.error(Kind::checkpoint_unreadable, Span{}, "{}", status.message())
        .note("`specimen weights convert` makes weights from a checkpoint of another format");
    return;
  }
  const auto plan = plan_model(session, options.model);
  if (!plan) return;
  const bool reads_texts = text_inputs(*plan).has_value();
  check_inputs(session, options, *plan, reads_texts);
  std::vector<std::string> more;
  if (reads_texts) {
    more = text_options(session, options);
  } else if (!options.vocabulary.empty() || options.cased || options.pair) {
    session.diagnostics.error(Kind::argument_malformed, Span{},
                              "`{}` reads no texts, so there is nothing for --vocabulary, --cased and --pair to say",
                              plan->model);
  }
  for (std::string& option : label_options(session, options, *plan)) more.push_back(std::move(option));
  if (const std::string obstacle = write_obstacle(options.out); !obstacle.empty())
    session.diagnostics.error(Kind::file_not_written, Span{}, "cannot write `{}`: {}", options.out, obstacle);
  if (session.diagnostics.has_errors()) return;
  const auto program = built_program(session, *plan, options.target);
  if (!program) return;
  std::vector<std::string> command = {"--threads=" + std::to_string(options.threads),
                                      "--repeat=" + std::to_string(options.repeat), "--target=" + options.target,
                                      "--top=" + std::to_string(options.top)};
  command.insert(command.end(), more.begin(), more.end());
  if (session.json) command.emplace_back("--json");
  if (!options.out.empty()) command.push_back("--out=" + options.out);
  command.insert(command.end(), {"--", options.weights});
  command.insert(command.end(), options.inputs.begin(), options.inputs.end());
  const Ended ended = run_program(program->command(command), Printed::show);
  if (!ended.ok()) run_failed(session, options.model.model, ended);
}

// The model of an exported directory, with its weights where no others are named.
RunCommandOptions of_exported(RunCommandOptions options, const ExportedModel& exported) {
  std::vector<std::string> settings = exported.model.settings;
  settings.insert(settings.end(), options.model.settings.begin(), options.model.settings.end());
  options.model.model = exported.model.model;
  options.model.settings = std::move(settings);
  if (options.weights.empty()) options.weights = exported.weights;
  return options;
}

}  // namespace

void add_run(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("run", "Runs a model on images or texts: what it makes of them, and the times");
  auto options = std::make_shared<RunCommandOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command
      ->add_option(
          "inputs", options->inputs,
          "Images (JPEG, PNG); texts, @FILE or `-` with one a line; or safetensors files with the model's inputs")
      ->required();
  command->add_option("--weights", options->weights,
                      "A safetensors file with the model's weights; of an exported directory, its own");
  command->add_option("--threads", options->threads, "0: as many as the process may use")->check(CLI::Range(0, 256));
  command->add_option("--repeat", options->repeat, "Runs, for times")->check(CLI::Range(1, 1000000));
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options(true)));
  command->add_option("--top", options->top, "How many of the largest values are printed")
      ->check(CLI::Range(1, 1000000));
  command->add_option("--out", options->out,
                      "A file for whole outputs, of all inputs: .npy of a model with one output, else safetensors");
  command->add_flag("--json", session.json, "A line of JSON for each input");
  command->add_option("--labels", options->labels,
                      "A file with the names of the classes, one a line; by default the list that the spec names");
  command->add_option("--vocabulary", options->vocabulary,
                      "Of texts: the directory of a tokenizer, or its vocab.txt or tokenizer.json; by default the one "
                      "beside the weights");
  command->add_flag("--cased", options->cased,
                    "Of texts: keep capitals and accents, where no file says whether they count");
  command->add_flag("--pair", options->pair, "Texts two by two; of lines, with a tab between them");
  add_pass_options(*command, session);
  command->footer(
      "Examples:\n"
      "  specimen run resnet50 --weights resnet50.safetensors cat.jpg\n"
      "  specimen run minilm --weights minilm.safetensors --vocabulary vocab.txt \"a cat sat\" \"dogs bark\"\n"
      "  specimen run minilm --weights minilm.safetensors --vocabulary vocab.txt @sentences.txt\n"
      "  echo \"a cat sat\" | specimen run minilm --weights minilm.safetensors --vocabulary vocab.txt -");
  command->get_option("model")->description(
      "A model or variant (see `specimen list`), the path of a spec, or a directory that training exported");
  command->callback([options, &session] {
    if (is_exported(options->model.model)) {
      const auto exported = read_exported(session, options->model.model);
      if (exported) *options = of_exported(*options, *exported);
    } else if (options->weights.empty()) {
      throw CLI::RequiredError("--weights");
    }
    if (!session.diagnostics.has_errors()) run(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
