// The layer classes that exist, as the layer above registers them: names, arguments, numbers of inputs. The spec layer
// validates every use against this table and writes the JSON Schema from it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "spec/argument.h"

namespace specimen::gen {

struct LayerInfo {
  std::string name;  // Keras's class name
  std::string doc;
  std::vector<Argument> arguments;
  int min_inputs = 1, max_inputs = 1;  // -1: any number

  LayerInfo() = default;
  LayerInfo(std::string n, std::string d, std::vector<Argument> a = {}, int fewest = 1, int most = 1)
      : name(std::move(n)), doc(std::move(d)), arguments(std::move(a)), min_inputs(fewest), max_inputs(most) {}
};

class LayerTable {
 public:
  virtual ~LayerTable() = default;
  virtual const LayerInfo* find(std::string_view class_name) const = 0;  // null: no such layer
  virtual std::vector<const LayerInfo*> all() const = 0;                 // sorted by name
};

// A table held in memory.
class LayerList : public LayerTable {
 public:
  LayerList() = default;
  explicit LayerList(std::vector<LayerInfo> layers);
  void add(LayerInfo layer);
  const LayerInfo* find(std::string_view class_name) const override;
  std::vector<const LayerInfo*> all() const override;

 private:
  std::map<std::string, LayerInfo, std::less<>> layers_;
};

}  // namespace specimen::gen
