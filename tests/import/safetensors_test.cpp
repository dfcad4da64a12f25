// The safetensors reader and writer against files of the format's own library.
#include "runtime/core/safetensors.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstring>
#include <utility>

#include "base/runtime.h"
#include "runtime/core/safetensors_writer.h"
#include "samples.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class T>
std::vector<T> values(const SafetensorsFile& file, const char* name) {
  const SafetensorsEntry* entry = file.find(name);
  if (entry == nullptr) return {};
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(entry->data) % alignof(T), 0u);
  const T* data = reinterpret_cast<const T*>(entry->data);
  return {data, data + entry->bytes / sizeof(T)};
}

TEST(Safetensors, ReadsThePackagesFile) {
  SafetensorsFile file;
  Status opened = file.open(data_file("package.safetensors").c_str());
  ASSERT_TRUE(opened.ok()) << opened.message();
  EXPECT_EQ(file.entries().size(), 16u);
  EXPECT_EQ(file.find_metadata("format"), "np");
  EXPECT_EQ(file.find_metadata("none"), "");
  const SafetensorsEntry* matrix = file.find("f32/matrix");
  ASSERT_NE(matrix, nullptr);
  EXPECT_EQ(matrix->dtype, SafetensorsDtype::f32);
  EXPECT_THAT(std::vector<std::int64_t>(matrix->shape, matrix->shape + matrix->rank), ElementsAre(2, 3));
  EXPECT_THAT(values<float>(file, "f32/matrix"), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(values<double>(file, "f64"), ElementsAre(1.5, -2.5));
  EXPECT_THAT(values<std::uint16_t>(file, "f16"), ElementsAre(0x3C00, 0xC000, 0x3800, 0x7BFF));
  EXPECT_THAT(values<float>(file, "scalar"), ElementsAre(3.25f));
  EXPECT_EQ(file.find("scalar")->rank, 0u);
  EXPECT_EQ(file.find("empty")->bytes, 0u);
  EXPECT_THAT(values<std::uint8_t>(file, "bool"), ElementsAre(1, 0, 1));
  EXPECT_THAT(values<std::int64_t>(file, "i64"), ElementsAre(-(std::int64_t{1} << 40)));
  EXPECT_THAT(values<std::uint64_t>(file, "u64"), ElementsAre(std::uint64_t{1} << 63));
  EXPECT_THAT(values<float>(file, "c64"), ElementsAre(1, 2));
  EXPECT_THAT(values<float>(file, "a \"quoted\" \\ name \u00e9\u4e2d\U0001f600\t"), ElementsAre(1));
  EXPECT_EQ(file.find("f32/matri"), nullptr);
  EXPECT_TRUE(std::is_sorted(file.entries().begin(), file.entries().end(),
                             [](const SafetensorsEntry& a, const SafetensorsEntry& b) { return a.name < b.name; }));
}

// Reading and writing again gives the package's own bytes: order, padding, escapes, numbers.
TEST(Safetensors, WritesThePackagesBytes) {
  TemporaryTree tree;
  for (const char* name : {"package.safetensors", "package_small_floats.safetensors", "package_none.safetensors"}) {
    SafetensorsFile file;
    Status opened = file.open(data_file(name).c_str());
    ASSERT_TRUE(opened.ok()) << opened.message();
    std::vector<SafetensorsTensor> tensors;
    for (const SafetensorsEntry& entry : file.entries()) {
      tensors.push_back({std::string(entry.name), entry.dtype, {entry.shape, entry.shape + entry.rank}, entry.data});
    }
    std::vector<SafetensorsText> metadata;
    for (const SafetensorsMetadata& item : file.metadata()) {
      metadata.push_back({std::string(item.key), std::string(item.value)});
    }
    Status written = write_safetensors(tree.file("again").c_str(), tensors, metadata);
    ASSERT_TRUE(written.ok()) << written.message();
    EXPECT_EQ(read_bytes(tree.file("again")), read_bytes(data_file(name))) << name;
  }
  EXPECT_EQ(tree.files(), 1u);
}

TEST(Safetensors, DtypeNamesReadBack) {
  for (int i = 0; i <= static_cast<int>(SafetensorsDtype::u64); ++i) {
    SafetensorsDtype dtype = static_cast<SafetensorsDtype>(i), back;
    ASSERT_TRUE(parse_safetensors_dtype(safetensors_dtype_name(dtype), &back));
    EXPECT_EQ(back, dtype);
  }
  SafetensorsDtype none;
  EXPECT_FALSE(parse_safetensors_dtype("f32", &none));
}

TEST(Safetensors, ExtentChecksOverflow) {
  std::uint64_t elements, bytes;
  auto extent = [&](SafetensorsDtype dtype, std::vector<std::int64_t> shape) {
    return safetensors_extent(dtype, shape.data(), shape.size(), &elements, &bytes);
  };
  EXPECT_TRUE(extent(SafetensorsDtype::f32, {}) && elements == 1 && bytes == 4);
  EXPECT_TRUE(extent(SafetensorsDtype::f64, {3, 0, 2}) && elements == 0 && bytes == 0);
  EXPECT_TRUE(extent(SafetensorsDtype::f4, {4, 3}) && bytes == 6);
  EXPECT_FALSE(extent(SafetensorsDtype::f4, {3, 3}));
  EXPECT_FALSE(extent(SafetensorsDtype::f32, {-1}));
  EXPECT_FALSE(extent(SafetensorsDtype::u8, {std::int64_t{1} << 40, std::int64_t{1} << 40}));
  EXPECT_FALSE(extent(SafetensorsDtype::f64, {std::int64_t{1} << 61}));
}

// Files from before the format asked for padding have floats at odd addresses: they are copied once.
TEST(Safetensors, BadAlignmentIsRepaired) {
  std::string header = R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"F32","shape":[2],)"
                       R"("data_offsets":[3,11]},"c":{"dtype":"F64","shape":[0],"data_offsets":[11,11]}})";
  std::string bytes = with_header(header, 11);
  const float floats[] = {1.5f, -2.5f};
  std::memcpy(bytes.data() + bytes.size() - 8, floats, 8);
  SafetensorsFile file;
  Status opened = file.open_memory(bytes.data(), bytes.size(), "old");
  ASSERT_TRUE(opened.ok()) << opened.message();
  EXPECT_THAT(values<float>(file, "b"), ElementsAre(1.5f, -2.5f));
  EXPECT_THAT(values<double>(file, "c"), ElementsAre());
}

