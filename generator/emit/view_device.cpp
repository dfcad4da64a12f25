#include <fmt/format.h>

#include <map>
#include <utility>

#include "emit/text.h"
#include "emit/view.h"

namespace specimen::gen {

namespace {

std::string number_view(const LaunchNumber& n) { return fmt::format("{{{}, {}, {}}}", n.fixed, n.times, n.each); }

std::string arguments_text(const DeviceCode& code) {
  std::vector<std::string> list;
  for (const LaunchArgument& argument : code.arguments)
    list.push_back(fmt::format("{{{}, {}}}", argument.buffer, number_view(argument.number)));
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string bytes_list(const std::string& data) {
  std::string text;
  constexpr std::size_t kInLine = 32;
  for (std::size_t i = 0; i < data.size(); ++i) {
    text += i % kInLine == 0 ? (i ? ",\n    " : "\n    ") : ",";
    text += std::to_string(static_cast<unsigned char>(data[i]));
  }
  return text;
}

// Texts that are equal, as PTX of one capability for several targets, stand in the source once.
class Definitions {
 public:
  explicit Definitions(View* list) : list_(list) {}

  // The name of what is defined with that text: `kPtx_dense_1024_10_cuda_sm80`.
  std::string name_of(const char* section, const std::string& prefix, const std::string& kernel, const char* field,
                      const std::string& text) {
    const auto [at, added] = names_.try_emplace(prefix + text, prefix + kernel);
    if (!added) return at->second;
    View view = {{"ptx", View::array()}, {"cubin", View::array()}, {"arguments", View::array()}};
    view[section].push_back({{"name", at->second}, {field, text}});
    list_->push_back(std::move(view));
    return at->second;
  }

 private:
  View* list_;
  std::map<std::string, std::string> names_;
};

}  // namespace

void add_device_code(const Plan& plan, const EmitOptions& options, View& view) {
  view["is_gpu"] = plan.kind == TargetKind::gpu;
  view["device_tables"] = View::array();
  View code_list = View::array();
  Definitions definitions(&code_list);  // of all targets: two of them may run the same PTX
  view["table_count"] = view["targets"].size();
  std::vector<std::string> docs;
  for (const View& row : view["targets"]) {
    Target target = Target::v3;
    parse(row["target"].get<std::string>().c_str(), &target);
    docs.emplace_back(target_info(target).doc);
    if (plan.kind != TargetKind::gpu) continue;
    View table = {{"target", to_string(target)},
                  {"compute_capability", compute_capability(target)},
                  {"kernel_count", plan.kernels.size()},
                  {"kernels", View::array()}};
    for (const PlanKernel& kernel : plan.kernels) {
      const CompiledKernel& compiled = options.device.at(compiled_name(kernel.symbol, target));
      const DeviceCode& code = compiled.code;
      const std::string entry = plan.model + "_" + kernel.symbol,
                        name = Calls::kernel_name(kernel) + "_" + to_string(target);
      std::vector<std::string> grid;
      for (const LaunchNumber& n : code.grid) grid.push_back(number_view(n));
      View made = {{"entry", entry},
                   {"grid", fmt::format("{}", fmt::join(grid, ", "))},
                   {"block", fmt::format("{}", fmt::join(code.block, ", "))},
                   {"shared_bytes", code.shared_bytes},
                   {"argument_count", code.arguments.size()}};
      made["arguments"] = definitions.name_of("arguments", "kArguments_", name, "list", arguments_text(code));
      made["ptx"] = definitions.name_of("ptx", "kPtx_", name, "text", named_ptx(code, entry));
      made["cubin"] = compiled.cubin.empty()
                          ? "nullptr"
                          : definitions.name_of("cubin", "kCubin_", name, "bytes", bytes_list(compiled.cubin));
      table["kernels"].push_back(std::move(made));
    }
    view["device_tables"].push_back(std::move(table));
  }
  view["device_code"] = std::move(code_list);
  view["target_docs"] = fmt::format("{}", fmt::join(docs, "; "));
}

}  // namespace specimen::gen
