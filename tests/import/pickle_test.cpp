#include "import/pickle.h"

#include <gtest/gtest.h>

namespace specimen::gen {
namespace {

using namespace std::string_view_literals;

class Pickles : public testing::Test {
 protected:
  const PickleNode& root(std::string_view bytes) {
    EXPECT_TRUE(pickle_.read(bytes, message_)) << message_;
    return pickle_[pickle_.root()];
  }
  std::string refused(std::string_view bytes) {
    EXPECT_FALSE(pickle_.read(bytes, message_));
    return message_;
  }

  Pickle pickle_;
  std::string message_;
};

// What CPython's pickle.dumps(value, protocol) gives, by hand.
TEST_F(Pickles, Values) {
  EXPECT_EQ(root("\x80\x02N."sv).kind, PickleKind::none);
  EXPECT_EQ(root("\x80\x02\x88."sv).integer, 1);
  EXPECT_EQ(root("\x80\x02K\xff."sv).integer, 255);
  EXPECT_EQ(root("\x80\x02M\x01\x80."sv).integer, 0x8001);
  EXPECT_EQ(root("\x80\x02J\xfe\xff\xff\xff."sv).integer, -2);
  EXPECT_EQ(root("\x80\x02\x8a\x05\x00\x00\x00\x00\x80."sv).integer, -(std::int64_t{1} << 39));
  EXPECT_EQ(root("\x80\x02\x8a\x00."sv).integer, 0);
  EXPECT_EQ(root("\x80\x02X\x03\x00\x00\x00"
                 "abc."sv)
                .text,
            "abc");
  EXPECT_EQ(root("\x80\x04\x95\x07\x00\x00\x00\x00\x00\x00\x00\x8c\x03"
                 "abc\x94."sv)
                .text,
            "abc");
}

TEST_F(Pickles, ContainersShareWhatTheMemoKeeps) {
  // ([1], [1]), one list twice
  const PickleNode& pair = root(
      "\x80\x02]q\x00K\x01"
      "ah\x00\x86."sv);
  ASSERT_EQ(pair.kind, PickleKind::tuple);
  ASSERT_EQ(pair.items.size(), 2u);
  EXPECT_EQ(pair.items[0], pair.items[1]);
  EXPECT_EQ(pickle_[pickle_[pair.items[0]].items.at(0)].integer, 1);
}

TEST_F(Pickles, CallsAreWrittenDown) {
  // os.system("ls"), with an item put into what it returns
  const PickleNode& call = root(
      "\x80\x02"
      "cposix\nsystem\nX\x02\x00\x00\x00ls\x85RK\x01K\x02s."sv);
  ASSERT_EQ(call.kind, PickleKind::call);
  ASSERT_EQ(call.items.size(), 4u);
  EXPECT_EQ(pickle_[call.items[0]].text, "posix");
  EXPECT_EQ(pickle_[call.items[0]].name, "system");
  EXPECT_EQ(pickle_[call.items[3]].integer, 2);
}

TEST_F(Pickles, SizeIsWhatOnePickleTakes) {
  root("\x80\x02N.more"sv);
  EXPECT_EQ(pickle_.size(), 4u);
}

TEST_F(Pickles, DamageIsSaid) {
  const std::pair<std::string_view, const char*> cases[] = {
      {""sv, "cut short"},
      {"\x80\x02"sv, "cut short"},
      {"\x80\x02X\xff\xff\xff\xff"
       "ab"sv,
       "cut short"},
      {"\x80\x02"
       "cposix"sv,
       "cut short"},
      {"\x80\x09N."sv, "protocol 9"},
      {"."sv, "more objects than there are"},
      {"\x80\x02u."sv, "mark that is not there"},
      {"\x80\x02}(K\x01u."sv, "key without a value"},
      {"\x80\x02K\x01K\x02"
       "a."sv,
       "no container"},
      {"\x80\x02K\x01)R."sv, "no function"},
      {"\x80\x02h\x05."sv, "not kept"},
      {"\x80\x02K\x01K\x02\x93."sv, "no name"},
      {"\x80\x02(K\x01\x86."sv, "more objects than there are"},  // not below the mark
      {"\x80\x02I1\n."sv, "opcode 0x49"},
      {"\x80\x05\x97."sv, "opcode 0x97"},
  };
  for (const auto& [bytes, says] : cases)
    EXPECT_NE(refused(bytes).find(says), std::string::npos) << says << ": " << message_;
}

// A list that is in itself is a loop in the tree, and nothing else.
TEST_F(Pickles, CyclesAreKept) {
  const PickleNode& list = root(
      "\x80\x02]q\x00h\x00"
      "a."sv);
  EXPECT_EQ(list.items.at(0), pickle_.root());
}

}  // namespace
}  // namespace specimen::gen
