// Mistakes that Specimen could make, or once made, put back one at a time: each must be found among the random specs.
#pragma once

#include <variant>
#include <vector>

#include "emit/emit.h"
#include "graph/graph.h"
#include "plan/plan.h"
#include "random/spec_maker.h"

namespace specimen::gen {

struct Mistake {
  // Each returns false where there is no place for it.
  struct InSpec {  // in how it is read
    bool (*put)(RandomSpec* spec);
  };
  struct InPass {  // in what this pass made
    const char* pass;
    bool (*put)(Graph* graph);
  };
  struct InPlan {
    bool (*put)(Plan* plan);
  };
  struct InText {
    bool (*put)(std::vector<GeneratedFile>* files);
  };

  const char* what;
  std::variant<InSpec, InPass, InPlan, InText> place;
};

const std::vector<Mistake>& mistakes();

}  // namespace specimen::gen
