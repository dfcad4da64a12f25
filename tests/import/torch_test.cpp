// Files that PyTorch wrote: every kind of tensor, every form of the file, and what is refused.
#include "samples.h"

namespace specimen::gen {
namespace {

class Torch : public testing::Test {
 protected:
  std::optional<Checkpoint> read(const std::string& name, const std::string& state_dict = {}) {
    return read_checkpoint(data_file(name), diagnostics_, {}, state_dict);
  }
  std::string refused(const std::string& name, const std::string& state_dict = {}) {
    diagnostics_ = Diagnostics();
    EXPECT_FALSE(read(name, state_dict)) << name;
    return diagnostics_.text();
  }
  static const CheckpointTensor& tensor(const Checkpoint& checkpoint, std::string_view name) {
    const int at = checkpoint.find(name);
    EXPECT_GE(at, 0) << name;
    return checkpoint.tensors[static_cast<std::size_t>(std::max(at, 0))];
  }

  Diagnostics diagnostics_;
  TemporaryTree tree_;
};

// All tensors of a file become those that PyTorch itself turned to float32.
TEST_F(Torch, EveryTensorIsAsPyTorchHasIt) {
  SafetensorsFile expected;
  ASSERT_TRUE(expected.open(data_file("torch_dict.safetensors").c_str()).ok());
  for (const char* name : {"torch_dict.pth", "torch_dict_legacy.pth", "torch_dict_protocol4.pth"}) {
    SCOPED_TRACE(name);
    auto checkpoint = read(name);
    ASSERT_TRUE(checkpoint) << diagnostics_.text();
    EXPECT_TRUE(checkpoint->notes.empty());
    const auto report = convert(*checkpoint, wanted_as_in(expected), {}, tree_.file("out.safetensors"), diagnostics_);
    ASSERT_TRUE(report) << diagnostics_.text();
    EXPECT_TRUE(report->unexpected.empty());
    SafetensorsFile converted;
    ASSERT_TRUE(converted.open(tree_.file("out.safetensors").c_str()).ok());
    for (const SafetensorsEntry& entry : expected.entries()) {
      const SafetensorsEntry* const ours = converted.find("ours/" + std::string(entry.name));
      ASSERT_TRUE(ours);
      EXPECT_EQ(floats_of(*ours), floats_of(entry)) << entry.name;
    }
  }
}

TEST_F(Torch, NumbersKeepTheirTypes) {
  const auto checkpoint = read("torch_numbers.pth");
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  const std::pair<const char*, SafetensorsDtype> types[] = {{"steps", SafetensorsDtype::i64},
                                                            {"small", SafetensorsDtype::i8},
                                                            {"mask", SafetensorsDtype::boolean},
                                                            {"wide", SafetensorsDtype::u16},
                                                            {"bytes", SafetensorsDtype::u8}};
  for (const auto& [name, dtype] : types) EXPECT_EQ(tensor(*checkpoint, name).dtype, dtype) << name;
  EXPECT_EQ(*tensor(*checkpoint, "steps").data, 7);
  EXPECT_EQ(tensor(*checkpoint, "wide").data[2], 255);
}

TEST_F(Torch, TheModelOfATrainingCheckpointIsTaken) {
  const auto checkpoint = read("torch_training.pth");
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  EXPECT_EQ(checkpoint->tensors.size(), 2u);
  EXPECT_EQ(tensor(*checkpoint, "weight").shape, (std::vector<std::int64_t>{2, 3}));
  ASSERT_EQ(checkpoint->notes.size(), 1u);
  EXPECT_NE(checkpoint->notes[0].find("`model_state_dict`"), std::string::npos);
  const auto outer = read("torch_training.pth", ".");
  ASSERT_TRUE(outer) << diagnostics_.text();
  ASSERT_EQ(outer->tensors.size(), 1u);
  EXPECT_EQ(outer->tensors[0].name, "best");
}

TEST_F(Torch, SeveralDictionariesAreAskedFor) {
  const std::string text = refused("torch_average.pth");
  EXPECT_NE(text.find("`model` (2 tensors), `model_ema.module` (2 tensors)"), std::string::npos) << text;
  EXPECT_NE(text.find("--state-dict"), std::string::npos);
  diagnostics_ = Diagnostics();
  const auto average = read("torch_average.pth", "model_ema.module");
  ASSERT_TRUE(average) << diagnostics_.text();
  EXPECT_EQ(average->tensors.size(), 2u);
  EXPECT_NE(refused("torch_average.pth", "ema").find("there is no dictionary of tensors `ema`"), std::string::npos);
}

TEST_F(Torch, OthersAreRefusedWithAReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"torch_optimizer.pth", "there is no dictionary of tensors"},
      {"hostile_torch_command.pth", "it names `posix.system`, which is neither a tensor nor plain data"},
      {"hostile_torch_command_legacy.pth", "it names `posix.system`"},
      {"hostile_torch_module.pth", "it names `torch.nn.modules.linear.Linear`"},
      {"hostile_torch_script.pt", "TorchScript"},
      {"hostile_torch_quantized.pth", "it names `torch._utils._rebuild_qtensor`"},
      {"hostile_torch_big_endian.pth", "big-endian"},
      {"hostile_torch_no_storage.pth", "has no storage `0`"},
      {"hostile_torch_short_storage.pth", "the storage `0` has 0 bytes"},
  };
  for (const auto& [name, says] : cases) {
    const std::string text = refused(name);
    EXPECT_NE(text.find(says), std::string::npos) << name << ": " << text;
    EXPECT_NE(text.find("note: "), std::string::npos) << name << ": " << text;
    EXPECT_FALSE(has_kind(diagnostics_, Kind::checkpoint_reader)) << text;
  }
}

