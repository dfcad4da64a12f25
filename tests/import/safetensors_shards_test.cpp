// Safetensors in shards: those that transformers wrote, and indexes that name what they should not.
#include <gmock/gmock.h>

#include "base/runtime.h"
#include "runtime/core/safetensors_writer.h"
#include "samples.h"

namespace specimen::gen {
namespace {

using testing::HasSubstr;

class Shards : public testing::Test {
 protected:
  Shards() {
    const float numbers[] = {1, 2};
    for (const char* name : {"a", "b"})
      EXPECT_TRUE(write_safetensors(tree_.file(std::string(name) + ".safetensors").c_str(),
                                    {{std::string(name) + ".weight", SafetensorsDtype::f32, {2}, numbers}})
                      .ok());
  }
  std::optional<Checkpoint> read(const std::string& index) {
    diagnostics_ = Diagnostics();
    write_bytes(tree_.file("model.safetensors.index.json"), index);
    return read_checkpoint(tree_.file("model.safetensors.index.json"), diagnostics_);
  }
  std::string complaint(const std::string& index, Kind kind = Kind::checkpoint_unreadable) {
    EXPECT_FALSE(read(index)) << index;
    EXPECT_EQ(diagnostics_.list().size(), 1u);
    EXPECT_TRUE(has_kind(diagnostics_, kind)) << diagnostics_.text();
    return diagnostics_.text();
  }
  static std::string map(const std::string& entries) { return "{\"weight_map\": {" + entries + "}}"; }

  TemporaryTree tree_;
  Diagnostics diagnostics_;
};

TEST_F(Shards, AreTheWhole) {
  const auto checkpoint = read_checkpoint(data_file("bert_shards/model.safetensors.index.json"), diagnostics_);
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  EXPECT_EQ(checkpoint->files.size(), 2u);
  SafetensorsFile whole;
  ASSERT_TRUE(whole.open(data_file("bert_shards.safetensors").c_str()).ok());
  EXPECT_EQ(checkpoint->tensors.size(), whole.entries().size());
  for (const SafetensorsEntry& entry : whole.entries()) {
    const int at = checkpoint->find(entry.name);
    ASSERT_GE(at, 0) << entry.name;
    const CheckpointTensor& tensor = checkpoint->tensors[static_cast<std::size_t>(at)];
    EXPECT_EQ(tensor.shape, std::vector<std::int64_t>(entry.shape, entry.shape + entry.rank));
    ASSERT_EQ(tensor.bytes, entry.bytes);
    EXPECT_TRUE(std::equal(entry.data, entry.data + entry.bytes, tensor.data));
  }
}

// A directory of a download's cache holds links to files elsewhere: they count as the files.
TEST_F(Shards, LinksAreFiles) {
  std::filesystem::create_symlink(tree_.file("a.safetensors"), tree_.file("link"));
  EXPECT_TRUE(read(map(R"("a.weight": "link", "b.weight": "b.safetensors")"))) << diagnostics_.text();
}

TEST_F(Shards, PathsDoNotLeaveTheDirectory) {
  for (const char* path :
       {"../a.safetensors", "/etc/passwd", "", ".", "..", "sub/a.safetensors", "a.safetensors/", "a\\u0000b"})
    EXPECT_THAT(complaint(map("\"a.weight\": \"" + std::string(path) + "\"")),
                HasSubstr("which is no file beside the index"));
}

TEST_F(Shards, AnAbsentShard) {
  const std::string text =
      complaint(map(R"("a.weight": "a.safetensors", "c.weight": "c.safetensors")"), Kind::file_not_found);
  EXPECT_THAT(text, HasSubstr("/c.safetensors"));
  EXPECT_THAT(text, HasSubstr("puts 1 tensor there, `c.weight` among them"));
}

TEST_F(Shards, TensorsThatAreElsewhere) {
  EXPECT_THAT(complaint(map(R"("b.weight": "a.safetensors")")), HasSubstr("puts `b.weight` into"));
  EXPECT_THAT(complaint(map(R"("a.weight": "a.safetensors", "b.weight": "a.safetensors")")),
              HasSubstr("which does not have it"));
  // The file has what the index does not name, or puts elsewhere.
  const float numbers[] = {1, 2};
  ASSERT_TRUE(write_safetensors(tree_.file("both").c_str(), {{"a.weight", SafetensorsDtype::f32, {2}, numbers},
                                                             {"b.weight", SafetensorsDtype::f32, {2}, numbers}})
                  .ok());
  EXPECT_THAT(complaint(map(R"("a.weight": "both", "b.weight": "b.safetensors")")),
              HasSubstr("does not put `b.weight` into"));
}

TEST_F(Shards, HostileIndexes) {
  EXPECT_THAT(complaint(map(R"("a.weight": "a.safetensors", "a.weight": "b.safetensors")")),
              HasSubstr("line 1, column 46: the key `a.weight` appears twice"));
  EXPECT_THAT(complaint("{"), HasSubstr("line 1"));
  EXPECT_THAT(complaint("{}"), HasSubstr("no object `weight_map`"));
  EXPECT_THAT(complaint(R"({"weight_map": []})"), HasSubstr("no object `weight_map`"));
  EXPECT_THAT(complaint(map("")), HasSubstr("`weight_map` is empty"));
  EXPECT_THAT(complaint(map(R"("a.weight": 1)")),
              HasSubstr("is stored in an int, where the name of a file should stand"));
  EXPECT_THAT(complaint(map(R"("a.weight": {"a": "b"})")), HasSubstr("is stored in an object"));
  complaint(std::string("{\"weight_map\": ") + std::string(100000, '['));
  complaint(map("\"\xFF\": \"a.safetensors\""));
  EXPECT_THAT(complaint(map(R"("\u001b[31m": "../x")")), HasSubstr("\\x1b[31m"));
  // The index itself, as a shard of itself.
  complaint(map(R"("a.weight": "model.safetensors.index.json")"));
}

TEST_F(Shards, ADamagedShardIsNamed) {
  const std::string bytes = read_bytes(tree_.file("a.safetensors"));
  write_bytes(tree_.file("a.safetensors"), bytes.substr(0, bytes.size() - 1));
  EXPECT_THAT(complaint(map(R"("a.weight": "a.safetensors")")), HasSubstr("/a.safetensors"));
}

}  // namespace
}  // namespace specimen::gen
