// Models of BERT's kin as transformers saved them: imported, converted and evaluated, they answer as transformers did
// (tests/oracles/record_bert_kin.py).
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "arrays.h"
#include "graph/build.h"
#include "graph/evaluate/evaluate.h"
#include "graph/layers/layer.h"
#include "import/checkpoint.h"
#include "import/config.h"
#include "import/origins.h"
#include "spec/library.h"

namespace specimen::gen {
namespace {

const std::string kSpecs = std::string(SPECIMEN_SOURCE_DIR) + "/specs";

class BertKin : public testing::TestWithParam<std::string> {};

TEST_P(BertKin, EqualsTransformers) {
  const std::string directory = data_file("bert_kin/" + GetParam());
  Library library({kSpecs}, layer_table());
  Diagnostics diagnostics;
  // Of a model with a head, what it stands on.
  ConfigChoice taken;
  if (GetParam() == "roberta_masked_lm") taken.architecture = "RobertaModel";
  if (GetParam() == "distilbert_classifier") taken.architecture = "DistilBertModel";
  auto imported =
      import_config(directory, {kSpecs + "/configs/huggingface.json"}, taken, library.sources(), diagnostics);
  ASSERT_TRUE(imported) << diagnostics.text();
  if (GetParam() == "roberta_masked_lm") imported->arguments.push_back({"pooler", false, Span()});  // which it lacks
  const auto choice = library.find_model(imported->model, diagnostics);
  ASSERT_TRUE(choice) << diagnostics.text();
  Expansion expansion;
  const auto graph = build_graph(library, *choice, imported->arguments, diagnostics, &expansion);
  ASSERT_TRUE(graph) << diagnostics.text();

  auto checkpoint = read_checkpoint(directory + "/model.safetensors", diagnostics);
  const auto origins = Origins::of(library, *choice, *graph, expansion, diagnostics);
  ASSERT_TRUE(checkpoint && origins) << diagnostics.text();
  const auto wanted = origins->wanted("huggingface", *graph, diagnostics);
  ASSERT_TRUE(wanted) << diagnostics.text();
  ConvertOptions options;
  options.ignored = [&](std::string_view theirs) { return origins->ignores("huggingface", theirs); };
  const TemporaryTree tree;
  ASSERT_TRUE(convert(*checkpoint, *wanted, options, tree.file("w.safetensors"), diagnostics)) << diagnostics.text();

  std::map<std::string, DenseArray> answers = read_arrays(directory + "/answers.safetensors"), inputs;
  for (const Tensor& tensor : graph->tensors) {
    if (tensor.kind == TensorKind::input) inputs[tensor.name] = answers.at(tensor.name);
  }
  const DenseArray mask = inputs.at("padding_mask");
  int compared = 0;
  for (const auto& [name, found] : evaluate(*graph, inputs, read_arrays(tree.file("w.safetensors")))) {
    SCOPED_TRACE(name);
    const DenseArray& expected = answers.at(name);
    ASSERT_EQ(found.shape, expected.shape);
    double largest = 0, difference = 0;
    for (std::size_t i = 0; i < found.data.size(); ++i) {
      // What stands at padding is nobody's business.
      const std::size_t token = i * mask.data.size() / found.data.size();
      if (name == "sequence_output" && mask.data[token] == 0) continue;
      largest = std::max(largest, std::abs(expected.data[i]));
      difference = std::max(difference, std::abs(expected.data[i] - found.data[i]));
    }
    EXPECT_LE(difference, 2e-7 * largest);
    ++compared;
  }
  EXPECT_GE(compared, 1);
}

std::vector<std::string> saved() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(data_file("bert_kin")))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(All, BertKin, testing::ValuesIn(saved()), [](const auto& info) { return info.param; });

TEST(BertKinDirectories, AreThere) { EXPECT_GE(saved().size(), 8u); }

}  // namespace
}  // namespace specimen::gen
