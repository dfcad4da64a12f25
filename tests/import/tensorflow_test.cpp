// TensorFlow checkpoints: those that TensorFlow wrote, and those that it never would.
#include "import/tensorflow.h"

#include <gmock/gmock.h>

#include <functional>

#include "import/floats.h"
#include "import/tensor_bundle.h"
#include "samples.h"
#include "table_writer.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Tensorflow : public testing::Test {
 protected:
  std::optional<Checkpoint> read(const std::string& path) {
    diagnostics_ = Diagnostics();
    return read_checkpoint(path, diagnostics_);
  }
  // What is reported, of this one kind.
  std::string complaint(const std::string& path, Kind kind) {
    EXPECT_FALSE(read(path));
    EXPECT_EQ(diagnostics_.list().size(), 1u);
    EXPECT_TRUE(has_kind(diagnostics_, kind)) << diagnostics_.text();
    return diagnostics_.text();
  }
  const CheckpointTensor& tensor(const Checkpoint& checkpoint, const std::string& name) {
    static const CheckpointTensor kNone;
    const int found = checkpoint.find(name);
    EXPECT_GE(found, 0) << name;
    return found < 0 ? kNone : checkpoint.tensors[static_cast<std::size_t>(found)];
  }
  // The tensors of `record`, a file that the safetensors package wrote, are those of the checkpoint.
  std::size_t expect_equal(const Checkpoint& checkpoint, const std::string& record) {
    SafetensorsFile file;
    EXPECT_TRUE(file.open(data_file(record).c_str()).ok());
    for (const SafetensorsEntry& entry : file.entries()) {
      const CheckpointTensor& read = tensor(checkpoint, std::string(entry.name));
      EXPECT_EQ(read.shape, std::vector<std::int64_t>(entry.shape, entry.shape + entry.rank)) << entry.name;
      if (is_float(read.dtype)) {
        EXPECT_EQ(to_float(read).values, floats_of(entry)) << entry.name;
      }
    }
    return file.entries().size();
  }

  // A checkpoint of one tensor "w" of three floats, with what `entry` and `header` are made to say.
  struct Forged {
    std::string header = field(1, 1);
    std::string shape = field(2, field(1, 3));
    std::uint64_t dtype = 1, shard = 0, offset = 0, size = 12;
    std::string more, key = "w";
  };
  std::string forge(const Forged& forged) {
    const float numbers[] = {1, 2, 3};
    const std::string data(reinterpret_cast<const char*>(numbers), sizeof numbers);
    const std::string entry = field(1, forged.dtype) + field(2, forged.shape) + field(3, forged.shard) +
                              field(4, forged.offset) + field(5, forged.size) +
                              field_fixed32(6, mask_crc(crc32c(0, data.data(), data.size()))) + forged.more;
    write_bytes(tree_.file("m.index"), table_of({{"", forged.header}, {forged.key, entry}}));
    write_bytes(tree_.file("m.data-00000-of-00001"), data);
    return tree_.file("m");
  }

  TemporaryTree tree_;
  Diagnostics diagnostics_;
};

TEST_F(Tensorflow, EveryDtypeInTwoDataFiles) {
  const auto checkpoint = read(data_file("tf_types.ckpt"));
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  EXPECT_EQ(expect_equal(*checkpoint, "tf_types.safetensors"), checkpoint->tensors.size());
  using enum SafetensorsDtype;
  const std::pair<const char*, SafetensorsDtype> dtypes[] = {{"float32", f32}, {"float16", f16}, {"bfloat16", bf16},
                                                             {"float64", f64}, {"int32", i32},   {"int64", i64}};
  for (const auto& [name, dtype] : dtypes) EXPECT_EQ(tensor(*checkpoint, std::string("types/") + name).dtype, dtype);
  EXPECT_THAT(tensor(*checkpoint, "types/empty").shape, ElementsAre(0, 4));
  EXPECT_THAT(tensor(*checkpoint, "types/int64").shape, ElementsAre());
}

TEST_F(Tensorflow, ThePrefixAndTheIndexNameIt) {
  for (const char* name : {"google_bert.ckpt", "google_bert.ckpt.index"}) {
    const auto checkpoint = read(data_file(name));
    ASSERT_TRUE(checkpoint) << diagnostics_.text();
    EXPECT_EQ(expect_equal(*checkpoint, "google_bert.safetensors") * 3 + 1, checkpoint->tensors.size());
    EXPECT_EQ(tensor(*checkpoint, "global_step").dtype, SafetensorsDtype::i64);
  }
}