TEST(Safetensors, PointersSurviveAMove) {
  SafetensorsFile file;
  ASSERT_TRUE(file.open(data_file("package.safetensors").c_str()).ok());
  const unsigned char* data = file.find("f64")->data;
  SafetensorsFile moved = std::move(file);
  EXPECT_EQ(moved.find("f64")->data, data);
  EXPECT_THAT(values<double>(moved, "f64"), ElementsAre(1.5, -2.5));
  SafetensorsFile assigned;
  assigned = std::move(moved);
  EXPECT_THAT(values<double>(assigned, "f64"), ElementsAre(1.5, -2.5));
  EXPECT_EQ(assigned.find_metadata("format"), "np");
}

TEST(Safetensors, GetSaysWhatIsThere) {
  SafetensorsFile file;
  ASSERT_TRUE(file.open(data_file("package.safetensors").c_str()).ok());
  const std::int64_t shape[] = {3, 2};
  const SafetensorsEntry* entry = nullptr;
  Status wrong = file.get("f32/matrix", SafetensorsDtype::f32, shape, 2, &entry);
  EXPECT_EQ(wrong.code(), StatusCode::data_error);
  EXPECT_STREQ(wrong.message(), "tensor \"f32/matrix\" is F32 (2, 3) in the weights file; the model needs F32 (3, 2)");
  EXPECT_EQ(file.get("nothing", SafetensorsDtype::f32, shape, 2, &entry).code(), StatusCode::not_found);
  EXPECT_TRUE(file.get("scalar", SafetensorsDtype::f32, nullptr, 0, &entry).ok());
}

