#include "cli/device_kernels.h"

#include <filesystem>

#include "base/file.h"
#include "base/temporary_directory.h"
#include "cli/build_directory.h"
#include "cli/cache.h"
#include "cli/environment.h"
#include "cli/process.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargestDeviceCode = 16 << 20;

// The assembler: the one that the environment names, else that of the project's set-up. Empty: none.
std::string ptxas_program() {
  if (const char* named = environment("SPECIMEN_PTXAS")) return named;
  std::error_code error;
  for (const auto& python : fs::directory_iterator(Session::data_directory() + "/.venv/lib", error)) {
    const std::string program = (python.path() / "site-packages/nvidia/cuda_nvcc/bin/ptxas").string();
    if (file_exists(program)) return program;
  }
  return "";
}

std::optional<std::string> assemble(Session& session, const std::string& ptxas, const std::string& stem,
                                    Target target) {
  std::string said;
  const Ended ended = run_program(
      {{ptxas, "-arch=sm_" + std::to_string(compute_capability(target)), "-o", stem + ".cubin", stem + ".ptx"}},
      Printed::keep_all, &said);
  if (ended.ok()) return read_file(stem + ".cubin", kLargestDeviceCode, session.diagnostics);
  session.diagnostics.error(Kind::build_failed, Span{}, "{} failed: {}", ptxas, describe(ended))
      .note("it said: {}", said);
  return std::nullopt;
}

}  // namespace

std::optional<CompiledKernels> compile_device_kernels(Session& session, const Plan& plan) {
  const auto cache = open_cache(session);
  TemporaryDirectory directory;
  if (!cache) return std::nullopt;
  BuildOptions options;
  options.kernel_cache = cache->kernels();
  const std::vector<Instance> list = instances_of(plan);
  const std::string out = directory.path() + "/kernels";
  if (!compile_instances(session, list, directory.path() + "/instances.json", out, options)) return std::nullopt;
  const std::string ptxas = ptxas_program();
  CompiledKernels compiled;
  for (const PlanKernel& kernel : plan.kernels) {
    for (const auto& [target, schedule] : kernel.schedule) {
      const std::string symbol = plan.model + "_" + kernel.symbol, stem = out + "/" + compiled_name(symbol, target);
      const auto text = read_file(stem + result_ending(TargetKind::gpu), kLargestDeviceCode, session.diagnostics);
      CompiledKernel& result = compiled[compiled_name(kernel.symbol, target)];
      if (!text) return std::nullopt;
      if (!parse(*text, &result.code)) {
        session.diagnostics.error(Kind::build_failed, Span{}, "the kernel compiler wrote no device code for {}",
                                  symbol);
        return std::nullopt;
      }
      if (ptxas.empty()) continue;
      if (!write_file(stem + ".ptx", named_ptx(result.code, symbol), session.diagnostics)) return std::nullopt;
      auto cubin = assemble(session, ptxas, stem, target);
      if (!cubin) return std::nullopt;
      result.cubin = std::move(*cubin);
    }
  }
  return compiled;
}

}  // namespace specimen::gen
