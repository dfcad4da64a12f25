// Random specs against the evaluator, without a compiler; and on disk, for the tests that compile them.
//
//   random_specs make --seed N --count N --out DIRECTORY [--write-every N]
//       makes and checks specs; of each N, the one with most of what no case had is written as one (write_case.h)
//   random_specs check FILE...    checks these specs: NAME.json with its blocks beside it
//   random_specs write DIRECTORY...  writes the cases of the specs DIRECTORY/NAME.json, NAME being the directory's name
//   random_specs code DIRECTORY...   of these cases only the code
//   random_specs mistakes --seed N --count N --out OUT DIRECTORY...
//       puts mistakes into graphs and plans and prints what finds each; of one that needs a compiler to be found, the
//       code that these cases have with it is OUT/MISTAKE/NAME/code
// A wrong spec is printed with its stage. The last line counts.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>

#include "base/file.h"
#include "graph/layers/layer.h"
#include "passes/passes.h"
#include "random/built_spec.h"
#include "random/graph_checks.h"
#include "random/mistakes.h"
#include "random/sharing.h"
#include "random/spec_maker.h"
#include "random/write_case.h"

namespace specimen::gen {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::uint64_t seed = 1;
  int count = 200, write_every = 0;
  std::string out;
  std::vector<std::string> files;
};

// A spec that says something, with its numbers.
struct MadeSpec {
  RandomSpec spec;
  Graph graph;
  Numbers numbers;
};

Numbers numbers_of(const Graph& graph, const std::string& name) {
  Dice dice(std::hash<std::string>()(name) % 1000003);
  return make_numbers(graph, dice);
}

// Some come to nothing, or to numbers that say nothing: the next dice are thrown.
std::optional<MadeSpec> make_one(std::uint64_t seed, int index, const Usage& usage) {
  const std::string name = fmt::format("random_{}_{}", seed, index);
  for (std::uint64_t attempt = 0; attempt < 50; ++attempt) {
    Dice dice((seed * 1000003 + static_cast<std::uint64_t>(index)) * 64 + attempt);
    auto spec = make_spec(name, dice, usage);
    if (!spec) continue;
    BuiltSpec built(*spec);
    Numbers numbers = numbers_of(*built.graph, name);
    if (numbers.usable) return MadeSpec{std::move(*spec), std::move(*built.graph), std::move(numbers)};
  }
  return std::nullopt;
}

std::optional<Fault> check_spec(const MadeSpec& made) {
  if (std::string error = check_sharing(made.spec, made.graph, made.numbers); !error.empty())
    return Fault{"weights_of", error};
  return check_graph(made.graph, made.numbers);
}

void print_fault(const RandomSpec& spec, const std::string& stage, const std::string& error) {
  fmt::print("{}: {}: {}\n", spec.name, stage, error);
}

// Layers and arguments that no spec had: the makers of specs must be taught them. Random specs have no states, and so
// no layers that write them (tests/states).
int print_missing(const Usage& usage) {
  int missing = 0;
  const std::vector<LayerRule> of_states = state_layers();
  for (const LayerRule& rule : layer_rules()) {
    const bool writes = std::any_of(of_states.begin(), of_states.end(),
                                    [&](const LayerRule& one) { return one.info.name == rule.info.name; });
    if (writes) continue;
    if (!usage.layers.count(rule.info.name)) {
      ++missing;
      fmt::print("no spec has the layer {}: teach tests/random/arguments.cpp its arguments\n", rule.info.name);
      continue;
    }
    for (const Argument& argument : rule.info.arguments) {
      if (only_for_training(argument) || argument.name == "axis" || has_one_value(argument)) continue;
      if (usage.arguments.count(rule.info.name + "." + argument.name)) continue;
      ++missing;
      fmt::print("no spec sets {} of {}: teach it tests/random/arguments.cpp\n", argument.name, rule.info.name);
    }
  }
  return missing;
}

