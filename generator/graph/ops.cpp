#include "graph/ops.h"

namespace specimen::gen {

namespace {

struct Row {
  const char* name;
  Stage stage;
  Attributes (*defaults)();  // not a value: a list of all variants takes the compiler gigabytes
};

constexpr Row kRows[] = {
#define OP(Kind, name, stage, fewest, most) {#name, Stage::stage, [] { return Attributes(Kind{}); }},
#include "graph/ops.def"
#undef OP
};

}  // namespace

const char* to_string(Stage stage) {
  switch (stage) {
    case Stage::layer:
      return "layer";
    case Stage::kernel:
      return "kernel";
    case Stage::weights:
      return "weights";
  }
  return "";
}

const char* op_name(const Attributes& attributes) { return kRows[attributes.index()].name; }

Stage stage_of(const Attributes& attributes) { return kRows[attributes.index()].stage; }

bool op_from_name(const std::string& name, Attributes* out) {
  for (const Row& row : kRows) {
    if (name == row.name) {
      *out = row.defaults();
      return true;
    }
  }
  return false;
}

}  // namespace specimen::gen
