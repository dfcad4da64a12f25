#include <fmt/format.h>

#include <map>

#include "base/runtime.h"
#include "base/text.h"
#include "emit/text.h"
#include "emit/view.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

// The extents of a tensor for a batch that is written like this: "batch, 28, 28, 1"; symbols are variables of their
// names.
std::string extents(const std::string& batch, const std::vector<Dim>& shape) {
  std::vector<std::string> list;
  for (const Dim& dim : shape) list.push_back(dim.text());
  if (has_batch(shape)) list[0] = batch;
  return fmt::format("{}", fmt::join(list, ", "));
}

// mnist::Tensor(logits, {batch, 10}); of a scalar mnist::Tensor(loss).
std::string view_text(const Plan& plan, const char* type, const std::string& pointer, const std::string& extents) {
  return fmt::format("{}::{}({}{})", plan.model, type, pointer,
                     extents.empty() ? "" : fmt::format(", {{{}}}", extents));
}

// Views of all inputs and outputs, for pointers and a batch that are written like this.
template <class InputPointer, class OutputPointer>
std::string views(const Plan& plan, const PlanEntry& entry, const std::string& batch, InputPointer input,
                  OutputPointer output) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < entry.inputs.size(); ++i) {
    const char* view = entry.inputs[i].dtype == DType::i32 ? "ConstTokens" : "ConstTensor";
    list.push_back(view_text(plan, view, input(i), extents(batch, entry.inputs[i].shape)));
  }
  for (std::size_t i = 0; i < entry.outputs.size(); ++i) {
    const char* view = entry.outputs[i].dtype == DType::i32 ? "Indices" : "Tensor";
    list.push_back(view_text(plan, view, output(i), extents(batch, entry.outputs[i].shape)));
  }
  return fmt::format("{}", fmt::join(list, ", "));
}

// The runtime's name of what resizes: keras and torchvision resize by PIL.
std::string resize_method(const FromImage& image) {
  const char* code = image.library == ImageLibrary::tensorflow  ? "tf_"
                     : image.library == ImageLibrary::tf_models ? "tf1_"
                                                                : "pil_";
  return code + std::string(to_string(image.interpolation));
}

}  // namespace

void add_arguments(const Plan& plan, const PlanEntry& entry, View& view) {
  auto identifier = [&](const char* key) {
    return [&view, key](std::size_t i) { return view[key][i]["identifier"].template get<std::string>(); };
  };
  std::vector<std::string> c_parameters = {"int64_t batch"};
  for (const View& symbol : view["input_symbols"])
    c_parameters.push_back("int64_t " + symbol["name"].get<std::string>());
  for (const View& input : view["inputs"])
    c_parameters.push_back((input["dtype"] == "i32" ? "const int32_t* " : "const float* ") +
                           input["identifier"].get<std::string>());
  for (const View& output : view["outputs"])
    c_parameters.push_back((output["dtype"] == "i32" ? "int32_t* " : "float* ") +
                           output["identifier"].get<std::string>());
  view["c_parameters"] = fmt::format("{}", fmt::join(c_parameters, ", "));
  view["c_views"] = views(plan, entry, "batch", identifier("inputs"), identifier("outputs"));

  auto input_data = [&](std::size_t i) {
    return fmt::format("{}.data()", view["inputs"][i]["identifier"].get<std::string>());
  };
  view["test_views"] = views(plan, entry, "batch", input_data, [&](std::size_t i) {
    return view["outputs"][i]["test_values"].get<std::string>() + ".data()";
  });

  view["readme_tensors"] = View::array();
  for (const char* key : {"inputs", "outputs"}) {
    for (const View& tensor : view[key]) {
      view["readme_tensors"].push_back(
          {{"identifier", tensor["identifier"]}, {"element", tensor["element"]}, {"elements", tensor["size"]}});
    }
  }
  auto data = [&](const char* key) {
    return [&view, key](std::size_t i) { return view[key][i]["identifier"].template get<std::string>() + ".data()"; };
  };
  view["readme_views"] = views(plan, entry, "1", data("inputs"), data("outputs"));
}

void add_text(const Plan& plan, View& view) {
  const std::optional<TextInputs> text = text_inputs(plan);
  view["has_text"] = text.has_value();
  view["text_input"] = text ? text->ids : 0;
  view["text_fields"] = View::array();
  if (text) {
    std::map<std::size_t, const char*> fields = {{text->ids, "ids"}};  // in the order of the model's inputs
    if (text->segments) fields[*text->segments] = "segments";
    if (text->mask) fields[*text->mask] = "mask";
    for (const auto& [input, field] : fields)
      view["text_fields"].push_back({{"identifier", view["inputs"][input]["identifier"]},
                                     {"name", view["inputs"][input]["name"]},
                                     {"index", input},
                                     {"field", field}});
  }
  std::vector<std::string> parameters;
  for (const View& field : view["text_fields"])
    parameters.push_back("int32_t* " + field["identifier"].get<std::string>());
  view["text_field_count"] = view["text_fields"].size();
  view["text_parameters"] = fmt::format("{}", fmt::join(parameters, ", "));
}

void add_image(const Plan& plan, View& view) {
  view["has_image"] = false;
  view["has_standardize"] = false;
  view["is_gray"] = false;
  view["image_name"] = "";
  for (const char* key : {"image_shape", "image_extents", "image_elements"}) view[key] = "";
  view["image_settings"] = View::array();
  if (plan.entries[0].inputs.size() != 1) return;
  const auto* image = std::get_if<FromImage>(&plan.entries[0].inputs[0].meaning);
  if (!image) return;
  auto set = [&](std::string text) { view["image_settings"].push_back({{"text", std::move(text)}}); };
  auto numbers = [&](const char* key, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) set(fmt::format("p.{}[{}] = {}f", key, i, number_text(values[i])));
  };

  view["has_image"] = true;
  view["image_name"] = comment_text(plan.entries[0].inputs[0].name);
  const std::string one = extents("1", plan.entries[0].inputs[0].shape);
  view["image_shape"] = "(" + one + ")";
  view["image_extents"] = one;
  view["image_elements"] = view["inputs"][0]["elements"];
  set(fmt::format("p.height = {}", number(plan.entries[0].inputs[0].shape[1])));
  set(fmt::format("p.width = {}", number(plan.entries[0].inputs[0].shape[2])));
  set(fmt::format("p.channels = {}", number(plan.entries[0].inputs[0].shape[3])));
  view["is_gray"] = image->color == ColorOrder::grayscale;
  if (image->color == ColorOrder::bgr) set("p.order = " + runtime_namespace() + "::ChannelOrder::bgr");
  set(fmt::format("p.resize = {}::Resize::{}", runtime_namespace(), resize_method(*image)));
  if (image->resize_short_side > 0) {
    set(fmt::format("p.short_side = {}", image->resize_short_side));
    set(fmt::format("p.rounding = {}::ShortSide::{}", runtime_namespace(), to_string(image->library)));
  }
  if (image->scale != 1) set(fmt::format("p.scale = {}", number_text(image->scale)));
  numbers("mean", image->mean);
  numbers("std", image->std);
  view["has_standardize"] = image->standardize;
}

}  // namespace specimen::gen