int make(const Options& options) {
  Usage usage;
  std::set<std::string> seen;         // features of the cases
  std::map<std::string, int> passed;  // how many specs had them that were no cases
  int wrong = 0, made = 0;
  std::optional<MadeSpec> chosen;
  std::set<std::string> chosen_features;
  int chosen_new = 0;
  for (int i = 0; i < options.count; ++i) {
    auto one = make_one(options.seed, i, usage);
    if (!one) {
      fmt::print("no spec came of number {}\n", i);
      ++wrong;
      continue;
    }
    ++made;
    count_usage(one->spec, &usage);
    if (const auto fault = check_spec(*one)) {
      ++wrong;
      print_fault(one->spec, fault->stage, fault->error);
      if (!options.out.empty()) write_spec(options.out + "/wrong/" + one->spec.name, one->spec);
    } else if (options.write_every > 0) {
      std::set<std::string> has = features(run_passes(one->graph, TargetKind::cpu));
      int fresh = 0;
      for (const std::string& feature : has) fresh += seen.count(feature) ? 0 : ++passed[feature];
      if (!chosen || fresh > chosen_new) chosen = std::move(one), chosen_features = has, chosen_new = fresh;
    }
    if (options.write_every > 0 && chosen && (i + 1) % options.write_every == 0) {
      const std::string error =
          write_case(options.out + "/" + chosen->spec.name, chosen->spec, chosen->graph, chosen->numbers);
      if (!error.empty()) {
        ++wrong;
        print_fault(chosen->spec, "generate", error);
      }
      seen.insert(chosen_features.begin(), chosen_features.end());
      chosen.reset();
      chosen_new = 0;
    }
  }
  if (std::getenv("RANDOM_SPECS_USAGE"))
    for (const auto& [name, count] : usage.layers) fmt::print("{} {}\n", name, count);
  if (options.count >= 200) wrong += print_missing(usage);
  fmt::print("{} specs, {} wrong\n", made, wrong);
  return wrong > 0;
}

std::optional<RandomSpec> read_spec(const std::string& file) {
  const fs::path path = fs::absolute(file);
  RandomSpec spec;
  spec.name = path.stem();
  Diagnostics diagnostics;
  std::vector<std::string> paths = {path.string()};
  for (const std::string& other : files_below(path.parent_path().string(), ".json")) {
    const std::string file = fs::path(other).filename().string();
    if (fs::path(other).parent_path() == path.parent_path() && fs::path(other) != path && file != "case.json")
      paths.push_back(other);
  }
  for (const std::string& one : paths) {
    const auto text = read_file(one, 1 << 20, diagnostics);
    if (!text) {
      fmt::print("{}", diagnostics.text());
      return std::nullopt;
    }
    spec.files.push_back({fs::path(one).filename().string(), *text});
  }
  return spec;
}

// `act` says what is wrong with a spec that builds; 0 when nothing is with any.
int each_spec(const std::vector<std::string>& files,
              const std::function<std::optional<Fault>(const MadeSpec&, const std::string& file)>& act) {
  int wrong = 0;
  for (const std::string& file : files) {
    auto spec = read_spec(file);
    if (!spec) return 2;
    BuiltSpec built(*spec);
    if (!built.graph) {
      fmt::print("{}: not accepted: {}\n", spec->name, built.error);
      continue;
    }
    Numbers numbers = numbers_of(*built.graph, spec->name);
    if (!numbers.usable) {
      fmt::print("{}: says nothing: rounding {:.3g}\n", spec->name, numbers.rounding);
      continue;
    }
    const MadeSpec made{*spec, *built.graph, numbers};
    if (const auto fault = act(made, file)) {
      ++wrong;
      print_fault(*spec, fault->stage, fault->error);
    }
  }
  fmt::print("{} specs, {} wrong\n", files.size(), wrong);
  return wrong > 0;
}

int check(const Options& options) {
  return each_spec(options.files, [](const MadeSpec& made, const std::string&) { return check_spec(made); });
}

int write(const Options& options) {
  std::vector<std::string> files;
  for (const std::string& directory : options.files)
    files.push_back(directory + "/" + fs::path(directory).filename().string() + ".json");
  return each_spec(files, [](const MadeSpec& made, const std::string& file) -> std::optional<Fault> {
    const std::string error = write_case(fs::path(file).parent_path().string(), made.spec, made.graph, made.numbers);
    if (error.empty()) return std::nullopt;
    return Fault{"generate", error};
  });
}