TEST(SafetensorsWriter, AnUnfinishedFileDoesNotAppear) {
  TemporaryTree tree;
  write_bytes(tree.file("w"), "before");
  {
    SafetensorsWriter writer;
    ASSERT_TRUE(writer.open(tree.file("w").c_str(), {{"a", SafetensorsDtype::f32, {2}, nullptr}}).ok());
    ASSERT_TRUE(writer.append("1234", 4).ok());
    EXPECT_EQ(read_bytes(tree.file("w")), "before");
  }
  EXPECT_EQ(tree.files(), 1u);
  EXPECT_EQ(read_bytes(tree.file("w")), "before");

  SafetensorsWriter writer;
  ASSERT_TRUE(writer.open(tree.file("w").c_str(), {{"a", SafetensorsDtype::f32, {2}, nullptr}}).ok());
  ASSERT_TRUE(writer.append("1234", 4).ok());
  EXPECT_THAT(writer.finish().message(), HasSubstr("4 bytes of the tensors were not written"));
  ASSERT_TRUE(writer.open(tree.file("w").c_str(), {{"a", SafetensorsDtype::f32, {1}, nullptr}}).ok());
  EXPECT_THAT(writer.append("12345", 5).message(), HasSubstr("more bytes than the tensors have"));
  EXPECT_EQ(writer.append("1", 1).code(), StatusCode::invalid_argument);
  EXPECT_EQ(writer.finish().code(), StatusCode::invalid_argument);
  EXPECT_EQ(read_bytes(tree.file("w")), "before");
  EXPECT_EQ(tree.files(), 1u);
}

TEST(SafetensorsWriter, RefusesWhatTheReaderWould) {
  TemporaryTree tree;
  auto refused = [&](std::vector<SafetensorsTensor> tensors, std::vector<SafetensorsText> metadata = {}) {
    Status status = write_safetensors(tree.file("w").c_str(), tensors, metadata);
    EXPECT_EQ(status.code(), StatusCode::invalid_argument);
    EXPECT_EQ(tree.files(), 0u);
    return std::string(status.message());
  };
  float x = 0;
  SafetensorsTensor tensor = {"a", SafetensorsDtype::f32, {1}, &x};
  EXPECT_THAT(refused({tensor, tensor}), HasSubstr("two tensors are named \"a\""));
  EXPECT_THAT(refused({{"\xff", SafetensorsDtype::f32, {1}, &x}}), HasSubstr("not UTF-8"));
  EXPECT_THAT(refused({{std::string("a\0b", 3), SafetensorsDtype::f32, {1}, &x}}), HasSubstr("zero character"));
  EXPECT_THAT(refused({{"a", SafetensorsDtype::f32, {-1}, &x}}), HasSubstr("no valid size"));
  EXPECT_THAT(refused({{"a", SafetensorsDtype::f32, {std::int64_t{1} << 62}, &x}}), HasSubstr("no valid size"));
  refused({tensor}, {{"k", "1"}, {"k", "2"}});
  refused({{"__metadata__", SafetensorsDtype::f32, {1}, &x}});
}

TEST(SafetensorsWriter, DirectoriesThatAreNotThereAreAnError) {
  Status status = write_safetensors("/no/such/directory/w", {});
  EXPECT_EQ(status.code(), StatusCode::io_error);
  EXPECT_THAT(status.message(), HasSubstr("/no/such/directory/w"));
}

TEST(MappedFile, RefusesWhatIsNoFile) {
  TemporaryTree tree;
  MappedFile file;
  EXPECT_EQ(file.open(tree.file("absent").c_str()).code(), StatusCode::not_found);
  EXPECT_EQ(file.open(nullptr).code(), StatusCode::invalid_argument);
  EXPECT_THAT(file.open(tree.file("").c_str()).message(), HasSubstr("is a directory"));
  ASSERT_EQ(mkfifo(tree.file("pipe").c_str(), 0600), 0);
  EXPECT_THAT(file.open(tree.file("pipe").c_str()).message(), HasSubstr("is a pipe or a device"));
  write_bytes(tree.file("empty"), "");
  EXPECT_TRUE(file.open(tree.file("empty").c_str()).ok());
  EXPECT_EQ(file.size(), 0u);
}

TEST(StatusTest, HoldsItsMessageInPlace) {
  Status good;
  EXPECT_TRUE(good.ok() && good);
  EXPECT_STREQ(good.message(), "");
  Status bad(StatusCode::data_error, "%s: %d", "file", 7);
  Status copy = bad;
  good = copy;
  EXPECT_FALSE(good.ok());
  EXPECT_STREQ(good.message(), "file: 7");
  EXPECT_STREQ(status_code_name(good.code()), "data_error");
  Status cut(StatusCode::internal, "%s", std::string(10000, 'x').c_str());
  EXPECT_EQ(std::strlen(cut.message()), static_cast<std::size_t>(Status::kMaxMessage - 1));
}

}  // namespace
}  // namespace specimen::gen