TEST_F(Torch, EveryTruncationIsADiagnostic) {
  for (const char* name : {"torch_numbers.pth", "torch_dict_legacy.pth"}) {
    const std::string whole = read_bytes(data_file(name));
    for (std::size_t size = 4; size < whole.size(); size += 211) {
      write_bytes(tree_.file("cut.pth"), whole.substr(0, size));
      Diagnostics diagnostics;
      EXPECT_FALSE(read_checkpoint(tree_.file("cut.pth"), diagnostics)) << name << ": " << size;
      EXPECT_FALSE(has_kind(diagnostics, Kind::checkpoint_reader)) << diagnostics.text();
    }
  }
}

// transformers's pytorch_model.bin.index.json, beside files of either format.
TEST_F(Torch, ShardsAreReadByTheirIndex) {
  write_bytes(tree_.file("a.bin"), read_bytes(data_file("torch_numbers.pth")));
  write_bytes(tree_.file("b.bin"), read_bytes(data_file("torch_dict_legacy.pth")));
  const std::string index = tree_.file("pytorch_model.bin.index.json");
  std::string map;
  for (const auto& [file, source] : {std::pair("a.bin", "torch_numbers.pth"), std::pair("b.bin", "torch_dict.pth")}) {
    const auto checkpoint = read(source);
    ASSERT_TRUE(checkpoint);
    for (const CheckpointTensor& one : checkpoint->tensors)
      map += (map.empty() ? "\"" : ", \"") + one.name + "\": \"" + file + "\"";
  }
  write_bytes(index, "{\"weight_map\": {" + map + "}}");
  const auto checkpoint = read_checkpoint(index, diagnostics_);
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  EXPECT_EQ(checkpoint->tensors.size(), 19u);
  EXPECT_EQ(*tensor(*checkpoint, "steps").data, 7);
  EXPECT_EQ(tensor(*checkpoint, "conv.weight").shape, (std::vector<std::int64_t>{4, 3, 2, 2}));
  write_bytes(index, "{\"weight_map\": {" + map + ", \"more\": \"a.bin\"}}");
  EXPECT_FALSE(read_checkpoint(index, diagnostics_));
  EXPECT_NE(diagnostics_.text().find("puts `more` into"), std::string::npos) << diagnostics_.text();
}

TEST_F(Torch, AnotherProgramsPickleIsRefused) {
  write_bytes(tree_.file("dict.pkl"), "\x80\x04}\x94.");
  EXPECT_FALSE(read_checkpoint(tree_.file("dict.pkl"), diagnostics_));
  EXPECT_NE(diagnostics_.text().find("a pickle that torch.save did not write"), std::string::npos);
}

}  // namespace
}  // namespace specimen::gen