int code(const Options& options) {
  for (const std::string& directory : options.files) {
    const auto spec = read_spec(directory + "/" + fs::path(directory).filename().string() + ".json");
    if (!spec) return 2;
    const BuiltSpec built(*spec);
    const std::string error = built.graph ? write_code(directory, *built.graph) : built.error;
    if (!error.empty()) {
      fmt::print("{}: {}\n", spec->name, error);
      return 1;
    }
  }
  return 0;
}

// What the checks without a compiler say of the spec with the mistake.
std::optional<Fault> check_mistaken(const MadeSpec& made, const Mistake& mistake) {
  if (const auto* in_spec = std::get_if<Mistake::InSpec>(&mistake.place)) {
    RandomSpec read = made.spec;
    if (!in_spec->put(&read)) return std::nullopt;
    const BuiltSpec built(read);
    const std::string error = check_sharing(made.spec, *built.graph, numbers_of(*built.graph, read.name));
    return error.empty() ? std::nullopt : std::optional(Fault{"weights_of", error});
  }
  if (const auto* in_pass = std::get_if<Mistake::InPass>(&mistake.place)) {
    bool done = false;  // drop_dead runs twice
    auto fault = check_graph(made.graph, made.numbers, [&](const Pass& pass, Graph* graph) {
      if (!done && std::strcmp(pass.name, in_pass->pass) == 0) done = in_pass->put(graph);
    });
    return done ? fault : std::nullopt;
  }
  const auto* in_plan = std::get_if<Mistake::InPlan>(&mistake.place);
  if (!in_plan) return std::nullopt;
  bool done = false;
  const std::string error = unsound_plan(run_passes(made.graph, TargetKind::cpu), TargetKind::cpu,
                                         [&](Plan* plan) { done = in_plan->put(plan) || done; });
  return done && !error.empty() ? std::optional(Fault{"plan", error}) : std::nullopt;
}

// What no check without a compiler finds is left to the generated code of these cases.
int find_mistakes(const Options& options) {
  std::vector<const Mistake*> left;
  for (const Mistake& mistake : mistakes()) left.push_back(&mistake);
  Usage usage;
  for (int i = 0; i < options.count && !left.empty(); ++i) {
    const auto one = make_one(options.seed, i, usage);
    if (!one) continue;
    count_usage(one->spec, &usage);
    const auto found = [&](const Mistake* mistake) {
      const auto fault = check_mistaken(*one, *mistake);
      if (fault) fmt::print("{}: {}, {}: {}\n", mistake->what, one->spec.name, fault->stage, fault->error);
      return fault.has_value();
    };
    left.erase(std::remove_if(left.begin(), left.end(), found), left.end());
  }
  for (const Mistake* mistake : left) {
    const fs::path out = fs::path(options.out) / mistake->what;
    fs::create_directories(out);
    for (const std::string& directory : options.files) {
      const std::string name = fs::path(directory).filename().string();
      const auto spec = read_spec(directory + "/" + name + ".json");
      if (!spec) return 2;
      const std::string error = write_mistaken((out / name).string(), *BuiltSpec(*spec).graph, *mistake);
      if (error.empty()) continue;
      fmt::print("{}: {}, {}\n", mistake->what, name, error);
      fs::remove_all(out);
      break;
    }
  }
  fmt::print("{} mistakes\n", mistakes().size());
  return 0;
}

bool parse_options(int argc, char** argv, Options* options) {
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const char* next = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word.compare(0, 2, "--") != 0) {
      options->files.push_back(word);
      continue;
    }
    if (!next) return false;
    ++i;
    if (word == "--out") {
      options->out = next;
    } else if (word == "--seed") {
      options->seed = std::strtoull(next, nullptr, 10);
    } else if (word == "--count") {
      options->count = std::atoi(next);
    } else if (word == "--write-every") {
      options->write_every = std::atoi(next);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

int run(int argc, char** argv) {
  Options options;
  const std::string command = argc > 1 ? argv[1] : "";
  if (parse_options(argc, argv, &options)) {
    if (command == "make") return make(options);
    if (command == "check") return check(options);
    if (command == "write") return write(options);
    if (command == "code") return code(options);
    if (command == "mistakes") return find_mistakes(options);
  }
  fmt::print(stderr, "usage: see the first lines of tests/random/main.cpp\n");
  return 2;
}

}  // namespace specimen::gen

int main(int argc, char** argv) {
  ::testing::GTEST_FLAG(catch_exceptions) = false;
  return specimen::gen::run(argc, argv);
}
