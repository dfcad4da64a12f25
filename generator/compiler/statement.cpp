#include "compiler/statement.h"

#include <exception>

#include "kernels/algorithm.h"

namespace specimen::gen {

bool write_statement(const Problem& problem, const Schedule& schedule, Target target, const std::string& path,
                     std::string* error) {
  try {
    HalideKernel kernel = build_kernel(problem, schedule, target);
    const Halide::Module module = kernel.pipeline.compile_to_module(kernel.arguments, "kernel", kernel_target(target),
                                                                    Halide::LinkageType::External);
    module.compile({{Halide::OutputFileType::stmt, path}});
    return true;
  } catch (const Halide::Error& failure) {  // no std::exception
    *error = failure.what();
  } catch (const std::exception& failure) {
    *error = failure.what();
  }
  return false;
}

}  // namespace specimen::gen