TEST_F(Tensorflow, CompressedBlocks) {
  std::filesystem::copy(data_file("google_bert_snappy.index"), tree_.file("m.index"));
  std::filesystem::copy(data_file("google_bert.ckpt.data-00000-of-00001"), tree_.file("m.data-00000-of-00001"));
  const auto checkpoint = read(tree_.file("m"));
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  expect_equal(*checkpoint, "google_bert.safetensors");
}

// Variables are called as they were made; two of one name keep their keys, and the graph of objects is no tensor.
TEST_F(Tensorflow, Objects) {
  const auto checkpoint = read(data_file("tf_objects.ckpt"));
  ASSERT_TRUE(checkpoint) << diagnostics_.text();
  std::vector<std::string> names, places;
  for (const CheckpointTensor& tensor : checkpoint->tensors)
    names.push_back(tensor.name), places.push_back(tensor.place);
  EXPECT_THAT(names, ElementsAre("tower/kernel", "model/twice/0/.ATTRIBUTES/VARIABLE_VALUE",
                                 "model/twice/1/.ATTRIBUTES/VARIABLE_VALUE"));
  EXPECT_EQ(places[0], "model/kernel/.ATTRIBUTES/VARIABLE_VALUE");
}

TEST_F(Tensorflow, PartitionedVariablesAreRefused) {
  EXPECT_THAT(complaint(data_file("tf_parted.ckpt"), Kind::checkpoint_unsupported),
              HasSubstr("holds `parted` in parts: a partitioned variable"));
}

TEST_F(Tensorflow, DataThatIsNotThere) {
  std::filesystem::copy(data_file("tf_types.ckpt.index"), tree_.file("m.index"));
  std::filesystem::copy(data_file("tf_types.ckpt.data-00000-of-00002"), tree_.file("m.data-00000-of-00002"));
  EXPECT_THAT(complaint(tree_.file("m"), Kind::file_not_found), HasSubstr("m.data-00001-of-00002"));
  EXPECT_THAT(complaint(tree_.file("n"), Kind::file_not_found), HasSubstr("/n"));
  EXPECT_THAT(complaint(tree_.file("n.index"), Kind::file_not_found), HasSubstr("n.index"));
}

TEST_F(Tensorflow, DataThatIsCutShortOrChanged) {
  std::filesystem::copy(data_file("google_bert.ckpt.index"), tree_.file("m.index"));
  const std::string data = read_bytes(data_file("google_bert.ckpt.data-00000-of-00001"));
  const std::string path = tree_.file("m.data-00000-of-00001");
  write_bytes(path, data.substr(0, data.size() - 1));
  EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable), HasSubstr("and the file has 17767"));
  write_bytes(path, "");
  complaint(tree_.file("m"), Kind::checkpoint_unreadable);
  for (std::size_t at = 0; at < data.size(); at += 997) {
    std::string bad = data;
    bad[at] = static_cast<char>(bad[at] ^ 16);
    write_bytes(path, bad);
    EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable), HasSubstr("the checksum of `"));
  }
}

TEST_F(Tensorflow, ADamagedIndex) {
  const std::string good = read_bytes(data_file("google_bert.ckpt.index"));
  write_bytes(tree_.file("m.index"), good.substr(0, good.size() - 1));
  EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable),
              HasSubstr("does not end as a leveldb table does"));
  write_bytes(tree_.file("m.index"), "");
  complaint(tree_.file("m"), Kind::checkpoint_unreadable);
  std::string bad = good;
  bad[100] ^= 1;
  write_bytes(tree_.file("m.index"), bad);
  EXPECT_THAT(complaint(tree_.file("m.index"), Kind::checkpoint_unreadable),
              HasSubstr("the block at byte 0 has a wrong checksum"));
  write_bytes(tree_.file("m.index"), table_of({{"a", "1"}}));
  EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable), HasSubstr("has no header"));
  write_bytes(tree_.file("m.index"), table_of(TableEntries()));
  EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable), HasSubstr("is empty"));
}

