// specimen-kernels: compiles kernels. Run by `specimen build`, and by hand to look at one.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "compiler/compile.h"
#include "kernels/catalog_json.h"

namespace {

using namespace specimen::gen;

bool read_instances(const std::string& path, std::vector<Instance>* instances, std::string* error) {
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  try {
    *instances = instances_from_json(nlohmann::ordered_json::parse(text), path);
    return true;
  } catch (const std::exception& failure) {
    *error = failure.what();
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Compiles Specimen's kernels with Halide."};
  app.name("specimen-kernels");
  app.require_subcommand(1);
  std::string instances_path;
  CompileOptions options;
  CLI::App* compile = app.add_subcommand("compile", "Writes one object file for each instance");
  compile->add_option("--instances", instances_path, "JSON list of instances")->required();
  compile->add_option("--out", options.out, "Folder for the objects")->required();
  compile->add_option("--cache", options.cache, "Folder of objects by content");
  compile->add_option("-j,--jobs", options.jobs, "Processes");
  CLI::App* assembly = app.add_subcommand("assembly", "Writes the assembly of each instance");
  assembly->add_option("--instances", instances_path, "JSON list of instances")->required();
  assembly->add_option("--out", options.out, "Folder for the assembly")->required();
  CLI11_PARSE(app, argc, argv);

  std::vector<Instance> instances;
  std::string error;
  if (!read_instances(instances_path, &instances, &error)) {
    std::cerr << "error: " << error << "\n";
    return 7;
  }
  if (*assembly) {
    for (const Instance& instance : instances) {
      const std::string path = options.out + "/" + instance.symbol + "__" + to_string(instance.level) + ".s";
      if (!compile_assembly(instance.what, instance.how, instance.level, path, &error)) {
        std::cerr << "error: " << instance.symbol << ": " << error << "\n";
        return 7;
      }
    }
    return 0;
  }
  options.progress = isatty(2);
  if (!compile_all(instances, options, &error)) {
    std::cerr << "error: " << error;
    return 7;
  }
  return 0;
}
