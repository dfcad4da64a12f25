#include "spec/layer_table.h"

namespace specimen::gen {

LayerList::LayerList(std::vector<LayerInfo> layers) {
  for (LayerInfo& layer : layers) add(std::move(layer));
}

void LayerList::add(LayerInfo layer) {
  std::string name = layer.name;
  layers_.insert_or_assign(std::move(name), std::move(layer));
}

const LayerInfo* LayerList::find(std::string_view class_name) const {
  auto found = layers_.find(class_name);
  return found == layers_.end() ? nullptr : &found->second;
}

std::vector<const LayerInfo*> LayerList::all() const {
  std::vector<const LayerInfo*> result;
  for (const auto& [name, layer] : layers_) result.push_back(&layer);
  return result;
}

}  // namespace specimen::gen