TEST_F(Tensorflow, ForgedEntries) {
  ASSERT_TRUE(read(forge({}))) << diagnostics_.text();
  struct Case {
    std::function<void(Forged&)> change;
    Kind kind;
    const char* says;
  };
  const std::uint64_t huge = std::uint64_t{1} << 62;
  const auto damaged = Kind::checkpoint_unreadable, other = Kind::checkpoint_unsupported;
  const Case cases[] = {
      {[](Forged& f) { f.header = field(1, 1) + field(2, 1); }, other, "big-endian"},
      {[](Forged& f) { f.header = field(1, 1) + field(3, field(2, 2)); }, other, "a reader of version 2"},
      {[](Forged& f) { f.header = ""; }, damaged, "damaged header"},
      {[](Forged& f) { f.header = field(1, ~std::uint64_t{0}); }, damaged, "damaged header"},
      {[](Forged& f) { f.header = "\x0F"; }, damaged, "damaged header"},
      {[](Forged& f) { f.header = field(1, 1) + field(3, std::string("\xFF")); }, damaged, "damaged header"},
      {[](Forged& f) { f.dtype = 21; }, other, "dtype 21"},
      {[](Forged& f) { f.dtype = huge; }, damaged, "damaged entry `w`"},
      {[](Forged& f) { f.shard = 1; }, damaged, "shard 1 of 1"},
      {[](Forged& f) { f.shard = ~std::uint64_t{0}; }, damaged, "damaged entry"},
      {[](Forged& f) { f.offset = 1; }, damaged, "`w` is at bytes 1 to 13, and the file has 12"},
      {[](Forged& f) { f.offset = huge; }, damaged, "is at bytes"},
      {[](Forged& f) { f.size = huge; }, damaged, "is at bytes"},
      {[](Forged& f) { f.offset = f.size = ~std::uint64_t{0}; }, damaged, "damaged entry"},
      {[](Forged& f) { f.size = 8; }, damaged, "has 8 bytes, which its shape does not"},
      {[](Forged& f) { f.dtype = 2; }, damaged, "has 12 bytes, which its shape does not"},
      {[](Forged& f) { f.shape = field(2, field(1, ~std::uint64_t{0})); }, damaged, "damaged entry"},
      {[](Forged& f) { f.shape = field(2, field(1, huge)) + field(2, field(1, huge)); }, damaged,
       "which its shape does not"},
      {[](Forged& f) { f.shape = field(3, 1); }, damaged, "damaged entry"},
      {[](Forged& f) {
         for (int i = 0; i < 40; ++i) f.shape += field(2, field(1, 1));
       },
       damaged, "damaged entry"},
      {[](Forged& f) { f.more = field(7, std::string()); }, other, "in parts"},
      {[](Forged& f) { f.more = "\xFF"; }, damaged, "damaged entry"},
      {[](Forged& f) { f.key = "a\x1B[31m"; }, damaged, "a name that is no text: `a\\x1b[31m`"},
      {[](Forged& f) { f.key = "\xFF\xFE"; }, damaged, "a name that is no text"},
  };
  for (const Case& one : cases) {
    Forged forged;
    one.change(forged);
    EXPECT_THAT(complaint(forge(forged), one.kind), HasSubstr(one.says));
  }
}

// A thousand names for the same bytes would make reading their sums take for ever.
TEST_F(Tensorflow, TensorsThatLieOverEachOther) {
  const std::string data(1000, 'x');
  const std::string entry = field(1, 1) + field(2, field(2, field(1, 250))) + field(5, 1000) +
                            field_fixed32(6, mask_crc(crc32c(0, data.data(), data.size())));
  write_bytes(tree_.file("m.index"), table_of({{"", field(1, 1)}, {"a", entry}, {"b", entry}}));
  write_bytes(tree_.file("m.data-00000-of-00001"), data);
  EXPECT_THAT(complaint(tree_.file("m"), Kind::checkpoint_unreadable), HasSubstr("the tensors are over each other"));
}

TEST_F(Tensorflow, StringsWithWrongSums) {
  const std::string data = read_bytes(data_file("tf_objects.ckpt.data-00000-of-00001"));
  std::filesystem::copy(data_file("tf_objects.ckpt.index"), tree_.file("m.index"));
  int seen = 0;
  for (std::size_t at = 0; at < data.size(); ++at) {
    std::string bad = data;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    write_bytes(tree_.file("m.data-00000-of-00001"), bad);
    seen += complaint(tree_.file("m"), Kind::checkpoint_unreadable).find("_CHECKPOINTABLE_OBJECT_GRAPH") !=
            std::string::npos;
  }
  EXPECT_GT(seen, 100);
}

TEST(ObjectNames, HostileGraphs) {
  std::map<std::string, std::string> names;
  auto node = [](const std::string& full_name, const std::string& key) {
    return field(1, field(2, field(1, std::string("VARIABLE_VALUE")) + field(2, full_name) + field(3, key)));
  };
  EXPECT_TRUE(
      read_object_names(node("a", "x") + node("b", "y") + node("b", "z") + node("", "w") + node("\x01", "v"), names));
  EXPECT_THAT(names, ElementsAre(testing::Pair("x", "a")));
  for (const std::string& bad :
       {std::string("\xFF"), field(1, std::string("\x12\x7F")), field(1, field(2, std::string("\x0F")))})
    EXPECT_FALSE(read_object_names(bad, names));
}

}  // namespace
}  // namespace specimen::gen
