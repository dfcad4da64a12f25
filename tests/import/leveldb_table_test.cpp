// The parts that an index of TensorFlow is made of: sums, compressed blocks, tables.
#include "import/leveldb_table.h"

#include <gmock/gmock.h>

#include <numeric>

#include "import/snappy.h"
#include "runtime/core/crc32c.h"
#include "samples.h"
#include "table_writer.h"

namespace specimen::gen {

using specimen_v2::crc32c;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::uint32_t sum(const std::string& bytes) { return crc32c(0, bytes.data(), bytes.size()); }

// The examples of RFC 3720, B.4.
TEST(Crc32c, KnownSums) {
  std::string up(32, '\0');
  std::iota(up.begin(), up.end(), '\0');
  EXPECT_EQ(sum(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(sum(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(sum(up), 0x46DD794Eu);
  EXPECT_EQ(sum(std::string(up.rbegin(), up.rend())), 0x113FDB5Cu);
  EXPECT_EQ(sum("123456789"), 0xE3069283u);
  EXPECT_EQ(sum(""), 0u);
}

TEST(Crc32c, PartsGiveTheSumOfTheWhole) {
  std::string bytes(100, 'x');
  std::iota(bytes.begin(), bytes.end(), '\3');
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    const std::uint32_t first = crc32c(0, bytes.data(), at);
    EXPECT_EQ(crc32c(first, bytes.data() + at, bytes.size() - at), sum(bytes));
  }
}

// Made by hand after the format's description.
TEST(Snappy, Elements) {
  auto text = [](const std::string& bytes) {
    std::string result;
    return snappy_decompress(bytes, 1000, &result) ? result : "refused";
  };
  const std::string abcd = std::string("\x0C") + "abcd";  // a literal of 4
  EXPECT_EQ(text(std::string("\x04", 1) + abcd), "abcd");
  EXPECT_EQ(text(std::string("\0", 1)), "");
  EXPECT_EQ(text("\x09" + abcd + std::string("\x05\x04", 2)), "abcdabcda");          // 5 from 4 back: one byte
  EXPECT_EQ(text("\x07" + abcd + std::string("\x0A\x02\x00", 3)), "abcdcdc");        // 3 from 2 back: two bytes
  EXPECT_EQ(text("\x05" + abcd + std::string("\x03\x04\x00\x00\x00", 5)), "abcda");  // 1 from 4 back: four bytes
  EXPECT_EQ(text("\x44\xF0\x43" + std::string(68, 'y')), std::string(68, 'y'));      // a literal of 68
  EXPECT_EQ(text("\x44\xF4\x43" + std::string("\0", 1) + std::string(68, 'y')), std::string(68, 'y'));
  // Back beyond the start, from nowhere; more or less than was said; literals and numbers cut short; over the limit.
  for (const std::string& bad : {"\x09" + abcd + std::string("\x05\x05", 2), "\x09" + abcd + std::string("\x05\x00", 2),
                                 "\x08" + abcd + std::string("\x05\x04", 2), "\x0A" + abcd + std::string("\x05\x04", 2),
                                 std::string("\x04\x0C") + "abc", std::string("\x04\xF0"), std::string("\x04\x0E\x01"),
                                 std::string("\xFF\xFF\xFF"), std::string(), std::string("\xE9\x07") + abcd,
                                 std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F")})
    EXPECT_EQ(text(bad), "refused");
}

TableEntries entries_of(const std::string& file, std::string* message) {
  TableEntries entries;
  message->clear();
  if (!read_leveldb_table(
          file, [&](std::string_view key, std::string_view value) { return entries.emplace_back(key, value), true; },
          *message)) {
    EXPECT_NE(*message, "");
    entries.clear();
  }
  return entries;
}

std::string complaint(const std::string& file) {
  std::string message;
  EXPECT_TRUE(entries_of(file, &message).empty());
  return message;
}

TEST(LeveldbTable, KeysShareTheirBeginning) {
  std::string message;
  // "ab" = 1, then 1 shared byte and "c" = 2.
  const std::string block =
      varint(0) + varint(2) + varint(1) + "ab1" + varint(1) + varint(1) + varint(1) + "c2" + fixed(0, 4) + fixed(1, 4);
  EXPECT_THAT(entries_of(table_of({{block, '\0'}}), &message), ElementsAre(Pair("ab", "1"), Pair("ac", "2")));
}

TEST(LeveldbTable, CompressedBlocksAreThoseThatTheyWere) {
  std::string message;
  const TableEntries plain = entries_of(read_bytes(data_file("google_bert.ckpt.index")), &message);
  const TableEntries packed = entries_of(read_bytes(data_file("google_bert_snappy.index")), &message);
  EXPECT_EQ(plain.size(), 119u);  // 39 variables, each with two slots, and the global step, and the header
  EXPECT_EQ(plain, packed);
}

// What made leveldb's own reader abort, and read outside of its memory.
TEST(LeveldbTable, BlocksOutsideOfTheFile) {
  const std::string good = table_of({{"", "header"}, {"a", "1"}});
  const std::string start = good.substr(0, good.size() - 48);
  const std::uint64_t huge = ~std::uint64_t{0};
  for (auto [offset, size] : {std::pair<std::uint64_t, std::uint64_t>{0, std::uint64_t{1} << 62},
                              {0, huge - 4},
                              {0, huge},
                              {huge, 1},
                              {huge - 7, 8},
                              {0, start.size() - 4},
                              {start.size(), 0},
                              {start.size() + 1, 0}})
    EXPECT_THAT(complaint(start + footer(offset, size)), HasSubstr("the index block is outside of the file"));
}

TEST(LeveldbTable, DamagedBlocks) {
  const TableEntries pair = {{"a", "1"}, {"b", "2"}};
  const std::string block = block_of(pair);
  EXPECT_THAT(complaint(table_of({{"b", "1"}, {"a", "2"}})), HasSubstr("not in order"));
  EXPECT_THAT(complaint(table_of({{"a", "1"}, {"a", "2"}})), HasSubstr("not in order"));
  EXPECT_THAT(complaint(table_of({{block, '\0'}, {block, '\0'}})), HasSubstr("not in order"));
  EXPECT_THAT(complaint(table_of({{block, '\2'}})), HasSubstr("compressed in the unknown way 2"));
  EXPECT_THAT(complaint(table_of({{block, '\1'}})), HasSubstr("cannot be decompressed"));
  EXPECT_THAT(complaint(table_of({{"", '\0'}})), HasSubstr("is damaged"));
  EXPECT_THAT(complaint(table_of({{fixed(0xFFFFFFFF, 4), '\0'}})), HasSubstr("is damaged"));
  EXPECT_THAT(complaint(table_of({{varint(1) + varint(1) + varint(1) + "a1" + fixed(0, 4), '\0'}})),
              HasSubstr("is damaged"));
  EXPECT_THAT(complaint(table_of({{varint(0) + varint(9) + varint(1) + "a1" + fixed(0, 4), '\0'}})),
              HasSubstr("is damaged"));
  EXPECT_THAT(complaint(table_of({{std::string(70000, 'k'), "1"}})), HasSubstr("a key of over 65536 bytes"));
  // Two handles to one block: what it holds would count twice.
  const std::string one = stored(block);
  const std::string handle = varint(0) + varint(block.size());
  const std::string index = block_of({{"a", handle}, {"b", handle}});
  EXPECT_THAT(complaint(one + stored(index) + footer(one.size(), index.size())),
              HasSubstr("names blocks that are not in order"));
}

// A key of 60,000 bytes that 6000 others share takes 30 KB in the file, and would take 360 MB.
TEST(LeveldbTable, SharedKeysDoNotFillTheMemory) {
  std::string block = varint(0) + varint(60000) + varint(0) + std::string(60000, 'k');
  for (int i = 0; i < 6000; ++i)
    block += varint(60000) + varint(2) + varint(0) + static_cast<char>(i >> 7) + static_cast<char>(i & 127);
  EXPECT_THAT(complaint(table_of({{block + fixed(0, 4) + fixed(1, 4), '\0'}})), HasSubstr("holds over"));
}

TEST(LeveldbTable, EveryTruncationAndEveryFlippedBitIsSeen) {
  const std::string good = read_bytes(data_file("tf_types.ckpt.index"));
  std::string message;
  const TableEntries whole = entries_of(good, &message);
  ASSERT_EQ(whole.size(), 8u);
  for (std::size_t size = 0; size < good.size(); ++size) complaint(good.substr(0, size));
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    const TableEntries read = entries_of(bad, &message);
    if (message.empty()) {  // of what nobody reads: the meta index, padding
      EXPECT_EQ(read, whole) << "bit " << bit;
    }
  }
}

}  // namespace
}  // namespace specimen::gen
